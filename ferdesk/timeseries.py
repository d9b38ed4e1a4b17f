"""Timeseries: scores and valence of somebody over time, with gaps, and in as few bins as a plot has room for."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ferdesk.emotions import EMOTIONS
from ferdesk.track import LOST_SECONDS
from ferdesk.valence import valence

Floats = NDArray[np.float64]
_SAME = 0.0005
"""Seconds within which two moments are one: tables hold milliseconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Timeseries:
    """What was seen between `start` and `end`, in seconds. Where no moment lasts, nobody was in view: a gap."""

    start: float
    end: float
    seconds: Floats
    """[n], rising: when each moment began."""
    lengths: Floats
    """[n], how long it lasts, in seconds."""
    scores: NDArray[np.floating[Any]]
    """[n, 7], smoothed."""
    valence: NDArray[np.floating[Any]]
    """[n], -1..1."""

    def at(self, seconds: float) -> tuple[Floats, float] | None:
        """Scores [7] and valence of the moment that lasts then, as they were seen; None in a gap and outside."""
        index = int(np.searchsorted(self.seconds, seconds + _SAME, "right")) - 1
        if index < 0 or seconds > self.seconds[index] + self.lengths[index] + _SAME:
            return None
        return np.asarray(self.scores[index], np.float64), float(self.valence[index])


def timeseries(
    seconds: Floats,
    scores: NDArray[np.floating[Any]],
    *,
    start: float,
    end: float,
    valences: NDArray[np.floating[Any]] | None = None,
    lost: float = LOST_SECONDS,
) -> Timeseries:
    """The series of moments at `seconds` [n] (rising) with `scores` [n, 7]; those without scores (NaN) are left out.

    A moment lasts until the next one, unless that is more than `lost` seconds away: then as long as is usual, `lost` at
    most. `valences` [n] where they are not simply those of the scores.
    """
    known = np.isfinite(scores[:, 0])
    seconds, scores = np.asarray(seconds[known], np.float64), scores[known]
    valences = valence(scores) if valences is None else valences[known]
    steps = np.diff(seconds)
    usual = min(float(np.median(steps)), lost) if len(steps) else 0.0
    lengths = np.append(np.where(steps <= lost, steps, usual), [usual] * min(1, len(seconds)))
    return Timeseries(start, end, seconds, lengths, scores, valences)


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """A series as a plot draws it: means between edges; NaN is a gap."""

    edges: Floats
    """[bins + 1], in seconds, rising."""
    scores: Floats
    """[bins, 7]."""
    valence: Floats
    """[bins]."""

    @property
    def middles(self) -> Floats:
        """[bins], in seconds."""
        return np.asarray((self.edges[:-1] + self.edges[1:]) / 2)


def bin_edges(start: float, end: float, most: int, finest: float) -> Floats:
    """Edges of bins that cover `start` to `end` in seconds: about `most` of them, none narrower than `finest`.

    They stand at whole multiples of their width, so that a picture which scrolls is the same picture, moved.
    """
    width = max((end - start) / most, finest)
    first, last = math.floor(start / width), math.ceil(end / width)
    return np.arange(first, max(last, first + 1) + 1, dtype=np.float64) * width


def into_bins(series: Timeseries, edges: Floats) -> Bins:
    """The series as means between `edges`."""
    edges = np.unique(np.clip(edges, series.start, max(series.start, series.end)))
    if len(edges) < 2:
        return Bins(np.zeros(1), np.zeros((0, len(EMOTIONS))), np.zeros(0))
    first = max(0, int(np.searchsorted(series.seconds, edges[0], "right")) - 1)  # it may last into the first bin
    rows = slice(first, int(np.searchsorted(series.seconds, edges[-1], "right")))
    scores, valences = (
        binned(series.seconds[rows], series.lengths[rows], values[rows], edges)
        for values in (series.scores, series.valence[:, None])
    )
    return Bins(edges, scores, valences[:, 0])


def binned(seconds: Floats, lengths: Floats, values: NDArray[np.floating[Any]], edges: Floats) -> Floats:
    """Means [bins, k] of `values` [n, k] between `edges` [bins + 1], the last one included; NaN where there is nothing.

    A bin without a moment of its own has the value of the moment that still lasts in its middle.
    """
    bounds = np.searchsorted(seconds, edges, "left")
    bounds[-1] = np.searchsorted(seconds, edges[-1], "right")
    counts = np.diff(bounds)
    means = np.full((len(counts), values.shape[1]), np.nan)
    full = counts > 0
    if full.any():
        sums = np.add.reduceat(values[: bounds[-1]], bounds[:-1][full], axis=0)
        means[full] = sums / counts[full, None]
    middles = (edges[:-1] + edges[1:]) / 2
    last = np.searchsorted(seconds, middles, "right") - 1
    held = (counts == 0) & (last >= 0)
    held[held] = middles[held] < (seconds + lengths)[last[held]]
    means[held] = values[last[held]]
    return means


def runs(mask: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Start and end (not included) of each stretch of True in `mask` [n]."""
    edges = np.diff(np.concatenate([[0], mask.astype(np.int64), [0]]))
    yield from zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True)
