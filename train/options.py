"""What a user typed, as a run's config; and what may be typed again beside `--resume`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from ferdesk.bundle import find_bundle
from ferdesk.errors import FerdeskError
from ferdesk.train.config import RunConfig, option_of
from ferdesk.train.objectives import OBJECTIVES
from ferdesk.train.run_folder import RunFolder
from ferdesk.train.weights_file import network_in, weights_file

_NO_SETTINGS = ("out", "resume")
_LEFT_TO_THE_MACHINE = {"precision": "auto", "threads": 0}
"""A run records in their place what the machine gave."""


_NEEDED: Mapping[str, tuple[Callable[[RunConfig], bool], str]] = {
    "votes_weight": (lambda config: bool(config.votes) and config.targets == "labels", "--votes and --targets labels"),
    "label_smoothing": (lambda config: config.targets == "labels", "--targets labels"),
    "teacher_weight": (lambda config: bool(config.teacher), "--teacher"),
    "hold_out": (lambda config: bool(config.labelled), "--labelled"),
    "replay": (lambda config: bool(config.labelled and config.data), "--labelled and --data"),
    "threshold": (lambda config: config.weighting == "threshold", "--weighting threshold"),
    "unlabelled_batch": (lambda config: bool(OBJECTIVES[config.mode].views_of(config)), "a --mode that looks at them"),
}
"""Options that do something only beside another one. A config with them is sound, for a checkpoint may have been
written with one; typed they are a mistake."""


@dataclass(frozen=True)
class Usual:
    """What is taken where the user does not say."""

    epochs: int
    rate: float
    ema: float


FROM_SCRATCH = Usual(RunConfig.epochs, RunConfig.rate, RunConfig.ema)
OWN_FACES = Usual(epochs=20, rate=0.01, ema=0.98)
"""A network that knows faces already is to be led on, not thrown over; few updates leave a short memory to average."""


def config_of(context: typer.Context) -> RunConfig:
    """Every option goes into the field of its name; one without a field would be an error, not forgotten.

    Where --init is typed and --network is not, the network is that of --init.

    Raises:
        FerdeskError: something cannot be so or would do nothing, or there is no bundle of the teacher's name.
    """
    usual = FROM_SCRATCH if context.params["labelled"] is None else OWN_FACES
    told = {
        name: _as_recorded(name, value)
        for name, value in context.params.items()
        if name not in _NO_SETTINGS and value is not None
    }
    if told.get("init") and not _typed(context, "network"):
        told["network"], _ = network_in(Path(str(told["init"])))
    config = RunConfig.from_mapping({"data": "", **asdict(usual), **told})
    for name, (takes_part, needed) in _NEEDED.items():
        if _typed(context, name) and not takes_part(config):
            raise FerdeskError(f"{option_of(name)} means nothing without {needed}; leave it out, or give that too.")
    return config


def refuse_changes(context: typer.Context, out: Path) -> None:
    """Whoever repeats a run's command with --resume is right; whoever asks for something else beside it is told.

    Raises:
        FerdeskError: an option differs from what the run in `out` was begun with, or there is no run.
    """
    config = RunConfig.load(RunFolder(out).config)
    for name, value in context.params.items():
        if name in _NO_SETTINGS or not _typed(context, name):
            continue
        begun = getattr(config, name)
        if value != _LEFT_TO_THE_MACHINE.get(name) and _as_recorded(name, value) != begun:
            before = "nothing" if begun in ("", None) else begun
            raise FerdeskError(
                f"{option_of(name)} {value} differs from {before}, with which the run in {out} was begun. "
                "Leave it out to go on, or give another --out for a new run."
            )


def refuse_before(context: typer.Context, command: str) -> None:
    """FerdeskError where options of a training stand before a command that does not train with them."""
    for name in context.params:
        if _typed(context, name):
            raise FerdeskError(f"{option_of(name)} stands before {command}, which knows nothing of it; leave it out.")


def _typed(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _as_recorded(name: str, value: object) -> object:
    """Paths stand in a config whole, a bundle by its file."""
    if name in ("teacher", "second_teacher") and isinstance(value, str) and value:
        value = find_bundle(value)
    elif name == "init" and value:
        value = weights_file(str(value))
    return str(value.resolve()) if isinstance(value, Path) else value
