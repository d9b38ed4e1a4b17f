"""What is measured on scores with known labels: accuracy, recall by emotion, calibration, confusion. numpy only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ferdesk.calibration import ReliabilityBin, error_by_chance, error_of, reliability
from ferdesk.emotions import EMOTIONS


@dataclass(frozen=True, kw_only=True)
class Metrics:
    """How well a set of faces was read. Shares are 0..1."""

    n: int
    """Faces that were judged."""
    accuracy: float
    macro_recall: float
    """Mean recall of the emotions that occur."""
    recall: dict[str, float | None]
    """By emotion, in FER2013's order: the share of its faces that was read as it; None where there is no such face."""
    ece: float
    """Expected calibration error, 15 bins of equal width over the highest score (Guo et al. 2017)."""
    confusion: tuple[tuple[int, ...], ...]
    """7x7 counts: a row is a true emotion, a column the one that was read."""
    reliability: tuple[ReliabilityBin, ...] = ()
    """The bins that `ece` is the mean of, from the lowest scores up; what a reliability diagram shows."""


@dataclass(frozen=True, kw_only=True)
class DetectorLoop:
    """What detection and alignment cost. Shares are 0..1."""

    found: int
    """Faces that the detector found."""
    share_found: float
    missed: dict[str, int]
    """Faces that it did not find, by their true emotion."""
    accuracy_found: float
    """Of the faces that were found, as detected and aligned."""
    accuracy_crops: float
    """Of the data set's own crops, all of them."""
    accuracy_crops_found: float
    """Of the data set's own crops of the very faces that were found."""
    canvas_factor: int
    """Each crop was enlarged that many times for the detector."""
    canvas_border: float
    """And got so much plain ground on each side, as a share of its own."""

    @property
    def alignment_loss(self) -> float:
        """What is lost on the same faces by framing them with the detector's landmarks; may be negative."""
        return self.accuracy_crops_found - self.accuracy_found


@dataclass(frozen=True, kw_only=True)
class Evaluation(Metrics):
    """A bundle's metrics on one split of a data set.

    With the detector in the loop a face that it misses counts as wrong in `n`, `accuracy`, `macro_recall` and `recall`,
    and as without a label in `shown`; `ece` and `confusion` are of the faces that were found, and `loop` says how many
    were not.
    """

    split: str
    bundle: str
    """The bundle's name."""
    bundle_sha256: str
    data: str
    """Fingerprint of the data set."""
    shown: float | None = None
    """Share of the faces that keep a label at the bundle's own threshold of "unsure"; None: nobody looked."""
    shown_accuracy: float | None = None
    """Share of those labels that is right; None where there are none."""
    leaks_dropped: int | None = None
    """Images left out because a Training image has the same pixels; None: all images were judged."""
    loop: DetectorLoop | None = None
    """None: the data set's own crops were judged."""

    def to_json(self) -> dict[str, Any]:
        """`n accuracy macro_recall recall ece confusion split bundle` and what else there is; all on one level."""
        values = {key: value for key, value in asdict(self).items() if value is not None and key != "loop"}
        values["ece_by_chance"] = error_by_chance(self.reliability)
        if self.loop is not None:
            values |= asdict(self.loop) | {"alignment_loss": self.loop.alignment_loss}
        return values


def evaluate_scores(
    scores: NDArray[np.floating], labels: NDArray[np.integer], names: Sequence[str] = EMOTIONS
) -> Metrics:
    """The metrics of scores [n, k] for faces whose true emotions are `labels` [n], 0..k-1. n may be 0.

    `names` are the k emotions: the seven, but while training also FER+'s eight.
    """
    confusion = confusion_of(scores.argmax(axis=1) if len(scores) else np.zeros(0, np.int64), labels, len(names))
    return metrics_of(confusion, np.zeros(len(names), np.int64), reliability(scores, labels), names)


def confusion_of(
    read: NDArray[np.integer], labels: NDArray[np.integer], kinds: int = len(EMOTIONS)
) -> NDArray[np.int64]:
    """int64 [kinds, kinds]: how often the true emotion (row) was read as which (column)."""
    if len(read) != len(labels):
        raise ValueError(f"{len(read)} faces were read, but there are {len(labels)} labels")
    counts = np.zeros((kinds, kinds), np.int64)
    np.add.at(counts, (labels, read), 1)
    return counts


def metrics_of(
    confusion: NDArray[np.int64],
    missed: NDArray[np.int64],
    bins: tuple[ReliabilityBin, ...] = (),
    names: Sequence[str] = EMOTIONS,
) -> Metrics:
    """Metrics from a confusion matrix [k, k] and the faces of each emotion [k] that nobody read, which are wrong.

    `bins` are what `ece` is the mean of; without them, for a machine that tells no scores, it is 0.
    """
    right, faces = confusion.diagonal(), confusion.sum(axis=1) + missed
    recall = [float(hit / all_) if all_ else None for hit, all_ in zip(right, faces, strict=True)]
    return Metrics(
        n=int(faces.sum()),
        accuracy=float(right.sum() / max(1, faces.sum())),
        macro_recall=_mean([value for value in recall if value is not None]),
        recall=dict(zip(names, recall, strict=True)),
        ece=error_of(bins),
        confusion=tuple(tuple(int(count) for count in row) for row in confusion),
        reliability=bins,
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
