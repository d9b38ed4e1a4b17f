"""A video file as a source. Every frame counts and keeps its real time."""

from __future__ import annotations

import math
import time
from pathlib import Path

import ferdesk.opencv_env  # noqa: F401  isort: skip  (must stand before cv2)

import cv2
import numpy as np

from ferdesk import mp4_index
from ferdesk.frame_times import FrameClock, Gaps, usual_step
from ferdesk.paths import for_ffmpeg
from ferdesk.sources import SourceError, SourceKind
from ferdesk.types import Frame, Image

_MAX_GAP = 1000
"""Frames in a row that may be unreadable before a file without a frame count is taken to be over."""


class VideoSource:
    """The frames of a video file, upright as its rotation mark says.

    `Frame.seconds` are the file's own times, so recordings of a variable rate keep it; they always increase, also where
    a damaged file's do not. Unreadable stretches are left out and told by `note`; `Frame.index` counts what was read.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.name = self.path.name
        self.live = False
        self.kind: SourceKind = "file"
        self.note = ""
        self._capture: cv2.VideoCapture | None = None
        self._first: Image | None = None
        self._clock = FrameClock(0.0)
        self._gaps = Gaps(0.0)
        self._failed = 0
        self._frames = self._fps = 0.0
        self._count = self._missing = 0
        self._seconds = 0.0

    @property
    def frames(self) -> int:
        """How many frames the file says it has; 0 where it does not say or is not open.

        Matroska and others state a length only, of which OpenCV makes a number by the rate that they call usual.
        """
        return max(0, int(self._frames)) if math.isfinite(self._frames) else 0

    @property
    def length(self) -> float:
        """Seconds that the film lasts, by what the file says; 0.0 where it does not or is not open."""
        return 0.0 if self._capture is None else self.frames * usual_step(self._fps)

    @property
    def missing(self) -> int:
        """How many frames could not be read so far; of those behind the last readable one only where they are known."""
        return self._missing

    @property
    def share(self) -> float:
        """How much of the file is read, 0..1; 0.0 where it does not say how long it is. For a progress bar."""
        if not self.frames:
            return 0.0
        if self._has_index():
            return min(1.0, self._count / self.frames)
        return min(1.0, self._seconds / (self.frames * usual_step(self._fps)))

    def open(self) -> None:
        """Open the file. Raises SourceError if it is missing or no frame of it can be read."""
        self.close()
        if not self.path.is_file():
            raise SourceError(f"{self.path} is not there")
        capture = cv2.VideoCapture(for_ffmpeg(self.path, SourceError), cv2.CAP_FFMPEG)
        self._capture = capture
        self._frames = capture.get(cv2.CAP_PROP_FRAME_COUNT)
        self._fps = capture.get(cv2.CAP_PROP_FPS)
        self._count_from(0.0)
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
            self._end()
            return None
        self._seconds = self._clock.read(self._capture)
        self._count += 1
        self._gaps.add(self._seconds, self._failed)
        self._missing = self._gaps.missing
        self._tell(self._missing)
        return Frame(image, self._count - 1, self._seconds, time.monotonic())

    def go_to(self, seconds: float) -> None:
        """Go on at that moment. What is missing is counted anew, from there on."""
        if self._capture is None or not self.length:
            return
        step = usual_step(self._fps)
        place = min(max(seconds, 0.0), max(0.0, self.length - step))
        self._capture.set(cv2.CAP_PROP_POS_MSEC, 1000.0 * place)
        self._first = None
        self._count_from(place)

    def close(self) -> None:
        """Close the file."""
        capture, self._capture, self._first = self._capture, None, None
        if capture is not None:
            capture.release()

    def _count_from(self, seconds: float) -> None:
        self._clock, self._gaps = FrameClock(self._fps), Gaps(self._fps)
        self._count = round(seconds / usual_step(self._fps))
        self._failed = self._missing = 0
        self._seconds = seconds
        self.note = ""

    def _decode(self) -> Image | None:
        """The next picture, stepping over a damaged stretch; None where there is no more.

        OpenCV answers "no" for the end and for every undecodable frame alike; only the number of frames that the file
        announces tells how long it is worth asking on. Asking past the end costs microseconds.
        """
        assert self._capture is not None
        patience = max(_MAX_GAP, self.frames - self._count)
        for self._failed in range(patience):
            ok, image = self._capture.read()
            if ok and image is not None:
                return np.asarray(image, np.uint8)
        return None

    def _has_index(self) -> bool:
        """Whether `frames` is a count of pictures and no estimate."""
        return self.path.suffix.lower() in {".avi", *mp4_index.SUFFIXES}

    def _end(self) -> None:
        """Count what is lacking at the end, where the file tells how many frames it plays.

        Of mp4 it is not said for people: many without a fault list a few pictures that nobody can decode.
        """
        lacking, is_avi = self.frames - self._count, self.path.suffix.lower() == ".avi"
        if self._has_index() and lacking > self._missing and (is_avi or mp4_index.plays_all(self.path)):
            self._missing = lacking
            if is_avi:
                self._tell(lacking)

    def _tell(self, missing: int) -> None:
        if missing == 1:
            self.note = f"1 picture of {self.name} is damaged or missing and was left out"
        elif missing:
            self.note = f"{missing} pictures of {self.name} are damaged or missing and were left out"
        else:
            self.note = ""
