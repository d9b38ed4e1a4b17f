"""A rectangle of the desktop, and how a source that shows the screen is written: `screen:2`, `screen:0,0,640,480`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ferdesk.sources import SCREEN, SourceError

SMALLEST = 32
"""Pixels; no face is found in a smaller region."""

_FORM = re.compile(rf"{SCREEN}(?::\s*(\d+)|:\s*(-?\d+)\s*,\s*(-?\d+)\s*,\s*(\d+)\s*,\s*(\d+))?")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in pixels of the whole desktop, whose origin is the top left corner of the first monitor."""

    x: int
    y: int
    width: int
    height: int

    @property
    def spec(self) -> str:
        """As `open_source` takes it."""
        return f"{SCREEN}:{self.x},{self.y},{self.width},{self.height}"

    def within(self, other: Area) -> Area:
        """What of it lies in `other`; width or height are 0 or less where nothing does."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        right = min(self.x + self.width, other.x + other.width)
        bottom = min(self.y + self.height, other.y + other.height)
        return Area(left, top, right - left, bottom - top)


def parse_area(text: str) -> Area | int:
    """The region, or the number of the monitor (from 1; 0: all together), that `text` means.

    Raises SourceError saying how one is written.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise SourceError(f"{text!r} is no part of the screen; write screen, screen:2 or screen:X,Y,WIDTH,HEIGHT")
    if match[2] is None:
        return int(match[1] or 1)
    area = Area(*(int(match[number]) for number in range(2, 6)))
    if min(area.width, area.height) < SMALLEST:
        raise SourceError(f"{text}: a region of the screen has at least {SMALLEST} × {SMALLEST} pixels")
    return area
