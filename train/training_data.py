"""What a run trains on and is judged by, as tensors: labelled examples, a pool without labels, the two test splits."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ferdesk.dataset import Dataset
from ferdesk.dataset_quality import leaking_rows
from ferdesk.dataset_votes import read_votes
from ferdesk.train.augment import AUGMENTATIONS
from ferdesk.train.batches import Examples, Plan, steps_an_epoch
from ferdesk.train.config import RunConfig
from ferdesk.train.ferplus import shares_of_rows
from ferdesk.train.objectives import AS_LABELLED, OBJECTIVES
from ferdesk.train.split import Split, labelled_split, parts

SELECT_ON = "PublicTest"
REPORT_ON = "PrivateTest"


def plan_of(config: RunConfig, split: Split) -> Plan:
    """How each epoch of the run is drawn."""
    total = len(split.labelled) + len(split.unlabelled)
    views = OBJECTIVES[config.mode].views
    return Plan(
        steps=steps_an_epoch(total, config.batch),
        labelled=min(config.batch, len(split.labelled)),
        augmentation=AUGMENTATIONS[config.augment],
        balanced=config.balance == "sampling",
        unlabelled=min(config.unlabelled_batch, total) if views else 0,
        views=tuple(AUGMENTATIONS[config.augment if view == AS_LABELLED else view] for view in views),
    )


def examples_of(dataset: Dataset, split: Split, config: RunConfig) -> Examples:
    """The labelled crops, with their votes where the run has some."""
    labelled, _ = parts(dataset, split)
    votes = votes_of(dataset, config)
    return Examples(
        _tensor(labelled.pixels),
        torch.from_numpy(np.array(labelled.labels)),
        None if votes is None else torch.from_numpy(votes[split.labelled]),
    )


def pool_of(dataset: Dataset, split: Split) -> Tensor:
    """uint8 [N, 48, 48]: every training crop of the run, in the data set's order, without its label."""
    labelled, unlabelled = parts(dataset, split)
    order = np.argsort(np.concatenate([split.labelled, split.unlabelled]), kind="stable")
    return _tensor(np.concatenate([labelled.pixels, unlabelled.pixels])[order])


def split_tensors(dataset: Dataset, split: str) -> tuple[Tensor, Tensor]:
    """Crops, uint8 [n, 48, 48], and labels, int64 [n], of PublicTest or PrivateTest."""
    rows = dataset.rows(split)
    return _tensor(dataset.pixels[rows]), torch.from_numpy(dataset.labels[rows])


def split_of(dataset: Dataset, config: RunConfig) -> Split:
    """Which Training rows keep their labels and which lose them."""
    rows = dataset.rows("Training")
    if config.drop_leaks:
        rows = np.setdiff1d(rows, np.union1d(leaking_rows(dataset, SELECT_ON), leaking_rows(dataset, REPORT_ON)))
    return labelled_split(dataset.labels[rows], config.labels, config.seed, rows)


def votes_of(dataset: Dataset, config: RunConfig) -> NDArray[np.float32] | None:
    """float32 [N, 8], the votes on every row; None where the run has none. DatasetError where they do not fit."""
    return shares_of_rows(dataset, read_votes(Path(config.votes))) if config.votes else None


def votes_sha256(config: RunConfig) -> str:
    """Hash of the file with the votes; empty where there is none."""
    return hashlib.sha256(Path(config.votes).read_bytes()).hexdigest() if config.votes else ""


def _tensor(pixels: NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(np.array(pixels))
