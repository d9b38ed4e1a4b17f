"""The type Dataset: images, labels and splits as arrays, with a fingerprint that does not depend on their order."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ferdesk.errors import FerdeskError

_T = TypeVar("_T", bound=np.generic)

SPLITS = ("Training", "PublicTest", "PrivateTest")
"""The official splits of FER2013. Choose on PublicTest, report on PrivateTest."""

UNLABELLED = -1
"""Label and split of a face that nobody has named: it belongs to no split, so nobody who asks for one meets it."""

CROP_SIZE = 48
"""Width and height of every image of the data set, in pixels."""


class DatasetError(FerdeskError):
    """A data set that cannot be read; the sentence names the file and, where there is one, the row."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """N labelled grey images with their splits."""

    pixels: NDArray[np.uint8]
    """uint8 [N, 48, 48], read-only."""
    labels: NDArray[np.int64]
    """int64 [N], 0..6 in the order of `ferdesk.emotions.EMOTIONS`, read-only; UNLABELLED in people's own folders, and
    where a training is not to know."""
    splits: NDArray[np.int8]
    """int8 [N], an index into SPLITS, read-only; UNLABELLED for a face of no split."""
    fingerprint: str
    """`fingerprint_of` the three arrays: the same images, labels and splits in any order give the same text."""
    source: Path
    """What was read."""
    notes: tuple[str, ...] = ()
    """Sentences for people on what this form of the data could not tell, such as a split that had to be made up."""

    def __len__(self) -> int:
        return len(self.labels)

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the three arrays as they lie; what is kept by the numbers of rows is kept under this."""
        digest = hashlib.sha256()
        for array in (self.pixels, self.labels, self.splits):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()

    def rows(self, split: str) -> NDArray[np.int64]:
        """int64 indices of the rows of `split`, ascending; a name that is not in SPLITS is a DatasetError."""
        if split not in SPLITS:
            raise DatasetError(f"there is no split {split!r}; the splits are {', '.join(SPLITS)}")
        return np.flatnonzero(self.splits == SPLITS.index(split)).astype(np.int64)

    def without_labels(self, rows: NDArray[np.int64]) -> Dataset:
        """The same with UNLABELLED for the labels of these rows; splits and fingerprint stay."""
        labels = self.labels.copy()
        labels[rows] = UNLABELLED
        return replace(self, labels=_readonly(labels))

    def canonical(self) -> Dataset:
        """The same rows sorted by split and then by `row_hashes`: an order that is the same for all forms."""
        hashes = row_hashes(self.pixels, self.labels, self.splits)
        order = np.lexsort((hashes, self.splits))
        return replace(
            self,
            pixels=_readonly(self.pixels[order]),
            labels=_readonly(self.labels[order]),
            splits=_readonly(self.splits[order]),
        )


def make_dataset(
    pixels: NDArray[np.uint8],
    labels: NDArray[np.int64],
    splits: NDArray[np.int8],
    source: Path,
    notes: tuple[str, ...] = (),
) -> Dataset:
    """A Dataset of these arrays (which become read-only) with its fingerprint worked out."""
    fingerprint = fingerprint_of(pixels, labels, splits)
    return Dataset(_readonly(pixels), _readonly(labels), _readonly(splits), fingerprint, source, notes)


def row_hashes(pixels: NDArray[np.uint8], labels: NDArray[np.int64], splits: NDArray[np.int8]) -> NDArray[np.bytes_]:
    """bytes [N] of 64 hex digits: SHA-256 over a row's pixels, then its label and its split as one byte each."""
    tails = np.stack([labels.astype(np.uint8), splits.astype(np.uint8)], axis=1)
    flat = np.ascontiguousarray(pixels).reshape(len(pixels), -1)
    hashes = [hashlib.sha256(row.tobytes() + tail.tobytes()).hexdigest() for row, tail in zip(flat, tails, strict=True)]
    return np.array(hashes, dtype="S64")


def fingerprint_of(pixels: NDArray[np.uint8], labels: NDArray[np.int64], splits: NDArray[np.int8]) -> str:
    """SHA-256 (hex) over the sorted `row_hashes`, so that the order of the rows does not matter."""
    return hashlib.sha256(b"".join(sorted(row_hashes(pixels, labels, splits).tolist()))).hexdigest()


def _readonly(array: NDArray[_T]) -> NDArray[_T]:
    array.flags.writeable = False
    return array
