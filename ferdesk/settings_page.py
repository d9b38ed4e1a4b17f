"""docs/settings.md, written from the list of settings: `python -m ferdesk.settings_page > docs/settings.md`."""

from __future__ import annotations

from collections.abc import Iterator

from ferdesk.setting import shown
from ferdesk.settings import RULES, AppSettings

_HEAD = """# Settings

*Settings…* (Ctrl+,) in the window's View menu, or on the command line:

```sh
ferdesk settings show                       # values, defaults, what they take
ferdesk settings set smoothing_seconds 0.5
ferdesk settings reset                      # all, or those that are named
```

They are kept in `settings.json` in the user's config folder; `ferdesk settings show` says where. A damaged file is kept
aside as `settings.json.bad`, the next one as `settings.json.bad2` and so on, and told; one bad value falls back to its
default. Settings of a newer version that this one does not know stay in the file.

This page is made by `make docs` from the list in `ferdesk/settings.py`, and so are the dialog and the options of the
commands.
"""


def settings_page() -> str:
    """The page, Markdown."""
    return "\n".join([_HEAD, *_groups(), *_kept()]) + "\n"


def _groups() -> Iterator[str]:
    usual = AppSettings()
    groups = dict.fromkeys(rule.group for rule in RULES.values() if rule.group)
    for group in groups:
        yield f"## {group}\n"
        yield "| in the dialog | setting | default | takes | meaning |\n|---|---|---|---|---|"
        for name, rule in RULES.items():
            if rule.group == group:
                default = shown(getattr(usual, name)) or "empty"
                yield f"| {rule.title} | `{name}` | {default} | {rule.takes()} | {rule.help} |"
        yield ""


def _kept() -> Iterator[str]:
    yield "## What the app keeps for itself\n"
    for name, rule in RULES.items():
        if not rule.group:
            yield f"- `{name}`: {rule.help}"


if __name__ == "__main__":
    print(settings_page(), end="")
