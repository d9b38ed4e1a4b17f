"""What may stand beside `--resume`: what the run was begun with, and nothing else."""

from __future__ import annotations

from pathlib import Path

import typer

from ferdesk.bundle import find_bundle
from ferdesk.errors import FerdeskError
from ferdesk.train.config import RunConfig
from ferdesk.train.run_folder import RunFolder

_FREE = ("out", "resume")
_LEFT_TO_THE_MACHINE = {"precision": "auto", "threads": 0}
"""A run records in their place what the machine gave."""


def refuse_changes(context: typer.Context, out: Path) -> None:
    """Whoever repeats a run's command with --resume is right; whoever asks for something else beside it is told.

    Raises:
        FerdeskError: an option differs from what the run in `out` was begun with, or there is no run.
    """
    config = RunConfig.load(RunFolder(out).config)
    for name, value in context.params.items():
        source = context.get_parameter_source(name)
        if name in _FREE or source is None or source.name != "COMMANDLINE" or value == _LEFT_TO_THE_MACHINE.get(name):
            continue
        begun = getattr(config, name)
        if _as_recorded(name, value) != begun:
            option = "--" + name.replace("_", "-")
            raise FerdeskError(
                f"{option} {value} differs from {begun or 'nothing'}, with which the run in {out} was begun. "
                "Leave it out to go on, or give another --out for a new run."
            )


def _as_recorded(name: str, value: object) -> object:
    """Paths stand in a config whole, a bundle by its file."""
    if name == "teacher" and isinstance(value, str) and value:
        value = find_bundle(value)
    return str(value.resolve()) if isinstance(value, Path) else value
