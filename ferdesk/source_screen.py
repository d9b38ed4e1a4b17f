"""The screen, one monitor of it or a region as a source: faces in a video call or a player, say.

Only the thread that opens it may read and close it. Nothing of mss is loaded before that.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import ferdesk.opencv_env  # noqa: F401  isort: skip  (must stand before cv2)

import cv2
import numpy as np

from ferdesk.screen_area import Area
from ferdesk.sources import SourceError, SourceKind
from ferdesk.types import Frame

if TYPE_CHECKING:
    from mss import MSS

SCREEN_FPS = 15.0
"""Pictures taken in a second: enough for expressions, and it leaves the computer to what is being watched."""


class ScreenSource:
    """`area` of the desktop, or the monitor of that number, SCREEN_FPS times a second."""

    def __init__(self, area: Area | int = 1, fps: float = SCREEN_FPS) -> None:
        self.name = _name(area)
        self.live = True
        self.kind: SourceKind = "screen"
        self.note = ""
        self._wanted = area
        self._step = 1.0 / fps
        self._grabber: MSS | None = None
        self._area = Area(0, 0, 0, 0)
        self._count = 0
        self._opened = self._due = 0.0

    def open(self) -> None:
        """Connect to the display. Raises SourceError where there is none, it may not be read or lacks the area."""
        self.close()
        self._grabber = _connect()
        everything, *monitors = _monitors(self._grabber)
        if isinstance(self._wanted, Area):
            self._area = self._wanted.within(everything)
            self.note = "" if self._area == self._wanted else f"a part of {self.name} lies beyond the screen"
        elif self._wanted <= len(monitors):
            self._area = (everything, *monitors)[self._wanted]
        else:
            raise SourceError(f"there is no screen {self._wanted}; this computer has {len(monitors)}, counted from 1")
        if min(self._area.width, self._area.height) < 1:
            size = f"{everything.width}×{everything.height}"
            raise SourceError(f"{self.name} does not lie on the screen, which has {size} pixels")
        self._count = 0
        self._opened = self._due = time.monotonic()

    def read(self) -> Frame | None:
        """Wait until the next picture is due and take it; never None. Raises SourceError when the display is gone."""
        if self._grabber is None:
            raise SourceError(f"{self.name} is not open")
        time.sleep(max(0.0, self._due - time.monotonic()))
        now = time.monotonic()
        self._due = max(self._due + self._step, now)
        area = self._area
        from mss import ScreenShotError

        try:
            shot = self._grabber.grab({"left": area.x, "top": area.y, "width": area.width, "height": area.height})
        except (ScreenShotError, OSError) as error:
            raise SourceError(f"{self.name} cannot be read any more; has the display changed?") from error
        pixels = np.frombuffer(shot.raw, np.uint8).reshape(shot.height, shot.width, 4)
        image = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2BGR), np.uint8)
        self._count += 1
        return Frame(image, self._count - 1, now - self._opened, now)

    def close(self) -> None:
        """Disconnect."""
        grabber, self._grabber = self._grabber, None
        if grabber is not None:
            grabber.close()


def monitors() -> tuple[Area, ...]:
    """The monitors, the first of them number 1. Raises SourceError where there is no display that can be read."""
    grabber = _connect()
    try:
        return tuple(_monitors(grabber)[1:])
    finally:
        grabber.close()


def _connect() -> MSS:
    from mss import MSS, ScreenShotError

    if sys.platform not in ("win32", "darwin"):
        if os.environ.get("WAYLAND_DISPLAY"):
            raise SourceError(
                "Wayland keeps programs from reading the screen; log in with an X11 (Xorg) session for that"
            )
        if not os.environ.get("DISPLAY"):
            raise SourceError("there is no display whose screen could be read; DISPLAY is not set")
    try:
        return MSS()
    except (ScreenShotError, OSError) as error:
        display = os.environ.get("DISPLAY", "")
        raise SourceError(f"the screen cannot be read ({error}); is the display {display} up?") from error


def _monitors(grabber: MSS) -> list[Area]:
    """All together, then one by one."""
    return [Area(each["left"], each["top"], each["width"], each["height"]) for each in grabber.monitors]


def _name(area: Area | int) -> str:
    if isinstance(area, Area):
        return f"Screen at {area.x},{area.y}"
    return "All screens" if area == 0 else f"Screen {area}"
