"""Which face is looked at: the one a person chose, or else the one shown last, or else the largest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ferdesk.types import Face


@dataclass(frozen=True, slots=True)
class Selection:
    """Tracks, not faces, are selected, so a selection survives from frame to frame."""

    chosen: int | None = None
    """The track that a person chose; kept while they are out of view, for they may come back."""
    shown: int | None = None
    """The track shown at present."""

    def choose(self, track: int) -> Selection:
        """A person chose `track`."""
        return Selection(chosen=track, shown=track)

    def update(self, faces: Sequence[Face]) -> Selection:
        """The selection after a new frame with `faces`."""
        tracks = {face.track for face in faces} - {None}
        for wanted in (self.chosen, self.shown):
            if wanted in tracks:
                return replace(self, shown=wanted)
        largest = max((face for face in faces if face.track is not None), key=_area, default=None)
        return replace(self, shown=None if largest is None else largest.track)

    def step(self, faces: Sequence[Face], by: int) -> Selection:
        """The neighbour `by` places to the right (negative: to the left), round and round."""
        order = tracks_from_left(faces)
        if not order:
            return self
        here = order.index(self.shown) if self.shown in order else -1 if by > 0 else 0
        return self.choose(order[(here + by) % len(order)])

    def face(self, faces: Sequence[Face]) -> Face | None:
        """The selected one of `faces`."""
        if self.shown is None:
            return None
        return next((face for face in faces if face.track == self.shown), None)


def tracks_from_left(faces: Sequence[Face]) -> tuple[int, ...]:
    """Track ids in the order in which the faces stand from left to right."""
    ordered = sorted(faces, key=lambda face: face.box.x + face.box.width / 2)
    return tuple(face.track for face in ordered if face.track is not None)


def face_at(faces: Sequence[Face], x: float, y: float) -> Face | None:
    """The smallest face whose box holds the point (x, y) in frame pixels."""
    hit = [face for face in faces if _holds(face, x, y)]
    return min(hit, key=_area, default=None)


def _holds(face: Face, x: float, y: float) -> bool:
    box = face.box
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


def _area(face: Face) -> float:
    return face.box.width * face.box.height
