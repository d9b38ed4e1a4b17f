"""PlayClock: where a recording that is being played has come to. It is told what time it is, and has no timer."""

from __future__ import annotations

SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0, 4.0)
"""How many seconds of the recording pass in a second."""


class PlayClock:
    """Runs from 0 to `end` seconds of a recording and stops there. `now` is `time.monotonic()`."""

    def __init__(self, end: float) -> None:
        self.end = end
        self._speed = 1.0
        self._place = 0.0
        self._since: float | None = None

    @property
    def playing(self) -> bool:
        """False while it stands, as at the beginning; true at the end too until `position` was asked there."""
        return self._since is not None

    @property
    def speed(self) -> float:
        """Of SPEEDS, usually."""
        return self._speed

    def position(self, now: float) -> float:
        """Seconds of the recording, 0..end. At the end it stops."""
        place = self._place
        if self._since is not None:
            place += (now - self._since) * self._speed
            if place >= self.end:
                self._since = None
                self._place = place = self.end
        return place

    def play(self, now: float) -> None:
        """Go on; from the beginning where the end was reached."""
        if self._since is None:
            if self._place >= self.end:
                self._place = 0.0
            self._since = now

    def pause(self, now: float) -> None:
        """Stand where it is."""
        self._place = self.position(now)
        self._since = None

    def seek(self, seconds: float, now: float) -> None:
        """Go to `seconds`, to the nearest end where that lies outside; play on if it played."""
        self._place = min(max(seconds, 0.0), self.end)
        if self._since is not None:
            self._since = now

    def set_speed(self, speed: float, now: float) -> None:
        """Go on from here at `speed` (above 0)."""
        self.seek(self.position(now), now)
        self._speed = speed
