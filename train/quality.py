"""The quality report of a data set: what `check-data` found, as one value that is printed, drawn or written as JSON."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ferdesk.dataset import SPLITS, Dataset
from ferdesk.dataset_quality import Rows, Twins, blank_rows, leaked_rows, leaking_rows, near_blank_rows, twins
from ferdesk.dataset_votes import Votes
from ferdesk.emotions import EMOTIONS

from .ferplus import Agreement, agreement, no_face_rows

PUBLISHED_COUNTS: dict[str, tuple[int, ...]] = {
    "Training": (3995, 436, 4097, 7215, 4830, 3171, 4965),
    "PublicTest": (467, 56, 496, 895, 653, 415, 607),
    "PrivateTest": (491, 55, 528, 879, 594, 416, 626),
}
"""Images of each emotion in FER2013 as published, in the order of EMOTIONS."""

KNOWN_FINGERPRINT = "59f3183e089f054506b643d3f8df2bbc8a0a821a27d37bf47e5b733e29c94db3"
"""Of the copy that the bundled models were trained on."""


@dataclass(frozen=True, eq=False)
class Leak:
    """A test split whose images are in Training, too."""

    split: str
    tested: Rows
    """Rows of the test split whose pixels are in Training."""
    trained: Rows
    """Those Training rows."""


@dataclass(frozen=True, eq=False)
class VotesReport:
    """What FER+ says of the data set."""

    agreement: Agreement
    no_face: Rows


@dataclass(frozen=True, eq=False)
class Quality:
    """All that was found. Rows count from 0, as in NumPy and in a run's rows.csv."""

    dataset: Dataset
    counts: dict[str, tuple[int, ...]]
    """Images by split and emotion."""
    blank: Rows
    near_blank: Rows
    twins: Twins
    leaks: tuple[Leak, ...]
    votes: VotesReport | None

    @property
    def as_published(self) -> bool:
        """Whether each split has just the published number of images of each emotion."""
        return self.counts == PUBLISHED_COUNTS

    def to_json(self) -> dict[str, object]:
        """Plain lists and numbers for a file; rows count from 0."""
        found: dict[str, object] = {
            "source": str(self.dataset.source),
            "n": len(self.dataset),
            "fingerprint": self.dataset.fingerprint,
            "fingerprint_known": self.dataset.fingerprint == KNOWN_FINGERPRINT,
            "counts": {split: dict(zip(EMOTIONS, row, strict=True)) for split, row in self.counts.items()},
            "counts_as_published": self.as_published,
            "blank": self.blank.tolist(),
            "near_blank": self.near_blank.tolist(),
            "twins": [group.tolist() for group in self.twins.groups],
            "twins_with_different_labels": [group.tolist() for group in self.twins.conflicts],
            "leaks": {leak.split: _leak_json(leak) for leak in self.leaks},
            "notes": list(self.dataset.notes),
        }
        if self.votes is not None:
            compared = self.votes.agreement
            found["votes"] = {
                "compared": compared.compared,
                "agreed": compared.agreed,
                "share": compared.share,
                "misaligned": compared.misaligned,
                "no_face": self.votes.no_face.tolist(),
            }
        return found


def _leak_json(leak: Leak) -> dict[str, list[int]]:
    return {"rows": leak.tested.tolist(), "training_rows": leak.trained.tolist()}


def inspect(dataset: Dataset, votes: Votes | None = None) -> Quality:
    """Look through the whole data set; DatasetError where `votes` cannot be those of this data set."""
    counts = {
        split: tuple(np.bincount(dataset.labels[dataset.rows(split)], minlength=len(EMOTIONS)).tolist())
        for split in SPLITS
    }
    leaks = tuple(Leak(split, leaked_rows(dataset, split), leaking_rows(dataset, split)) for split in SPLITS[1:])
    return Quality(
        dataset,
        counts,
        blank_rows(dataset),
        near_blank_rows(dataset),
        twins(dataset),
        leaks,
        None if votes is None else VotesReport(agreement(dataset, votes), no_face_rows(votes)),
    )
