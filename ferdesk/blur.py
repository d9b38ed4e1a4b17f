"""Faces made unrecognisable in a picture, and held so through the moments in which the detector misses them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import ferdesk.opencv_env  # noqa: F401  isort: skip

import cv2
import numpy as np

from ferdesk.geometry import scaled
from ferdesk.types import Box, Face, Frame, Image, Result

CELLS = 4
"""Mean colours that are left of a face and its surroundings, along each side. Of the face alone about 2 by 3 are: no
more than tells a light from a dark head. More cells are not enough: faces of a known group were told apart by networks
in mosaics of 8x8 (R. McPherson, R. Shokri, V. Shmatikov, "Defeating Image Obfuscation with Deep Learning", 2016)."""
MARGIN = 0.35
"""How far the blur reaches beyond the box on each side, in sizes of the box: hair, chin and ears are a face too."""
MISSED_MARGIN = 0.8
"""The same where the detector missed the face and its place is that of another frame."""
HOLD_SECONDS = 0.6
"""A face found in one frame is blurred this long before and after too."""


def blurred(image: Image, boxes: Iterable[Box], margin: float = MARGIN) -> Image:
    """A copy of a BGR image with all that lies in the enlarged boxes replaced by a few mean colours; irreversible."""
    copy = np.array(image, np.uint8)
    for box in boxes:
        rows, columns = _area(copy, box, margin)
        part = image[rows, columns]
        if part.size:
            small = cv2.resize(part, (CELLS, CELLS), interpolation=cv2.INTER_AREA)
            copy[rows, columns] = cv2.resize(small, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_LINEAR)
    return copy


def _area(image: Image, box: Box, margin: float) -> tuple[slice, slice]:
    height, width = image.shape[:2]
    dx, dy = margin * box.width, margin * box.height
    x0, x1 = (min(max(round(x), 0), width) for x in (box.x - dx, box.x + box.width + dx))
    y0, y1 = (min(max(round(y), 0), height) for y in (box.y - dy, box.y + box.height + dy))
    return slice(y0, y1), slice(x0, x1)


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    seconds: float
    faces: tuple[Face, ...]
    width: int
    height: int

    def box_in(self, face: Face, frame: Frame) -> Box:
        """Where the face would be in `frame`, which a source that changed its resolution sent in another size."""
        x, y = frame.image.shape[1] / self.width, frame.image.shape[0] / self.height
        return scaled(face.box, x, y)


class Blurrer:
    """Blurs the faces of a sequence of results. Hands each out HOLD_SECONDS late, when it knows who came after.

    Detectors miss a face here and there, above all in the frames before they find it for the first time. A person found
    in another frame near in time is therefore blurred where they were there, with a wider margin. What the detector
    never finds is not blurred. Belongs to one thread.
    """

    def __init__(self) -> None:
        self._waiting: deque[Result] = deque()
        self._seen: deque[_Seen] = deque()

    def add(self, result: Result) -> Iterator[Result]:
        """Take a result in; those that are due come out, with faces blurred in their frames."""
        now = result.frame.seconds
        self._waiting.append(result)
        height, width = result.frame.image.shape[:2]
        self._seen.append(_Seen(now, result.faces, width, height))
        while self._waiting[0].frame.seconds < now - HOLD_SECONDS:
            yield self._blurred(self._waiting.popleft())

    def flush(self) -> Iterator[Result]:
        """The results that still wait."""
        while self._waiting:
            yield self._blurred(self._waiting.popleft())

    def _blurred(self, result: Result) -> Result:
        now, frame = result.frame.seconds, result.frame
        while self._seen and self._seen[0].seconds < now - HOLD_SECONDS:
            self._seen.popleft()
        image = blurred(frame.image, self._missed(result), MISSED_MARGIN)
        image = blurred(image, (face.box for face in result.faces))
        return replace(result, frame=replace(frame, image=image))

    def _missed(self, result: Result) -> list[Box]:
        """Where those are likely to be who are not found in this frame, but shortly before or after."""
        here = {face.track for face in result.faces}
        nearest: dict[int | None, tuple[float, Box]] = {}
        for seen in self._seen:
            distance = abs(seen.seconds - result.frame.seconds)
            if distance <= HOLD_SECONDS:
                for face in seen.faces:
                    if face.track not in here and distance < nearest.get(face.track, (distance + 1.0, face.box))[0]:
                        nearest[face.track] = (distance, seen.box_in(face, result.frame))
        return [box for _, box in nearest.values()]
