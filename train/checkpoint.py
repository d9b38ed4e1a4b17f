"""Checkpoints: `last.pt` to go on from, `best.pt` to evaluate and export. Written whole or not at all."""

from __future__ import annotations

import os
import pickle
import struct
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from ferdesk.errors import FerdeskError
from ferdesk.train.config import RunConfig
from ferdesk.train.loop import Learner
from ferdesk.train.networks import Network, build_network
from ferdesk.train.targets import count_of

_FORMAT = 1


@dataclass(frozen=True, eq=False)
class TrainedNetwork:
    """A network with where it came from: the contents of `best.pt`."""

    network: Network
    config: RunConfig
    epoch: int
    metrics: dict[str, float]
    data: str
    """Fingerprint of the data set it was trained on."""


def save_network(path: Path, trained: TrainedNetwork) -> None:
    """Write `best.pt`: the weights alone, with what is needed to build the network and to tell where it came from."""
    content = {
        "format": _FORMAT,
        "network": trained.config.network,
        "weights": trained.network.state_dict(),
        "config": asdict(trained.config),
        "epoch": trained.epoch,
        "metrics": trained.metrics,
        "data": trained.data,
    }
    _write(path, content)


def load_network(path: Path) -> TrainedNetwork:
    """Read `best.pt`.

    Raises:
        FerdeskError: the file is missing, damaged, not a checkpoint of this kind, or one of another version.
    """
    content = _read(path)
    if content.get("format") != _FORMAT or "weights" not in content:
        raise FerdeskError(f"{path} is not a trained network; give the best.pt of a run.")
    try:
        config = RunConfig.from_mapping(content["config"])
        network = build_network(content["network"], count_of(config.targets))
        network.load_state_dict(content["weights"])
        return TrainedNetwork(network.eval(), config, content["epoch"], content["metrics"], content["data"])
    except (KeyError, TypeError, RuntimeError) as error:
        raise FerdeskError(f"{path} was written by another version of ferdesk; train it anew.") from error


def save_learner(path: Path, learner: Learner, best: float) -> None:
    """Write `last.pt`: everything that training goes on from."""
    content = {
        "format": _FORMAT,
        "epoch": learner.epoch,
        "best": best,
        "network": learner.network.state_dict(),
        "objective": learner.objective.state_dict(),
        "optimizer": learner.optimizer.state_dict(),
        "average": learner.average.state_dict(),
    }
    _write(path, content)


def restore_learner(path: Path, learner: Learner) -> float:
    """Put `last.pt` into a learner made from the same config; gives back the best PublicTest accuracy so far.

    Raises:
        FerdeskError: the file is missing, damaged, or not of such a learner.
    """
    content = _read(path)
    try:
        learner.network.load_state_dict(content["network"])
        learner.objective.load_state_dict(content["objective"])
        learner.optimizer.load_state_dict(content["optimizer"])
        learner.average.load_state_dict(content["average"])
        learner.epoch = content["epoch"]
        return float(content["best"])
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise FerdeskError(f"{path} is not what this version of ferdesk can go on from; begin the run anew.") from error


def _write(path: Path, content: dict[str, Any]) -> None:
    temporary = path.with_suffix(".part")
    try:
        with temporary.open("wb") as file:
            torch.save(content, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        words = f"{path} cannot be written ({error.strerror}); what was saved before is whole. Make room and go on with"
        raise FerdeskError(f"{words} --resume.") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise FerdeskError(f"{path}: there is no such checkpoint.") from None
    except IsADirectoryError:
        raise FerdeskError(f"{path} is a folder; give the best.pt that is in a run's folder.") from None
    except OSError as error:
        raise FerdeskError(f"{path} cannot be read: {error.strerror}.") from error
    except (RuntimeError, pickle.UnpicklingError, EOFError, ValueError, LookupError, struct.error) as error:
        raise FerdeskError(f"{path} is damaged or not a checkpoint of ferdesk.") from error
    if not isinstance(content, dict):
        raise FerdeskError(f"{path} is not a checkpoint of ferdesk.")
    return content
