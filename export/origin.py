"""Where a checkpoint comes from, for the metadata and the card: command, seed, time and machine."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any

from ferdesk.train.checkpoint import TrainedNetwork
from ferdesk.train.config import RunConfig
from ferdesk.train.run_records import RunRecord, chosen_on, read_run

_SOFTWARE = ("python", "torch", "numpy")
"""What the weights depend on."""

_NO_RUN = RunRecord(Path(), {}, {}, (), ())


@dataclass(frozen=True)
class Origin:
    """What is known of a training. None: the checkpoint's folder does not tell."""

    network: str
    parameters: int
    mode: str
    labels: str
    augment: str
    """With how many calm epochs there were in the end."""
    framed: float
    """Share of the labelled crops that were framed as the detector does."""
    chosen_on: str
    """What the epoch was chosen on, in words."""
    teacher: str
    """Name and hash of each bundle that was learnt from beside the labels; empty where there was none."""
    init: str
    """Name and hash of the bundle or checkpoint that the weights started from; empty where they were drawn."""
    seed: int
    epochs: int
    kept_epoch: int
    """The one whose weights these are, from 1: the best on what `chosen_on` names."""
    drop_leaks: bool
    """Whether Training images that are in a test as well were left out."""
    command: str
    minutes: float | None
    processor: str | None
    threads: int
    started: str | None
    """Date and time, ISO 8601."""
    versions: str | None


def origin_of(checkpoint: Path, trained: TrainedNetwork) -> Origin:
    """From the checkpoint and the run folder that it lies in, as far as that is there."""
    config, folder = trained.config, checkpoint.parent
    record = read_run(folder) if (folder / "config.json").is_file() else _NO_RUN
    told = record.provenance
    versions = [f"{name} {text}" for name, text in sorted(dict(told.get("versions", {})).items()) if name in _SOFTWARE]
    return Origin(
        network=config.network,
        parameters=sum(parameter.numel() for parameter in trained.network.parameters()),
        mode=config.mode,
        labels=config.labels,
        augment=_augment(config),
        framed=config.framed,
        chosen_on=chosen_on(config.framed, config.labelled),
        teacher=_teachers(config, told),
        init=_file(config.init, told.get("init")),
        seed=config.seed,
        epochs=config.epochs,
        kept_epoch=trained.epoch,
        drop_leaks=config.drop_leaks,
        command=without_folders(str(told["command"])) if "command" in told else _command(trained),
        minutes=record.seconds / 60 if record.epochs else None,
        processor=told.get("processor"),
        threads=config.threads,
        started=told.get("started"),
        versions=", ".join(versions) or None,
    )


def _augment(config: RunConfig) -> str:
    calm = config.calm_epochs
    return f"{config.augment}, the last {calm} epoch{'s' * (calm != 1)} calm" if calm else config.augment


def _teachers(config: RunConfig, told: Mapping[str, Any]) -> str:
    both = {name: getattr(config, name) for name in ("teacher", "second_teacher")}
    return " and ".join(_file(path, told.get(name)) for name, path in both.items() if path)


def _file(path: str, sha256: object) -> str:
    """Without its folder, with its hash where the run kept that; empty for no file."""
    return f"{Path(path).name}, sha256 {sha256 or 'unknown'}" if path else ""


def without_folders(command: str) -> str:
    """`command` with each absolute path cut down to its last part: whose folders those are is nobody's business."""
    return shlex.join(_short(word) for word in shlex.split(command))


def _short(word: str) -> str:
    option, equals, value = word.partition("=") if word.startswith("-") else ("", "", word)
    path: PurePath = PureWindowsPath(value) if PureWindowsPath(value).drive else PurePosixPath(value)
    return f"{option}{equals}{path.name}" if path.is_absolute() else word


def _command(trained: TrainedNetwork) -> str:
    """As the settings in the checkpoint would be typed; only what differs between trainings most."""
    config = trained.config
    words = ["ferdesk-train", "--mode", config.mode, "--network", config.network, "--data", config.data]
    words += ["--labels", config.labels, "--augment", config.augment, "--epochs", str(config.epochs)]
    return without_folders(shlex.join([*words, "--seed", str(config.seed)]))
