"""How far scores can be trusted: reliability bins and the expected calibration error. numpy only.

Source of both: Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", ICML 2017, equations 2, 3
and 5.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 15
"""Bins of equal width over the highest score, as in Guo et al. 2017."""


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The faces whose highest score lies in (`low`, `high`]; means are 0.0 in an empty bin."""

    low: float
    high: float
    n: int
    confidence: float
    """Mean highest score, 0..1."""
    accuracy: float
    """Share that is right, 0..1."""


def reliability(
    scores: NDArray[np.floating], labels: NDArray[np.integer], bins: int = BINS
) -> tuple[ReliabilityBin, ...]:
    """`bins` bins of equal width over the highest score of each row of `scores` `[n, k]`; `labels` is `[n]`."""
    if len(scores) != len(labels):
        raise ValueError(f"{len(scores)} rows of scores for {len(labels)} labels")
    if len(scores) == 0:
        top, right = np.zeros(0), np.zeros(0, bool)
    else:
        top, right = scores.max(axis=1).astype(np.float64), scores.argmax(axis=1) == labels
    # A bin is open below and closed above, so a score of exactly m / bins belongs to the bin under it.
    place = np.clip(np.ceil(top * bins).astype(np.int64) - 1, 0, bins - 1)
    return tuple(_bin(index, bins, top[place == index], right[place == index]) for index in range(bins))


def expected_calibration_error(scores: NDArray[np.floating], labels: NDArray[np.integer], bins: int = BINS) -> float:
    """Mean of |accuracy - confidence| over the bins, weighted by their faces: 0..1; 0.0 without any rows."""
    return error_of(reliability(scores, labels, bins))


def error_of(bins: tuple[ReliabilityBin, ...]) -> float:
    """The expected calibration error of bins that are filled already."""
    total = sum(entry.n for entry in bins)
    if total == 0:
        return 0.0
    return sum(entry.n * abs(entry.accuracy - entry.confidence) for entry in bins) / total


def error_by_chance(bins: tuple[ReliabilityBin, ...]) -> float:
    """The calibration error to be expected of scores that are all true, on as few faces as there are: 0..1.

    In a bin of n faces of which each is right with the mean score p, the share that is right strays from p by
    sqrt(2 p (1 - p) / (pi n)) on average, that of a normal distribution with the binomial's deviation. An error that is
    no larger says nothing against the scores.
    """
    total = sum(entry.n for entry in bins)
    if total == 0:
        return 0.0
    spread = (entry.n * entry.confidence * (1.0 - entry.confidence) for entry in bins)
    return sum(math.sqrt(2.0 / math.pi * max(variance, 0.0)) for variance in spread) / total


def _bin(index: int, bins: int, top: NDArray[np.float64], right: NDArray[np.bool_]) -> ReliabilityBin:
    n = len(top)
    return ReliabilityBin(
        low=index / bins,
        high=(index + 1) / bins,
        n=n,
        confidence=float(top.mean()) if n else 0.0,
        accuracy=float(right.mean()) if n else 0.0,
    )
