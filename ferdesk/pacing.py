"""Clocks of the capture thread: when a file's frame is due, how long a live picture has stood still, when to try again.

Plain values without threads: the present is always handed in, as `time.monotonic()` gives it.
"""

from __future__ import annotations

import numpy as np

from ferdesk.types import Image

MAX_GAP_SECONDS = 3.0
"""A file's frame is waited for no longer than this, however far its time leaps ahead."""
MAX_LAG_SECONDS = 0.25
"""A file that reads more slowly than it plays is not hurried after once it lags by more than this."""


class Pacer:
    """Plays a file at its natural speed."""

    def __init__(self, max_gap: float = MAX_GAP_SECONDS) -> None:
        self._max_gap = max_gap
        self._offset: float | None = None
        """What added to media time gives the present's clock."""
        self._last: float | None = None
        self.last_step = 0.0
        """Seconds between the last two frames: how long the very last one should stay."""

    def delay(self, seconds: float, now: float) -> float:
        """How long to wait before the frame of media time `seconds` is shown; 0.0 to `max_gap`."""
        if self._last is not None:
            self.last_step = min(max(seconds - self._last, 0.0), self._max_gap)
        self._last = seconds
        ahead = 0.0 if self._offset is None else self._offset + seconds - now
        if self._offset is None or not -MAX_LAG_SECONDS <= ahead <= self._max_gap:
            ahead = min(max(ahead, 0.0), self._max_gap)
            self._offset = now + ahead - seconds
        return max(0.0, ahead)

    def restart(self, seconds: float, now: float) -> None:
        """Take the frame of media time `seconds` as due now: after a pause."""
        self._offset = now - seconds


class Stillness:
    """How long a live source has sent one and the same picture, bit for bit.

    No sensor does that: noise changes some pixel of every frame. A driver whose device is gone does.
    """

    def __init__(self) -> None:
        self._image: Image | None = None
        self._since = 0.0

    def seconds(self, image: Image, now: float) -> float:
        """Take in the picture read at `now`; 0.0 if it differs from the one before."""
        if self._image is None or not _same(self._image, image):
            self._since = now
        self._image = image
        return now - self._since

    def restart(self, now: float) -> None:
        """Count from now, still comparing with the last picture: after reopening or a pause."""
        self._since = now


class Backoff:
    """Waiting times that double from `first` to `last` seconds."""

    def __init__(self, first: float = 0.5, last: float = 5.0) -> None:
        self._first = first
        self._last = last
        self._next = first

    def next(self) -> float:
        """The next waiting time in seconds."""
        delay = self._next
        self._next = min(2.0 * delay, self._last)
        return delay

    def reset(self) -> None:
        """Begin with the first again."""
        self._next = self._first


def _same(a: Image, b: Image) -> bool:
    """Equal in every pixel. A coarse grid is looked at first, so that moving pictures cost next to nothing."""
    if a.shape != b.shape:
        return False
    return bool(np.array_equal(a[::16, ::16], b[::16, ::16]) and np.array_equal(a, b))
