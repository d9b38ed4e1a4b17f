"""What an export starts from: a trained network, the data set it was trained on, and where both come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from ferdesk.dataset import Dataset, load_dataset
from ferdesk.dataset_quality import leaked_rows
from ferdesk.dataset_votes import read_votes
from ferdesk.errors import FerdeskError
from ferdesk.export.adjust import Adjusted, Adjustment, adjustment_of, check_adjustable
from ferdesk.export.figures import REPORT_ON, SELECT_ON
from ferdesk.export.mirror import Mirrored
from ferdesk.export.origin import Origin, origin_of
from ferdesk.export.quantise import QuantisationOptions, calibration_rows
from ferdesk.export.seven import SevenOfEight
from ferdesk.train.checkpoint import TrainedNetwork, load_network
from ferdesk.train.loop import logits_of
from ferdesk.train.networks.mirror import MirrorVggNetwork
from ferdesk.train.own_files import load_own
from ferdesk.train.targets import by_votes, without_contempt
from ferdesk.train.training_data import split_of
from ferdesk.writable import check_folder

TRAINED_ON = "Training"


@dataclass(frozen=True)
class ExportOptions:
    """What `ferdesk-export` is asked for."""

    checkpoint: Path
    out: Path
    """Folder for the bundle and its card."""
    name: str = "default"
    data: Path | None = None
    """None: where the run had it."""
    votes: Path | None = None
    """FER+'s, for a network that was taught them; None: where the run had them."""
    quantize: bool = False
    force: bool = False
    """Write what the gate refuses."""
    replace: bool = False
    """Write over a bundle of that name."""
    mirror: bool = False
    """Let the graph read each crop and its mirror image."""
    adjust: float = 0.0
    """Strength of the logit adjustment, 0..1."""
    quantisation: QuantisationOptions = field(default_factory=QuantisationOptions)

    @property
    def bundle(self) -> Path:
        """The file to write."""
        return self.out / f"{self.name}.onnx"


@dataclass(frozen=True, eq=False)
class Material:
    """A trained network with its data."""

    trained: TrainedNetwork
    network: nn.Module
    """The trained one, or what reads with it."""
    dataset: Dataset
    """What the bundle is calibrated and judged by."""
    origin: Origin
    by_labels: Dataset | None = None
    """FER2013 with its own labels, where `dataset` has those of FER+'s voters."""
    adjustment: Adjustment | None = None
    """What `network` does to the logits of the trained one."""

    @cached_property
    def unseen_rows(self) -> NDArray[np.int64]:
        """PublicTest's rows without those whose pixels are a Training image too, for confidence is fitted on them.

        What a network may know by heart says nothing of how sure it should be of a new face.
        """
        everything = self.dataset.rows(SELECT_ON)
        unseen = np.setdiff1d(everything, leaked_rows(self.dataset, SELECT_ON))
        return unseen if len(unseen) else everything

    @cached_property
    def range_rows(self) -> NDArray[np.int64]:
        """Training rows on which the ranges of int8's activations are measured."""
        return calibration_rows(self.dataset.labels, self.dataset.rows(TRAINED_ON))

    def crops(self, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
        """uint8 [n, 48, 48]: these images."""
        return self.dataset.pixels[rows]

    def labels(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """int64 [n]: their emotions."""
        return self.dataset.labels[rows]

    def logits(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """float32 [n, 7], as torch computes them in full precision."""
        pixels = torch.from_numpy(np.array(self.crops(rows)))
        return np.asarray(logits_of(self.network, pixels).numpy(), np.float32)


def load_material(options: ExportOptions) -> Material:
    """Read checkpoint and data.

    Raises:
        FerdeskError: one of them cannot be read, they do not belong together, there is nothing to choose on, or the
            bundle cannot be written or is there already.
    """
    check_folder(options.out)
    if not options.name or not all(sign.isalnum() or sign in "-_." for sign in options.name):
        raise FerdeskError(f"--name {options.name!r} is no name for a bundle; use letters, digits, '-', '_' and '.'")
    if options.bundle.exists() and not options.replace:
        raise FerdeskError(f"{options.bundle} exists already; choose another --name, or replace it with --replace")
    trained = load_network(options.checkpoint)
    _refuse_idle(options, trained)
    dataset = _dataset(options, trained)
    if dataset.fingerprint != trained.data:
        raise FerdeskError(
            f"{dataset.source} is not the data set that {options.checkpoint} was trained on; give that one with --data"
        )
    lacking = [split for split in (TRAINED_ON, SELECT_ON, REPORT_ON) if not len(dataset.rows(split))]
    if lacking:
        raise FerdeskError(
            f"{dataset.source} has no {' and no '.join(lacking)} images; export calibrates on the first two splits and "
            "reports on the third"
        )
    network: nn.Module = trained.network
    by_labels = None
    if trained.config.targets == "ferplus":
        by_labels, network = dataset, SevenOfEight(network)
        dataset = without_contempt(by_votes(dataset, read_votes(_votes(options, trained))))
    if options.mirror:
        network = Mirrored(network)
    adjustment = None
    if options.adjust:
        learnt = dataset.labels[split_of(dataset, trained.config).labelled]
        adjustment = adjustment_of(options.adjust, learnt, trained.config.label_smoothing)
        network = Adjusted(network, adjustment)
    return Material(trained, network, dataset, origin_of(options.checkpoint, trained), by_labels, adjustment)


def _refuse_idle(options: ExportOptions, trained: TrainedNetwork) -> None:
    """FerdeskError for what would do nothing with this checkpoint."""
    check_adjustable(options.adjust, trained.config)
    if options.votes is not None and trained.config.targets != "ferplus":
        raise FerdeskError("--votes is for networks that were taught FER+'s votes; this one was taught labels.")
    if options.data is not None and trained.config.labelled:
        raise FerdeskError("--data means nothing here: a run on own faces is judged by those, which lie in its folder.")
    if options.mirror and isinstance(trained.network, MirrorVggNetwork):
        raise FerdeskError("--mirror would do nothing: this network reads a face and its mirror image alike by itself.")


def _votes(options: ExportOptions, trained: TrainedNetwork) -> Path:
    path = options.votes or Path(trained.config.votes)
    if not path.is_file():
        raise FerdeskError(f"FER+'s votes are not at {path}, where the run had them; say where they are with --votes")
    return path


def _dataset(options: ExportOptions, trained: TrainedNetwork) -> Dataset:
    if trained.config.labelled:
        return load_own(options.checkpoint.parent)
    if options.data is not None:
        return load_dataset(options.data)
    recorded = Path(trained.config.data)
    if not recorded.exists():
        raise FerdeskError(
            f"The data set is no longer at {recorded}, where {options.checkpoint} was trained on it; "
            "say where it is now with --data"
        )
    return load_dataset(recorded)
