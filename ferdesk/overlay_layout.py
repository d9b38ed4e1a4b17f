"""Where labels and bars find room beside the faces of a frame. Rectangles in, rectangles out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Area:
    """An upright rectangle in frame pixels."""

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: Area) -> float:
        """The area in square pixels that both cover."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0.0, across) * max(0.0, down)


@dataclass(slots=True)
class Room:
    """A frame with its faces and what has been placed on it so far."""

    width: float
    height: float
    faces: tuple[Area, ...]
    taken: list[Area] = field(default_factory=list)

    def holds(self, area: Area) -> bool:
        """True if the area lies wholly in the frame."""
        return area.x >= 0 and area.y >= 0 and area.x + area.width <= self.width and area.y + area.height <= self.height

    def clamped(self, area: Area) -> Area:
        """The area moved into the frame; one larger than the frame begins at its edge."""
        x = max(0.0, min(area.x, self.width - area.width))
        y = max(0.0, min(area.y, self.height - area.height))
        return Area(x, y, area.width, area.height)

    def take(self, area: Area) -> Area:
        """Mark the area as taken."""
        self.taken.append(area)
        return area

    def covered(self, area: Area, faces: Iterable[Area]) -> float:
        """Square pixels of the area that lie on what is taken or on the given faces."""
        return sum(area.overlap(other) for other in (*self.taken, *faces))


def place_label(room: Room, index: int, width: float, height: float, gap: float) -> Area:
    """Room for the label of face `index`: above its box, else below, else on it; the least covered."""
    others = room.faces[:index] + room.faces[index + 1 :]
    spots = [room.clamped(spot) for spot in _label_spots(room.faces[index], width, height, gap) if _upright(room, spot)]
    spots = spots or [room.clamped(Area(room.faces[index].x, room.faces[index].y, width, height))]
    return room.take(min(spots, key=lambda spot: room.covered(spot, others)))  # the first of equals


def place_bars(room: Room, index: int, width: float, height: float, gap: float) -> Area | None:
    """Room for the bars of face `index`, covering no face and nothing placed before; None where there is none.

    Right of the box, left of it, below or above; on either side also a little higher or lower, clear of what stands
    there, or beyond it. A face that fills the frame has them in a corner of the frame, on its own rim: what tells an
    expression stays free.
    """
    for spot in _bar_spots(room, room.faces[index], width, height, gap):
        if room.holds(spot) and room.covered(spot, room.faces) == 0.0:
            return room.take(spot)
    keep_free = (*room.faces[:index], *room.faces[index + 1 :], *_telling(room.faces[index]))
    corners = [spot for spot in _corners(room, width, height) if room.holds(spot)]
    corners = [spot for spot in corners if room.covered(spot, keep_free) == 0.0 < spot.overlap(room.faces[index])]
    if not corners:
        return None
    return room.take(min(corners, key=lambda spot: spot.overlap(room.faces[index])))


def _upright(room: Room, spot: Area) -> bool:
    return spot.y >= 0 and spot.y + spot.height <= room.height


def _label_spots(face: Area, width: float, height: float, gap: float) -> Iterator[Area]:
    yield Area(face.x, face.y - height - gap, width, height)
    yield Area(face.x, face.y + face.height + gap, width, height)
    yield Area(face.x + gap, face.y + gap, width, height)
    yield Area(face.x + gap, face.y + face.height - height - gap, width, height)


def _bar_spots(room: Room, face: Area, width: float, height: float, gap: float) -> Iterator[Area]:
    beside = room.clamped(Area(0.0, face.y, width, height)).y
    lower = room.clamped(Area(0.0, face.y + face.height - height, width, height)).y
    right, left = face.x + face.width + gap, face.x - width - gap
    sides = [Area(x, y, width, height) for x, y in ((right, beside), (left, beside), (right, lower), (left, lower))]
    yield from sides
    for spot in sides[:2]:
        yield from _slid(room, spot, face, gap)
    for spot in sides:
        yield from _beyond(room, spot, face, gap)
    along = room.clamped(Area(face.x, 0.0, width, height)).x
    for away in (gap, 5 * gap):  # the second time beyond a label
        for y in (face.y + face.height + away, face.y - height - away):
            yield Area(along, y, width, height)


def _slid(room: Room, spot: Area, face: Area, gap: float) -> Iterator[Area]:
    """The spot moved up or down past what is in its way, as long as half of the face is still beside it."""
    in_the_way = [other for other in (*room.taken, *room.faces) if spot.overlap(other) > 0.0]
    if not in_the_way:
        return
    above = min(other.y for other in in_the_way) - spot.height - gap
    below = max(other.y + other.height for other in in_the_way) + gap
    for y in (above, below):
        if min(y + spot.height, face.y + face.height) - max(y, face.y) >= face.height / 2:
            yield Area(spot.x, y, spot.width, spot.height)


def _beyond(room: Room, spot: Area, face: Area, gap: float) -> Iterator[Area]:
    """The spot moved away from the face, past what has been placed there, such as the face's own label."""
    in_the_way = [other for other in room.taken if spot.overlap(other) > 0.0]
    if not in_the_way:
        return
    if spot.x > face.x:
        x = max(other.x + other.width for other in in_the_way) + gap
    else:
        x = min(other.x for other in in_the_way) - spot.width - gap
    yield Area(x, spot.y, spot.width, spot.height)


def _telling(face: Area) -> tuple[Area, Area]:
    """Where in its box a face tells an expression: the band of brows and eyes, and below it nose and mouth."""
    eyes = Area(face.x + 0.12 * face.width, face.y + 0.22 * face.height, 0.76 * face.width, 0.3 * face.height)
    mouth = Area(face.x + 0.28 * face.width, face.y + 0.5 * face.height, 0.44 * face.width, 0.4 * face.height)
    return eyes, mouth


def _corners(room: Room, width: float, height: float) -> Iterator[Area]:
    for y in (room.height - height, 0.0):
        for x in (room.width - width, 0.0):
            yield Area(x, y, width, height)
