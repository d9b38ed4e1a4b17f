"""`ferdesk settings`: show, change and reset what the app remembers, from the same list as the window's dialog."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import typer
from rich.console import Console
from rich.table import Column, Table

from ferdesk import cli_options as o
from ferdesk.console import console, escaped
from ferdesk.setting import shown
from ferdesk.settings import RULES, AppSettings, load_settings, rule_of, save_settings, settings_path

app = typer.Typer(no_args_is_help=True, help="Show, change and reset the app's settings.")


@app.command()
def show(names: o.SettingNames = None, as_json: o.AsJson = False) -> None:
    """Print the settings, or those that are named: the value, its default, what it takes and means."""
    settings = _load()
    chosen = names or [name for name, rule in RULES.items() if rule.group]
    rules = {name: rule_of(name) for name in chosen}
    if as_json:
        print(json.dumps({name: getattr(settings, name) for name in rules}, indent=2))
        return
    usual = AppSettings()
    table = Table(Column("setting", no_wrap=True), "value", "default", "meaning")
    for name, rule in rules.items():
        value, default = (shown(getattr(values, name)) for values in (settings, usual))
        style = "bold" if value != default else ""
        table.add_row(name, escaped(value), escaped(default), f"{rule.help} ({rule.takes()})", style=style)
    Console(highlight=False).print(table)
    console.print(f"They are kept in {settings_path()}", markup=False, soft_wrap=True)


@app.command("set", context_settings={"ignore_unknown_options": True})  # -1 is a value, not an option
def change(name: o.SettingName, value: o.SettingValue) -> None:
    """Change one setting. Close the app first, for it writes its own when it ends."""
    read = rule_of(name).read(name, value)
    save_settings(dataclasses.replace(_load(), **{name: read}))
    console.print(f"{name} is now {shown(read)}", markup=False, soft_wrap=True)


@app.command()
def reset(names: o.SettingNames = None) -> None:
    """Go back to the defaults of the settings that are named, or of all that `show` lists."""
    usual = AppSettings()
    chosen = names or [name for name, rule in RULES.items() if rule.group]
    save_settings(dataclasses.replace(_load(), **{name: _default(usual, name) for name in chosen}))
    console.print(f"Back to the default: {', '.join(chosen)}", markup=False, soft_wrap=True)


def _default(usual: AppSettings, name: str) -> Any:
    rule_of(name)
    return getattr(usual, name)


def _load() -> AppSettings:
    loaded = load_settings()
    for problem in loaded.problems:
        console.print(f"[yellow]note:[/] {escaped(problem)}", soft_wrap=True)
    return loaded.settings
