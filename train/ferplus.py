"""FER+ votes laid beside FER2013's own labels: how far they agree, whether they fit row by row, who saw no face."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ferdesk.dataset import SPLITS, Dataset, DatasetError
from ferdesk.dataset_type import UNLABELLED
from ferdesk.dataset_votes import NOT_AN_EMOTION, Votes

MISALIGNED_BELOW = 0.45
"""Agreement under which votes seem to belong to other rows. The true pairing agrees on 65.7 %, one row off on 18 %."""


@dataclass(frozen=True)
class Agreement:
    """FER2013's labels compared with FER+ majorities."""

    compared: int
    """Rows whose votes name one of the seven emotions, without a tie."""
    agreed: int

    @property
    def share(self) -> float:
        """0..1; 0.0 where there was nothing to compare."""
        return self.agreed / self.compared if self.compared else 0.0

    @property
    def misaligned(self) -> bool:
        """Whether so little agrees that the votes are probably those of other rows."""
        return self.compared > 0 and self.share < MISALIGNED_BELOW


def agreement(dataset: Dataset, votes: Votes) -> Agreement:
    """Compare row by row; raises DatasetError where the two cannot belong together (number of rows, splits)."""
    _must_fit(dataset, votes)
    majority = votes.majority()
    named = (majority != NOT_AN_EMOTION) & (dataset.splits != UNLABELLED)
    return Agreement(int(named.sum()), int((majority[named] == dataset.labels[named]).sum()))


def check_votes(dataset: Dataset, votes: Votes) -> None:
    """Raises DatasetError where these cannot be the votes on the data set, all of whose labels must still be there."""
    if agreement(dataset, votes).misaligned:
        raise DatasetError(f"{votes.source}: these votes contradict most labels of {dataset.source}; are they its own?")


def no_face_rows(votes: Votes) -> NDArray[np.int64]:
    """Rows in which FER+ sees no face, which its makers mark by leaving the file name empty."""
    return np.flatnonzero([not name for name in votes.names]).astype(np.int64)


def _must_fit(dataset: Dataset, votes: Votes) -> None:
    if dataset.source.is_dir():
        raise DatasetError(f"{votes.source}: votes fit fer2013.csv row by row; a folder of images has other rows")
    if len(votes.names) != len(dataset):
        ours = f"{dataset.source} has {len(dataset):,}"
        raise DatasetError(f"{votes.source}: votes on {len(votes.names):,} rows, but {ours}")
    told = (votes.splits >= 0) & (dataset.splits != UNLABELLED)
    wrong = np.flatnonzero(told & (votes.splits != dataset.splits))
    if len(wrong):
        row = int(wrong[0])
        theirs, ours = SPLITS[votes.splits[row]], f"in {dataset.source} it is {SPLITS[dataset.splits[row]]}"
        raise DatasetError(f"{votes.source}: row {row + 1} is {theirs}, but {ours}")
