"""RunConfig: everything that decides a run's result, checked once, saved as config.json."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

import torch

from ferdesk.errors import FerdeskError
from ferdesk.train.augment import AUGMENTATIONS
from ferdesk.train.networks import NETWORKS
from ferdesk.train.objectives import BALANCES, OBJECTIVES, WEIGHTINGS, ObjectiveOptions
from ferdesk.train.objectives.combinators import COMBINATORS
from ferdesk.train.optimise import OPTIMIZERS
from ferdesk.train.targets import TARGETS

_MOST_THREADS = 1024
"""More than any desktop has; the system refuses tens of thousands by ending the process."""
_LARGEST_SEED = 10**9
"""So that the seed of each epoch, a million times as large, is one that torch takes."""


@dataclass(frozen=True, kw_only=True)
class RunConfig(ObjectiveOptions):
    """One training, what its objective is told included.

    The same config on the same machine with the same number of threads gives the same weights.
    """

    data: str
    """Absolute path of the data set; beside own faces FER2013, played again, or empty."""
    labelled: str = ""
    """Absolute path of a folder of own faces in folders named by emotion; empty where the data set is learnt from."""
    unlabelled: str = ""
    """Absolute path of a folder of own pictures that nobody has named."""
    hold_out: str = "20%"
    """Of the labelled own faces: half of that share chooses the epoch, half of it is reported on."""
    replay: float = 0.5
    """Which share of the labelled crops of a step is FER2013's, where own faces and `data` are both given."""
    mode: str = "supervised"
    network: str = "vgg"
    labels: str = "100%"
    """A share such as `10%` or a number of Training rows that keep their labels."""
    epochs: int = 60
    seed: int = 0
    augment: str = "tuned"
    calm_epochs: int = 0
    """The last so many epochs are augmented by `calm`: what the network is to see in use is mostly whole faces."""
    framed: float = 0.0
    """Share of FER2013's labelled crops that are framed as the app's detector frames faces; above 0 PublicTest, which
    chooses the epoch, is framed so too."""
    batch: int = 128
    optimizer: str = "sgd"
    rate: float = 0.1
    """Peak learning rate of the one-cycle schedule."""
    weight_decay: float = 5e-4
    """On the matrices of linear maps only."""
    ema: float = 0.998
    """Decay of the averaged weights, which are the ones evaluated and exported."""
    unlabelled_batch: int = 128
    """Unlabelled crops a step, in the modes that use some."""
    init: str = ""
    """Absolute path of the best.pt, or of the bundle, that the weights start from; empty for random ones."""
    drop_leaks: bool = False
    """Leave out Training rows whose pixels are also in PublicTest or PrivateTest."""
    precision: str = "auto"
    """`bf16`, `fp32`, or `auto`: bf16 where the processor computes in it."""
    threads: int = 0
    """Processor threads; 0 takes what torch finds."""

    def __post_init__(self) -> None:
        _choice("--mode", self.mode, OBJECTIVES)
        _choice("--network", self.network, NETWORKS)
        _choice("--augment", self.augment, AUGMENTATIONS)
        _choice("--optimizer", self.optimizer, OPTIMIZERS)
        _choice("--precision", self.precision, ("auto", "bf16", "fp32"))
        _at_least("--epochs", self.epochs, 1)
        _at_least("--batch", self.batch, 2)
        _at_least("--seed", self.seed, 0)
        if self.seed > _LARGEST_SEED:
            raise FerdeskError(f"--seed must be at most {_LARGEST_SEED}, not {self.seed}.")
        _between("--threads", self.threads, 0, _MOST_THREADS)
        _between("--label-smoothing", self.label_smoothing, 0.0, 0.99)
        _between("--ema", self.ema, 0.0, 0.99999)
        _between("--calm-epochs", self.calm_epochs, 0, self.epochs)
        _between("--framed", self.framed, 0.0, 1.0)
        _between("--replay", self.replay, 0.0, 0.95)
        _choice("--balance", self.balance, BALANCES)
        _choice("--denoise", self.denoise, COMBINATORS)
        _at_least("--unlabelled-batch", self.unlabelled_batch, 1)
        _between("--unlabelled-weight", self.unlabelled_weight, 0.0, 1000.0)
        _choice("--weighting", self.weighting, WEIGHTINGS)
        _between("--threshold", self.threshold, 0.0, 1.0)
        _between("--sharpen", self.sharpen, 0.0, 10.0)
        if self.noisy_view:
            _choice("--noisy-view", self.noisy_view, AUGMENTATIONS)
        _between("--noise-std", self.noise_std or 0.0, 0.0, 10.0)
        _between("--votes-weight", self.votes_weight, 0.0, 100.0)
        _between("--teacher-weight", self.teacher_weight, 0.0, 100.0)
        if not (0 < self.rate < math.inf and 0 <= self.weight_decay < math.inf):
            raise FerdeskError("--rate must be above 0 and --weight-decay not below it.")
        self._check_own_faces()
        self._check_targets()
        if self.teacher and (self.mode != "supervised" or self.targets != "labels"):
            raise FerdeskError("--teacher is learnt from in --mode supervised and with --targets labels.")
        if self.second_teacher and not self.teacher:
            raise FerdeskError("--second-teacher stands beside --teacher; give that first.")
        self._check_options()

    def _check_targets(self) -> None:
        _choice("--targets", self.targets, TARGETS)
        if self.targets != "ferplus":
            return
        if not self.votes:
            raise FerdeskError("--targets ferplus needs people's votes: give fer2013new.csv with --votes.")
        if self.labelled:
            raise FerdeskError("--targets ferplus learns from votes, and on own faces there are none.")
        if self.mode != "supervised" or self.balance != "none":
            raise FerdeskError("--targets ferplus is learnt in --mode supervised and with --balance none.")

    def _check_options(self) -> None:
        for field in fields(ObjectiveOptions):
            takers = [name for name, objective in OBJECTIVES.items() if field.name in objective.takes]
            if takers and self.mode not in takers and getattr(self, field.name) != field.default:
                words = f"means nothing to --mode {self.mode}; it is for {', '.join(takers)}."
                raise FerdeskError(f"{option_of(field.name)} {words}")

    def _check_own_faces(self) -> None:
        if self.unlabelled and not self.labelled:
            raise FerdeskError("--unlabelled needs --labelled: a folder with some pictures of each emotion.")
        if self.unlabelled and not OBJECTIVES[self.mode].views:
            learning = ", ".join(name for name, objective in OBJECTIVES.items() if objective.views)
            raise FerdeskError(f"--mode {self.mode} learns nothing from --unlabelled; choose one of {learning}.")
        if self.labelled and self.framed and not self.data:
            raise FerdeskError("--framed is for FER2013's crops: own faces are framed by the detector anyway.")
        if self.labelled and self.votes and not self.data:
            raise FerdeskError("--votes are on FER2013's faces: give these too, with --data.")
        if self.labelled and (self.votes or self.framed) and self.replay == 0:
            raise FerdeskError("--votes and --framed are for FER2013's faces, and --replay 0 leaves these out.")
        if self.labelled and self.data and self.replay > 0 and self.balance in ("weights", "logits"):
            raise FerdeskError(
                f"--balance {self.balance} goes by how many faces of each emotion there are in one set, and part of "
                "what is learnt from comes from another; give --balance sampling, or --replay 0."
            )

    def resolved(self) -> Self:
        """The same with `auto` and 0 replaced by what this machine gives, so that a run records what it really used."""
        precision = self.precision
        if precision == "auto":
            precision = "bf16" if torch.cpu._is_avx512_bf16_supported() else "fp32"
        threads = self.threads or torch.get_num_threads()
        return type(self)(**{**asdict(self), "precision": precision, "threads": threads})

    def save(self, path: Path) -> None:
        """Write config.json."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read config.json back.

        Raises:
            FerdeskError: the file is missing, not JSON, or holds fields of another version.
        """
        try:
            return cls.from_mapping(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise FerdeskError(f"{path.parent} holds no run: {path.name} is missing.") from None
        except (ValueError, TypeError) as error:  # no JSON, or bytes that are no text
            raise FerdeskError(f"{path} cannot be read as a run's configuration: {error}.") from error

    @classmethod
    def from_mapping(cls, values: dict[str, Any]) -> Self:
        """From plain values, as a checkpoint holds them; TypeError where a field is unknown."""
        known = {field.name for field in fields(cls)}
        if unknown := set(values) - known:
            raise TypeError(f"unknown fields {', '.join(sorted(unknown))}")
        return cls(**values)


def option_of(field: str) -> str:
    """How a field of the config is typed."""
    return f"--{field.replace('_', '-')}"


def _choice(option: str, value: str, choices: Any) -> None:
    if value not in choices:
        raise FerdeskError(f"{option} {value!r} is not known; choose one of {', '.join(choices)}.")


def _at_least(option: str, value: int, smallest: int) -> None:
    if value < smallest:
        raise FerdeskError(f"{option} must be at least {smallest}, not {value}.")


def _between(option: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise FerdeskError(f"{option} must lie between {low:g} and {high:g}, not {value:g}.")
