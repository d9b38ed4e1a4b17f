"""A video file as a source. Every frame counts and keeps its real time."""

from __future__ import annotations

import math
import time
from pathlib import Path

import ferdesk.opencv_env  # noqa: F401  isort: skip  (must stand before cv2)

import cv2
import numpy as np

from ferdesk.sources import SourceError
from ferdesk.types import Frame, Image

_MAX_GAP = 1000
"""Frames in a row that may be unreadable before a file without a frame count is taken to be over."""


class VideoSource:
    """The frames of a video file, upright as its rotation mark says.

    `Frame.seconds` are the file's own times, so recordings of a variable rate keep it; they always increase, also where
    a damaged file's do not. Unreadable stretches are left out, and `Frame.index` counts what was read.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.name = self.path.name
        self.live = False
        self._capture: cv2.VideoCapture | None = None
        self._first: Image | None = None
        self._clock = FrameClock(0.0)
        self._frames = 0.0
        self._count = 0

    @property
    def frames(self) -> int:
        """How many frames the file says it has, for a progress bar; 0 where it does not say or is not open."""
        return max(0, int(self._frames)) if math.isfinite(self._frames) else 0

    def open(self) -> None:
        """Open the file. Raises SourceError if it is missing or no frame of it can be read."""
        self.close()
        if not self.path.is_file():
            raise SourceError(f"{self.path} is not there")
        capture = cv2.VideoCapture(str(self.path), cv2.CAP_FFMPEG)
        self._capture = capture
        self._frames = capture.get(cv2.CAP_PROP_FRAME_COUNT)
        self._clock = FrameClock(capture.get(cv2.CAP_PROP_FPS))
        self._count = 0
        self._first = self._decode() if capture.isOpened() else None
        if self._first is None:
            self.close()
            raise SourceError(f"{self.path} is not a video that can be read, or it is damaged from the start")

    def read(self) -> Frame | None:
        """The next readable frame, None at the end of the file."""
        if self._capture is None:
            raise SourceError(f"{self.name} is not open")
        image, self._first = (self._first, None) if self._first is not None else (self._decode(), None)
        if image is None:
            return None
        seconds = self._clock.read(self._capture)
        self._count += 1
        return Frame(image, self._count - 1, seconds, time.monotonic())

    def close(self) -> None:
        """Close the file."""
        capture, self._capture, self._first = self._capture, None, None
        if capture is not None:
            capture.release()

    def _decode(self) -> Image | None:
        """The next picture, stepping over a damaged stretch; None where there is no more.

        OpenCV answers "no" for the end and for every undecodable frame alike; only the number of frames that the file
        announces tells how long it is worth asking on. Asking past the end costs microseconds.
        """
        assert self._capture is not None
        patience = max(_MAX_GAP, self.frames - self._count)
        for _ in range(patience):
            ok, image = self._capture.read()
            if ok and image is not None:
                return np.asarray(image, np.uint8)
        return None


class FrameClock:
    """The times of a file's frames in seconds, made strictly increasing."""

    def __init__(self, fps: float) -> None:
        """`fps`, as the file claims it, tells how far on a frame lies that carries no usable time."""
        self._step = 1.0 / fps if math.isfinite(fps) and 1.0 <= fps <= 1000.0 else 1.0 / 25.0
        self._last: float | None = None

    def read(self, capture: cv2.VideoCapture) -> float:
        """The time of the frame that `capture` decoded last."""
        seconds = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000.0
        if self._last is not None and not (math.isfinite(seconds) and seconds > self._last):
            seconds = self._last + self._step
        elif not math.isfinite(seconds) or seconds < 0.0:
            seconds = 0.0
        self._last = seconds
        return seconds
