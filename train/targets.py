"""What a network is taught to tell apart: FER2013's seven emotions by its labels, or FER+'s eight by people's votes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ferdesk.dataset import Dataset
from ferdesk.dataset_type import UNLABELLED
from ferdesk.dataset_votes import EXPRESSIONS, Votes
from ferdesk.emotions import EMOTIONS, Emotion
from ferdesk.train.ferplus import check_votes

TARGETS = ("labels", "ferplus")

CONTEMPT = len(EMOTIONS)
"""The eighth, behind the seven in FER2013's order, so that an eight-way network's first seven are everybody's."""


@dataclass(frozen=True)
class Kind:
    """One of the things that are told apart."""

    label: str
    color: str
    """`#rrggbb`"""


_SEVEN = tuple(Kind(emotion.label, emotion.color) for emotion in Emotion)
_EIGHT = (*_SEVEN, Kind("contempt", "#882255"))  # wine, of Paul Tol's "muted"

_COLUMNS = [EXPRESSIONS.index(name) for name in
            ("anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral", "contempt")]  # fmt: skip
"""Where FER+ has the eight."""


def kinds_of(count: int) -> tuple[Kind, ...]:
    """The seven, or the eight."""
    return _EIGHT if count == len(_EIGHT) else _SEVEN


def count_of(targets: str) -> int:
    """How many a name in TARGETS tells apart."""
    return len(_EIGHT) if targets == "ferplus" else len(_SEVEN)


def eight_shares(votes: Votes) -> NDArray[np.float32]:
    """float32 [N, 8]: `Votes.shares` in our order."""
    return np.asarray(votes.shares()[:, _COLUMNS], np.float32)


def ferplus_majority(votes: Votes) -> NDArray[np.int64]:
    """int64 [N], 0..7, or UNLABELLED where FER+ drops the image: the rule of its makers' code in the mode "majority".

    Lone votes are left out; an expression needs more than half of the votes that are left, those for "unknown" and "no
    face" among them (Barsoum et al. 2016, arXiv 1608.01041; microsoft/FERPlus, src/ferplus.py). Of FER2013's 35,887
    images that leaves 25,060 + 3,199 + 3,153.
    """
    counts = np.where(votes.counts > 1, votes.counts, 0)
    most = counts.max(axis=1)
    winner = counts.argmax(axis=1)
    place = np.full(votes.counts.shape[1], UNLABELLED, np.int64)
    place[_COLUMNS] = np.arange(len(_COLUMNS))
    return np.where(2 * most > counts.sum(axis=1), place[winner], UNLABELLED)


def by_votes(dataset: Dataset, votes: Votes) -> Dataset:
    """The same images with what FER+'s voters saw in place of FER2013's labels; the fingerprint stays FER2013's.

    Test images have the majority of `ferplus_majority`, and none that has none. Of the Training images those are kept
    whose votes, without lone ones, are for expressions by more than half; their label is the largest share, which only
    a stratified choice of rows looks at. DatasetError where these are not the votes on this data set.
    """
    check_votes(dataset, votes)
    shares, training = eight_shares(votes), dataset.splits == 0
    counts = np.where(votes.counts > 1, votes.counts, 0)
    readable = 2 * counts[:, : len(EXPRESSIONS)].sum(axis=1) > counts.sum(axis=1)
    learnt = np.where(readable, shares.argmax(axis=1), UNLABELLED)
    return _relabelled(dataset, np.where(training, learnt, ferplus_majority(votes)))


def without_contempt(dataset: Dataset) -> Dataset:
    """A data set of `by_votes` without the images that most people found contemptuous: what seven can be judged by."""
    return _relabelled(dataset, np.where(dataset.labels == CONTEMPT, UNLABELLED, dataset.labels))


def _relabelled(dataset: Dataset, labels: NDArray[np.int64]) -> Dataset:
    splits = np.where(labels == UNLABELLED, UNLABELLED, dataset.splits).astype(np.int8)
    for array in (labels, splits):
        array.flags.writeable = False
    return replace(dataset, labels=labels, splits=splits)
