"""The time of a recording: one clock and one count of tracks over all that its source does."""

from __future__ import annotations

from ferdesk.types import Frame


class RecordingClock:
    """Seconds and track numbers of the recording, which go on where a source's begin anew, as those of a camera that
    came back, of another source or of a looped file do.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self._last: Frame | None = None
        self._step = 0.04
        self._opening = self._base = self._most = 0

    def turn_to(self, opening: int) -> bool:
        """Take tracks as those of this opening, as of 0 always; False where a later one has begun already."""
        if opening > self._opening:
            self._opening, self._base = opening, self._most
        return opening in (0, self._opening)

    def advance(self, frame: Frame) -> None:
        """The next frame."""
        last, self._last = self._last, frame
        if last is None:
            return
        step = frame.seconds - last.seconds
        if not frame.opening and (step <= 0.0 or frame.index <= last.index):  # nobody counts: this much can be guessed
            self._base, step = self._most, 0.0
        if step <= 0.0 or frame.opening != last.opening:
            step = frame.captured - last.captured if frame.captured > last.captured > 0.0 else self._step
        self._step = max(step, 0.001)  # what the tables can tell apart
        self.seconds += self._step

    def track(self, number: int | None) -> int | None:
        """The recording's number for a track of the newest result."""
        if number is None:
            return None
        self._most = max(self._most, self._base + number)
        return self._base + number
