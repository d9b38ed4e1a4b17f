"""What is wrong inside a data set: blank images, pixel-identical twins, test images that leaked into Training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ferdesk.dataset_type import Dataset

NEAR_BLANK = 6.0
"""Standard deviation, in grey levels of 255, below which an image shows next to nothing."""

Rows = NDArray[np.int64]
"""int64 indices of rows of a data set."""


def picture_numbers(pixels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """int64 [N]: rows with the same pixels bear the same number; numbers count up from 0 in order of first sight."""
    known: dict[bytes, int] = {}
    return np.array([known.setdefault(image.tobytes(), len(known)) for image in pixels], np.int64)


def blank_rows(dataset: Dataset) -> Rows:
    """Rows whose pixels all have one value."""
    flat = dataset.pixels.reshape(len(dataset), -1)
    return np.flatnonzero(flat.min(axis=1) == flat.max(axis=1)).astype(np.int64)


def near_blank_rows(dataset: Dataset, below: float = NEAR_BLANK) -> Rows:
    """Rows that are not blank, but whose standard deviation is less than `below` grey levels; flattest first."""
    spread = dataset.pixels.reshape(len(dataset), -1).std(axis=1)
    rows = np.setdiff1d(np.flatnonzero(spread < below), blank_rows(dataset))
    return rows[np.argsort(spread[rows], kind="stable")].astype(np.int64)


@dataclass(frozen=True, eq=False)
class Twins:
    """Rows with the very same pixels."""

    groups: tuple[Rows, ...]
    """Each group's rows, ascending; two or more in each; ordered by first row."""
    conflicts: tuple[Rows, ...]
    """Those groups whose rows do not all have one label."""


def twins(dataset: Dataset) -> Twins:
    """All groups of pixel-identical rows, over all splits."""
    numbers = picture_numbers(dataset.pixels)
    order = np.argsort(numbers, kind="stable")
    starts = np.flatnonzero(np.diff(numbers[order])) + 1
    groups = tuple(group.astype(np.int64) for group in np.split(order, starts) if len(group) > 1)
    return Twins(groups, tuple(group for group in groups if len(np.unique(dataset.labels[group])) > 1))


def leaked_rows(dataset: Dataset, split: str) -> Rows:
    """Rows of the test split `split` whose very pixels are a Training row as well: a network may know them by heart."""
    numbers, tested, trained = picture_numbers(dataset.pixels), dataset.rows(split), dataset.rows("Training")
    return tested[np.isin(numbers[tested], numbers[trained])]


def leaking_rows(dataset: Dataset, split: str) -> Rows:
    """The other side of `leaked_rows`: Training rows to leave out, so that `split` is unseen in training."""
    numbers, tested, trained = picture_numbers(dataset.pixels), dataset.rows(split), dataset.rows("Training")
    return trained[np.isin(numbers[trained], numbers[tested])]
