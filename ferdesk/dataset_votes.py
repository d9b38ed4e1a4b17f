"""FER+: ten people's votes on each image of FER2013, from `fer2013new.csv` or a folder's `label.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ferdesk.dataset_type import SPLITS, DatasetError
from ferdesk.emotions import Emotion

VOTE_COLUMNS = (
    "neutral",
    "happiness",
    "surprise",
    "sadness",
    "anger",
    "disgust",
    "fear",
    "contempt",
    "unknown",
    "NF",
)
"""What one could vote for, in the order of the files; NF is "no face"."""

EXPRESSIONS = VOTE_COLUMNS[:8]
"""The columns that name an expression."""

NOT_AN_EMOTION = -1
"""Stands for votes that name none of the seven emotions: contempt, unknown, no face, or a tie."""

_EMOTION_OF_COLUMN = np.array(
    [
        Emotion.NEUTRAL,
        Emotion.HAPPY,
        Emotion.SURPRISE,
        Emotion.SAD,
        Emotion.ANGRY,
        Emotion.DISGUST,
        Emotion.FEAR,
        NOT_AN_EMOTION,
        NOT_AN_EMOTION,
        NOT_AN_EMOTION,
    ],
    np.int64,
)


@dataclass(frozen=True, eq=False)
class Votes:
    """The votes of a file, row by row."""

    names: tuple[str, ...]
    """File names such as `fer0000000.png`; empty where the makers of FER+ saw no face. The number is no row number."""
    counts: NDArray[np.int64]
    """int64 [N, 10], how many of about ten people chose each of VOTE_COLUMNS"""
    splits: NDArray[np.int8]
    """int8 [N], an index into SPLITS, or -1 where the file does not say (`label.csv`)"""
    source: Path

    def majority(self) -> NDArray[np.int64]:
        """int64 [N]: the emotion with the most votes, or NOT_AN_EMOTION where that is none of the seven, or a tie."""
        winner = _EMOTION_OF_COLUMN[self.counts.argmax(axis=1)]
        tied = (self.counts == self.counts.max(axis=1, keepdims=True)).sum(axis=1) > 1
        return np.where(tied, NOT_AN_EMOTION, winner)

    def shares(self) -> NDArray[np.float32]:
        """float32 [N, 8]: which share of the people chose each of the first eight VOTE_COLUMNS, the expressions.

        A lone vote is an outlier and not counted (Barsoum et al. 2016, arXiv 1608.01041). Rows sum to 1, or to 0 where
        nothing is left.
        """
        counts = np.where(self.counts > 1, self.counts, 0)[:, : len(EXPRESSIONS)].astype(np.float32)
        return np.asarray(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1.0), np.float32)

    def emotion_of_name(self) -> dict[str, int]:
        """`majority` by file name. Of rows that share a name the last counts, whose pixels the file then holds."""
        return {name: emotion for name, emotion in zip(self.names, self.majority().tolist(), strict=True) if name}


def read_votes(path: Path) -> Votes:
    """Read `fer2013new.csv` (with a heading) or `label.csv` (without); DatasetError names the file and the row."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = [line for line in csv.reader(stream) if line]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(f"{path}: cannot be read as a table of FER+ votes ({error})") from error
    if not lines:
        raise DatasetError(f"{path}: the file is empty")
    headed = lines[0][0].strip() == "Usage"
    if headed and [cell.strip().lower() for cell in lines[0][2:]] != [name.lower() for name in VOTE_COLUMNS]:
        raise DatasetError(f"{path}: the heading does not name the ten FER+ columns {', '.join(VOTE_COLUMNS)}")
    rows = lines[1:] if headed else lines
    if not rows:
        raise DatasetError(f"{path}: a heading, but no rows")
    counts = np.array([_counts(line, path, row) for row, line in enumerate(rows, 1)], np.int64)
    names = tuple(line[1 if headed else 0].strip() for line in rows)
    splits = [_split(line[0], path, row) if headed else -1 for row, line in enumerate(rows, 1)]
    return Votes(names, counts, np.array(splits, np.int8), path)


def _counts(line: list[str], path: Path, row: int) -> list[int]:
    cells = line[2:]
    if len(cells) != len(VOTE_COLUMNS) or not all(cell.strip().isdecimal() for cell in cells):
        raise DatasetError(f"{path}: row {row}: not two names and {len(VOTE_COLUMNS)} numbers of votes")
    return [int(cell) for cell in cells]


def _split(cell: str, path: Path, row: int) -> int:
    name = cell.strip()
    if name not in SPLITS:
        raise DatasetError(f"{path}: row {row}: unknown usage {name!r}; there are {', '.join(SPLITS)}")
    return SPLITS.index(name)
