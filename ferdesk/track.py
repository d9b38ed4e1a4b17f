"""One number a person: faces of successive frames joined into tracks by where they are and where they were going.

A Tracker belongs to one thread.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ferdesk.geometry import center, iou, scaled
from ferdesk.types import Box, Face

LOST_SECONDS = 1.0
"""A person unseen for longer than this gets a new number when they come back."""

SLOW_SECONDS = 1.5
"""Somebody who was seen in the very frame before is known for this long, so that a source of one picture a second, give
or take, is one on which people keep their numbers."""

_REACH = 0.6  # a face may be this far from where it was expected, in sizes of the face ...
_REACH_PER_SECOND = 2.0  # ... and this much farther for every second that passed ...
_REACH_MOST = 1.5  # ... but no farther than this.
_GROWTH = 2.0  # nor may it be larger or smaller than before by more than this factor
_LOST_COST = 0.5  # so that somebody walking past a lost person's place keeps their own number
_VELOCITY_SECONDS = 0.15  # time constant of the velocity's filter: detectors' boxes tremble
_COAST_SECONDS = 0.3  # how long a lost face is expected to go on moving


@dataclass
class _Track:
    number: int
    box: Box
    seconds: float
    velocity: tuple[float, float] = (0.0, 0.0)
    """Pixels a second."""

    def expected(self, seconds: float) -> Box:
        """Where its face should be by now."""
        coasted = min(seconds - self.seconds, _COAST_SECONDS)
        return replace(self.box, x=self.box.x + self.velocity[0] * coasted, y=self.box.y + self.velocity[1] * coasted)

    def move(self, box: Box, seconds: float) -> None:
        """Its face was seen at `box`."""
        elapsed = seconds - self.seconds
        if elapsed > 0:
            share = elapsed / (_VELOCITY_SECONDS + elapsed)
            before, now = center(self.box), center(box)
            self.velocity = (
                self.velocity[0] + share * ((now[0] - before[0]) / elapsed - self.velocity[0]),
                self.velocity[1] + share * ((now[1] - before[1]) / elapsed - self.velocity[1]),
            )
        self.box, self.seconds = box, seconds


class Tracker:
    """Gives the faces of each frame the numbers of their persons: from 1, never used twice until `reset`.

    A number lasts through a loss of up to LOST_SECONDS of the source's time, whatever the frame rate. When time goes
    backwards (a film begins again), nobody is known any more.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everybody; numbers begin at 1 again."""
        self._tracks: list[_Track] = []
        self._last_number = 0
        self._seconds = -math.inf

    def update(self, faces: Sequence[Face], seconds: float) -> tuple[Face, ...]:
        """The same faces in the same order, each with its `track`; `seconds` is the frame's time in its source."""
        if seconds < self._seconds:
            self._tracks = []
        previous, self._seconds = self._seconds, seconds
        self._tracks = [track for track in self._tracks if seconds - track.seconds <= _patience(track, previous)]
        owners = _owners(self._tracks, faces, previous, seconds)
        return tuple(replace(face, track=self._seen(owners.get(index), face)) for index, face in enumerate(faces))

    def rescale(self, x: float, y: float) -> None:
        """Frames have another size from now on: the same picture with `x` times the columns, `y` times the rows."""
        for track in self._tracks:
            dx, dy = track.velocity
            track.box = scaled(track.box, x, y)
            track.velocity = (dx * x, dy * y)

    def forget(self) -> None:
        """Know nobody any more, as after a cut; numbers go on."""
        self._tracks = []

    def _seen(self, track: _Track | None, face: Face) -> int:
        """Note that `track`, or somebody new, was seen as `face`; returns the number."""
        if track is not None:
            track.move(face.box, self._seconds)
            return track.number
        self._last_number += 1
        self._tracks.append(_Track(self._last_number, face.box, self._seconds))
        return self._last_number


def _patience(track: _Track, previous: float) -> float:
    return SLOW_SECONDS if track.seconds == previous else LOST_SECONDS


def _owners(tracks: Sequence[_Track], faces: Sequence[Face], previous: float, seconds: float) -> dict[int, _Track]:
    """Index of a face -> its track: the best-fitting pairs first, each track and each face once."""
    fits = []
    for place, track in enumerate(tracks):
        expected = track.expected(seconds)
        reach = min(_REACH + _REACH_PER_SECOND * (seconds - track.seconds), _REACH_MOST)
        lost = _LOST_COST if track.seconds < previous else 0.0
        for index, face in enumerate(faces):
            misfit = _misfit(expected, face.box, reach)
            if misfit is not None:
                fits.append((misfit + lost, place, index))
    owners: dict[int, _Track] = {}
    taken: set[int] = set()
    for _, place, index in sorted(fits):
        if place not in taken and index not in owners:
            taken.add(place)
            owners[index] = tracks[place]
    return owners


def _misfit(expected: Box, box: Box, reach: float) -> float | None:
    """How badly `box` fits: its distance in sizes of the face, plus what overlap it lacks. None: out of reach."""
    sizes = math.sqrt(max(expected.width * expected.height, 1.0)), math.sqrt(max(box.width * box.height, 1.0))
    if max(sizes) > _GROWTH * min(sizes):
        return None
    distance = math.dist(center(expected), center(box)) / (sum(sizes) / 2)
    return distance + 1 - iou(expected, box) if distance <= reach else None
