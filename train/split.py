"""Which training rows keep their labels: a stratified choice by seed, kept in the run as `rows.csv` with its hash."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ferdesk.dataset import Dataset, DatasetError
from ferdesk.errors import FerdeskError

Rows = NDArray[np.int64]


class SplitError(FerdeskError):
    """An amount of labels that cannot be had, or a file of rows that is not what it was."""


@dataclass(frozen=True, eq=False)
class Labelled:
    """Training images with their labels."""

    pixels: NDArray[np.uint8]
    """uint8 [n, 48, 48]"""
    labels: NDArray[np.int64]
    """int64 [n], 0..6; 0..7 where votes are the target"""


@dataclass(frozen=True, eq=False)
class Unlabelled:
    """Training images whose labels were taken away: there is no field that could give them back."""

    pixels: NDArray[np.uint8]
    """uint8 [n, 48, 48]"""


@dataclass(frozen=True, eq=False)
class Split:
    """The rows of a data set that keep their labels and those that lose them."""

    labelled: Rows
    """int64, ascending"""
    unlabelled: Rows
    """int64, ascending; shares no row with `labelled`"""

    @property
    def sha256(self) -> str:
        """Hash of `rows.csv` byte for byte, so that `sha256sum rows.csv` says the same."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    def text(self) -> str:
        """The contents of `rows.csv`: `row,labelled`, a line a row in ascending order, `labelled` 1 or 0."""
        rows = np.concatenate([self.labelled, self.unlabelled])
        kept = np.repeat([1, 0], [len(self.labelled), len(self.unlabelled)])
        order = np.argsort(rows, kind="stable")
        lines = [f"{row},{flag}" for row, flag in zip(rows[order].tolist(), kept[order].tolist(), strict=True)]
        return "\n".join(["row,labelled", *lines]) + "\n"

    def save(self, path: Path) -> None:
        """Write `rows.csv`."""
        path.write_text(self.text(), encoding="utf-8", newline="\n")


def labelled_split(labels: NDArray[np.int64], amount: str, seed: int, rows: Rows | None = None) -> Split:
    """Choose which rows keep their labels, in every class the same share, by `seed`.

    `labels` are the labels of the training rows, `rows` their row numbers in the data set (by default 0, 1, 2 …).
    `amount` is a share (`"10%"`), a number (`"700"`) or a number from each class (`"100/class"`).

    The choice is the same on every machine, and for one seed a smaller amount is always a part of a larger one.
    Every class gets a first row before any gets a second. Raises SplitError where `amount` cannot be had.
    """
    everything = np.arange(len(labels), dtype=np.int64) if rows is None else rows.astype(np.int64)
    if len(everything) != len(labels):
        raise ValueError(f"{len(everything)} rows for {len(labels)} labels")
    if seed < 0:
        raise SplitError(f"--seed {seed}: a seed is 0 or more")
    wanted, each = _count(amount, labels)
    rank, size = ranks(labels, seed)
    if each:
        kept = rank < wanted
    else:
        # Adams' method of apportionment: take rows by rank / class size, so that amounts are nested in one another.
        kept = np.zeros(len(labels), bool)
        kept[np.lexsort((labels, rank / size))[:wanted]] = True
    return Split(np.sort(everything[kept]), np.sort(everything[~kept]))


def load_split(path: Path, sha256: str | None = None) -> Split:
    """Read `rows.csv` again; SplitError where it is damaged or its hash is not `sha256`."""
    try:
        text = path.read_bytes().decode()
        lines = list(csv.reader(io.StringIO(text)))
        table = np.array([[int(cell) for cell in line] for line in lines[1:]], np.int64).reshape(-1, 2)
    except OSError as error:
        raise SplitError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise SplitError(f"{path}: not a list of rows with `row,labelled` in each line ({error})") from error
    split = Split(table[table[:, 1] == 1, 0], table[table[:, 1] == 0, 0])
    if split.text() != text or len(np.unique(table[:, 0])) != len(table):
        raise SplitError(f"{path}: not a file of rows as this program writes it; it was changed by hand or cut short")
    if sha256 is not None and split.sha256 != sha256:
        raise SplitError(f"{path}: these are not the rows that the run began with (hash {split.sha256[:12]}…)")
    return split


def parts(dataset: Dataset, split: Split) -> tuple[Labelled, Unlabelled]:
    """The images that a split names; raises DatasetError where the data set does not have these rows."""
    highest = max((int(part.max()) for part in (split.labelled, split.unlabelled) if len(part)), default=-1)
    if highest >= len(dataset):
        raise DatasetError(f"{dataset.source}: {len(dataset)} rows, but the run uses row {highest}: another data set?")
    labelled = Labelled(dataset.pixels[split.labelled], dataset.labels[split.labelled])
    return labelled, Unlabelled(dataset.pixels[split.unlabelled])


def ranks(labels: NDArray[np.int64], seed: int) -> tuple[Rows, Rows]:
    """For every row its place in its class's shuffled order, from 0, and the size of its class."""
    rank, size = np.zeros(len(labels), np.int64), np.zeros(len(labels), np.int64)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        # Raw words of PCG64, for NumPy keeps these the same for ever; `Generator.permutation` it may change.
        words = np.random.PCG64(np.random.SeedSequence([seed, int(label)])).random_raw(len(members))
        rank[members[np.argsort(words, kind="stable")]] = np.arange(len(members))
        size[members] = len(members)
    return rank, size


def _count(amount: str, labels: NDArray[np.int64]) -> tuple[int, bool]:
    """How many rows `amount` means, and whether that is a number from each class."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)%|(\d+)(/class)?", amount.strip())
    if match is None:
        raise SplitError(f"--labels {amount!r} is not an amount; write 100%, 10%, 700 or 100/class")
    if not len(labels):
        raise SplitError("the data set has no Training rows to learn from")
    share, number, each = match.groups()
    sizes = np.unique(labels, return_counts=True)[1]
    total, classes = len(labels), len(sizes)
    wanted = round(total * float(share) / 100) if share else int(number)
    most = int(sizes.min()) if each else total
    least = 1 if each else classes
    if (share and float(share) > 100) or wanted > most:
        where = "the smallest class has" if each else "there are"
        raise SplitError(f"--labels {amount} asks for {wanted:,} training rows, but {where} {most:,}")
    if wanted < least:
        raise SplitError(f"--labels {amount} means {wanted} of {total:,} rows; at least one of each class is needed")
    return wanted, bool(each)
