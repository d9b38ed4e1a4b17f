"""History: the smoothed scores of the last half hour, of everybody, in a memory that does not grow beyond a bound.

A History belongs to one thread.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ferdesk.emotions import EMOTIONS
from ferdesk.timeseries import Floats, Timeseries, timeseries
from ferdesk.track import LOST_SECONDS
from ferdesk.types import Result
from ferdesk.valence import valence

EVERYONE = 0
"""In place of a track's number: the mean of all faces of a frame. Tracks count from 1."""

KEPT_SECONDS = 1800.0
"""Older than this is forgotten."""

MOST_ROWS = 600_000
"""A row is a face in a frame: half an hour of ten faces, and of their mean, at 30 frames a second. With more of them
the time that is kept gets shorter."""

_BLOCK = 8192
_COARSE_SECONDS = 0.5
_COARSE_FROM = 240.0
"""A plot of a longer time than this cannot show what is shorter than _COARSE_SECONDS."""
_MOST_COARSE = MOST_ROWS // 12
_VALUES = len(EMOTIONS) + 1

MOST_BYTES = (MOST_ROWS + _MOST_COARSE + 2 * _BLOCK) * (8 + 4 + 4 * _VALUES)
"""No more than this, 29 MB, is ever held in arrays, whatever is seen for however long."""


@dataclass
class _Block:
    """Rows in the order of time."""

    seconds: Floats = field(default_factory=lambda: np.zeros(_BLOCK))
    tracks: NDArray[np.int32] = field(default_factory=lambda: np.zeros(_BLOCK, np.int32))
    values: NDArray[np.float32] = field(default_factory=lambda: np.zeros((_BLOCK, _VALUES), np.float32))
    """Scores and valence."""
    rows: int = 0


class _Table:
    """The newest rows, in blocks: the oldest block is used again once `most` rows are held or it is too old."""

    def __init__(self, most: int) -> None:
        self._most = math.ceil(most / _BLOCK)
        self._blocks: deque[_Block] = deque()
        self.lost = -math.inf
        """Seconds of the newest row that is not held any more."""

    def append(self, seconds: float, track: int, values: NDArray[np.floating[Any]]) -> None:
        """One row more; `seconds` never falls."""
        if not self._blocks or self._blocks[-1].rows == _BLOCK:
            self._blocks.append(self._free_block(seconds))
        block = self._blocks[-1]
        block.seconds[block.rows], block.tracks[block.rows], block.values[block.rows] = seconds, track, values
        block.rows += 1

    def between(self, start: float, end: float, tracks: Collection[int]) -> tuple[Floats, NDArray[np.float32]]:
        """Seconds [n] and values [n, 8] of these tracks from `start` to `end`."""
        wanted = np.fromiter(tracks, np.int32)
        times, values = [np.zeros(0)], [np.zeros((0, _VALUES), np.float32)]
        for block in self._blocks:
            seconds = block.seconds[: block.rows]
            if not block.rows or seconds[0] > end or seconds[-1] < start:
                continue
            rows = slice(*np.searchsorted(seconds, [start, np.nextafter(end, np.inf)]).tolist())
            own = np.isin(block.tracks[rows], wanted)
            times.append(seconds[rows][own])
            values.append(block.values[rows][own])
        return np.concatenate(times), np.concatenate(values)

    @property
    def nbytes(self) -> int:
        """Held in arrays."""
        return sum(block.seconds.nbytes + block.tracks.nbytes + block.values.nbytes for block in self._blocks)

    def _free_block(self, now: float) -> _Block:
        if not self._blocks:
            return _Block()
        oldest = self._blocks[0]
        if len(self._blocks) < self._most and oldest.seconds[oldest.rows - 1] >= now - KEPT_SECONDS:
            return _Block()
        self._blocks.popleft()
        self.lost = float(oldest.seconds[-1])
        oldest.rows = 0
        return oldest


class History:
    """Fed with every result that is shown. A source that begins anew, whose time or frames go back,
    begins a new history."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._fine, self._coarse = _Table(MOST_ROWS), _Table(_MOST_COARSE)
        self._sums: dict[int, tuple[Any, int]] = {}
        self._bin = self._index = -1
        self._start = self._end = math.nan

    @property
    def start(self) -> float:
        """From when on something is known, in seconds of the source; NaN before the first result."""
        return max(self._start, self._end - KEPT_SECONDS, self._fine.lost)

    @property
    def end(self) -> float:
        """The newest result's time; NaN before the first one."""
        return self._end

    @property
    def nbytes(self) -> int:
        """Held in arrays; never above MOST_BYTES."""
        return self._fine.nbytes + self._coarse.nbytes

    def add(self, result: Result) -> bool:
        """Take in a result; True where its source began anew and all before is forgotten."""
        seconds = result.frame.seconds
        anew = seconds < self._end or result.frame.index < self._index
        if anew:
            self.forget()
        if math.isnan(self._start):
            self._start = seconds
        self._end, self._index = seconds, result.frame.index
        self._fill_bin(seconds)
        seen = {face.track: face.smoothed for face in result.faces if face.track is not None}
        scores = {track: value for track, value in seen.items() if value is not None}
        if scores:
            stacked = np.stack(list(scores.values()))
            values = np.column_stack([stacked, valence(stacked)])
            self._note(seconds, EVERYONE, values.mean(axis=0))
            for track, row in zip(scores, values, strict=True):
                self._note(seconds, track, row)
        return anew

    def series(self, tracks: Collection[int], start: float, end: float) -> Timeseries:
        """What is known of these tracks, which are one person, or of EVERYONE, between two moments of the source.

        The mean of everyone has the mean of their valences, which is not the valence of their mean scores. From four
        minutes on, the moments are means of half a second, for no plot could show more; but the newest one is as it was
        seen.
        """
        coarse = end - start > _COARSE_FROM
        lost = LOST_SECONDS + (_COARSE_SECONDS if coarse else 0.0)
        table = self._coarse if coarse else self._fine
        seconds, values = table.between(max(start - lost, self.start), end, tracks)
        if coarse and end >= self._end:
            newest, its_values = self._fine.between(self._end, self._end, tracks)
            seconds, values = np.append(seconds, newest), np.concatenate([values, its_values])
        if len(tracks) > 1:  # two of a person's tracks may have been in view at once
            first = np.append(True, np.diff(seconds) > 0)[: len(seconds)]
            seconds, values = seconds[first], values[first]
        known = (0.0, 0.0) if math.isnan(self._end) else (self.start, self._end)
        return timeseries(seconds, values[:, :-1], start=known[0], end=known[1], valences=values[:, -1], lost=lost)

    def _note(self, seconds: float, track: int, values: NDArray[np.floating[Any]]) -> None:
        self._fine.append(seconds, track, values)
        total, count = self._sums.get(track, (0.0, 0))
        self._sums[track] = (total + values, count + 1)

    def _fill_bin(self, seconds: float) -> None:
        """Note the means of half a second once it is over."""
        number = math.floor(seconds / _COARSE_SECONDS)
        if number == self._bin:
            return
        for track, (total, count) in self._sums.items():
            self._coarse.append(self._bin * _COARSE_SECONDS, track, total / count)
        self._sums, self._bin = {}, number
