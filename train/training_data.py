"""What a run trains on and is judged by, as tensors: labelled examples, a pool without labels, the two test splits."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ferdesk.dataset import Dataset
from ferdesk.dataset_quality import leaking_rows
from ferdesk.dataset_type import UNLABELLED
from ferdesk.dataset_votes import read_votes
from ferdesk.errors import FerdeskError
from ferdesk.train.augment import AUGMENTATIONS
from ferdesk.train.batches import Examples, Plan, steps_an_epoch
from ferdesk.train.config import RunConfig
from ferdesk.train.objectives import AS_LABELLED, OBJECTIVES
from ferdesk.train.split import Split, labelled_split, parts
from ferdesk.train.targets import eight_shares

SELECT_ON = "PublicTest"
REPORT_ON = "PrivateTest"

_CALM = "calm"
LEAST_STEPS = 20
"""Updates that an epoch of own faces has, however few these are."""


def plan_of(config: RunConfig, split: Split, epoch: int) -> Plan:
    """How that epoch of the run is drawn, the first one 0. Only augmentation changes, for the last `calm_epochs`."""
    augment = _CALM if epoch >= config.epochs - config.calm_epochs else config.augment
    total = len(split.labelled) + len(split.unlabelled)
    views = OBJECTIVES[config.mode].views_of(config)
    replay = config.replay if config.labelled and config.data else 0.0
    labelled = min(max(1, round(config.batch * (1 - replay))), len(split.labelled))
    return Plan(
        steps=max(steps_an_epoch(total, config.batch), LEAST_STEPS if config.labelled else 1),
        labelled=labelled,
        replayed=round(labelled * replay / (1 - replay)),
        augmentation=AUGMENTATIONS[augment],
        framed=config.framed,
        balanced=config.balance == "sampling",
        unlabelled=min(config.unlabelled_batch, total) if views else 0,
        views=tuple(AUGMENTATIONS[augment if view == AS_LABELLED else view] for view in views),
    )


def examples_of(
    dataset: Dataset,
    split: Split,
    config: RunConfig,
    known: Dataset | None = None,
    framed: NDArray[np.uint8] | None = None,
) -> Examples:
    """The labelled crops, with their votes where the run has some; beside own faces what was `known` before.

    `framed` is uint8 [N, 48, 48], FER2013 as the detector frames it; None where the run does without.
    """
    if known is not None:
        rows = Split(training_rows(known, config), np.zeros(0, np.int64))
        own = replace(config, votes="")
        return replace(examples_of(dataset, split, own), replayed=examples_of(known, rows, config, framed=framed))
    labelled, _ = parts(dataset, split)
    votes = _votes_of(config)
    return Examples(
        _tensor(labelled.pixels),
        torch.from_numpy(np.array(labelled.labels)),
        None if votes is None else torch.from_numpy(votes[split.labelled]),
        None if framed is None else _tensor(framed[split.labelled]),
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
    rows = training_rows(dataset, config)
    split = labelled_split(dataset.labels[rows], config.labels, config.seed, rows)
    if not config.labelled:
        return split
    nameless = np.flatnonzero(dataset.splits == UNLABELLED).astype(np.int64)
    return Split(split.labelled, np.union1d(split.unlabelled, nameless))


def training_rows(dataset: Dataset, config: RunConfig) -> NDArray[np.int64]:
    """The Training rows, without those that a test has as well where the run is to leave these out."""
    rows = dataset.rows("Training")
    if config.drop_leaks:
        rows = np.setdiff1d(rows, np.union1d(leaking_rows(dataset, SELECT_ON), leaking_rows(dataset, REPORT_ON)))
    return rows


def sha256_of(path: str) -> str:
    """Hash of a file beside the data, such as the votes; empty for no file. FerdeskError if it cannot be read."""
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else ""
    except OSError as error:
        raise FerdeskError(f"{path} cannot be read: {error.strerror}") from error


def _votes_of(config: RunConfig) -> NDArray[np.float32] | None:
    """float32 [N, 8], the votes on every row; None where the run has none.

    In FER+'s order of columns, or as the network has its eight where the votes are its target.
    """
    if not config.votes:
        return None
    votes = read_votes(Path(config.votes))
    return eight_shares(votes) if config.targets == "ferplus" else votes.shares()


def _tensor(pixels: NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(np.array(pixels))
