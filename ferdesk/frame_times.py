"""The times of a video file's frames: made to increase, and what is missing between them."""

from __future__ import annotations

import math

import ferdesk.opencv_env  # noqa: F401  isort: skip  (must stand before cv2)

import cv2


class Gaps:
    """Counts the frames that a file of an even rate ought to have and does not give.

    Of some containers (mp4) a frame that cannot be decoded is one failed reading; of others (Matroska) it shows in the
    times alone: in a file whose frames were evenly spaced so far, a step of n times the usual lacks n - 1 of them. A
    file of a variable rate is taken at its word: uneven steps tell it, and the same gap twice in a row, which is
    another rate, as of a camera in the dark. What its times were said to lack before is then taken back.
    """

    _TOLERANCE = 0.1
    _ENOUGH = 10
    """Even steps before which nothing is concluded from an uneven one."""

    def __init__(self, fps: float) -> None:
        self._step = usual_step(fps)
        self._last: float | None = None
        self._even = self._lacking = 0
        self._variable = False
        self._failed = self._gaps = 0
        """By failed readings, and by the times. One loss shows in both, a picture or two apart where the file's order
        of decoding is not that of showing, so they are no sum."""

    @property
    def missing(self) -> int:
        """How many up to now."""
        return self._failed if self._variable else max(self._failed, self._gaps)

    def add(self, seconds: float, failed: int) -> None:
        """The next frame, and how many readings failed before it."""
        lacking = 0
        if self._last is not None and not self._variable:
            steps = (seconds - self._last) / self._step
            lacking = round(steps) - 1
            self._even += lacking == 0
            self._variable = lacking < 0 or abs(steps - round(steps)) > self._TOLERANCE
            if lacking and not failed and (self._even < self._ENOUGH or lacking == self._lacking):
                self._variable = True
        self._last, self._lacking = seconds, lacking
        self._failed += failed
        self._gaps += max(0, lacking)


class FrameClock:
    """The times of a file's frames in seconds, made strictly increasing."""

    def __init__(self, fps: float) -> None:
        """`fps`, as the file claims it, tells how far on a frame lies that carries no usable time."""
        self._step = usual_step(fps)
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


def usual_step(fps: float) -> float:
    """Seconds from frame to frame at the rate that a file claims; 25 a second where it claims nonsense."""
    return 1.0 / fps if math.isfinite(fps) and 1.0 <= fps <= 1000.0 else 1.0 / 25.0
