"""A small data set that a network can learn: each emotion is a bright bar at a place of its own, in noise."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ferdesk.dataset import Dataset
from ferdesk.dataset_type import SPLITS, make_dataset
from tests.forms import write_csv


def learnable(count: int = 280, seed: int = 3) -> Dataset:
    """Half Training, a quarter each PublicTest and PrivateTest."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count, dtype=np.int64) % 7
    pixels = rng.integers(60, 140, (count, 48, 48), dtype=np.uint8)
    for image, label in zip(pixels, labels, strict=True):
        image[6 * label + 2 : 6 * label + 6, 8:40] = 230
    splits = np.repeat(np.array([0, 1, 2], np.int8), [count // 2, count // 4, count - count // 2 - count // 4])
    return make_dataset(pixels, labels, splits, Path("learnable"))


def learnable_csv(folder: Path, count: int = 280) -> Path:
    """The same as a file."""
    return write_csv(folder / "fer2013.csv", learnable(count))


def csv_without(folder: Path, split: str, instead: str) -> Path:
    """The same with the rows of one split in another."""
    data = learnable()
    splits = data.splits.copy()
    splits[data.rows(split)] = SPLITS.index(instead)
    return write_csv(folder / "fer2013.csv", make_dataset(data.pixels, data.labels, splits, Path("learnable")))
