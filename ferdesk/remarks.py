"""What is odd about the pictures of a running source, in words: black, slow, of another size than before.

Plain values without threads: the present is always handed in, as `time.monotonic()` gives it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from ferdesk.sources import SourceKind
from ferdesk.types import Image

BLACK_SECONDS = 2.0
"""A picture that is black for longer is remarked upon; a cut or a blink of the lens is not."""
BLACK_MEAN, BLACK_SPREAD = 16.0, 8.0
"""A picture is black if its mean and its standard deviation (0..255) lie below these. A covered lens gives more than
zeros, because the camera turns up its gain; a dark room with a face in it spreads further."""
BLACK_SCREEN_MEAN = 1.0
"""The same of a screen, which has no noise, but dark windows."""
SLOW_FPS = 5.0
"""A live source that sends fewer pictures a second is called slow: expressions come and go between two of them."""
CHANGE_SECONDS = 8.0
"""How long a change of size is told."""
_WINDOW_SECONDS = 2.0
"""The rate is that of the pictures of the last two seconds, or of the last three pictures if these took longer."""

_WHY_BLACK = {
    "camera": "is the lens covered or its shutter closed?",
    "screen": "a locked screen and protected films look so",
}


@dataclass(frozen=True, slots=True)
class Delivered:
    """What really arrives: size in pixels and pictures a second; zeros before the first picture."""

    width: int = 0
    height: int = 0
    fps: float = 0.0


NOTHING = Delivered()
"""Before the first picture."""


class Remarks:
    """Looks at every picture of one source."""

    def __init__(self, name: str) -> None:
        self.delivered = NOTHING
        self.black = False
        """Whether the last picture was black. That may be right, so the source goes on."""
        self._name = name
        self._times: deque[float] = deque()
        self._light = self._changed = 0.0
        self._change = ""

    def restart(self, now: float) -> None:
        """Count from now: after opening or a pause."""
        self._times.clear()
        self._light = now

    def look(self, image: Image, now: float, kind: SourceKind) -> str:
        """A sentence on the picture that arrived at `now`; "" if nothing is odd. Of files only the size is noted."""
        before, self.delivered = self.delivered, Delivered(image.shape[1], image.shape[0], self._rate(now))
        if kind not in ("camera", "stream", "screen"):  # black, slow and of many sizes as their makers wanted them
            return ""
        self.black = is_black(image, BLACK_SCREEN_MEAN if kind == "screen" else BLACK_MEAN)
        if not self.black:
            self._light = now
        self._note_size(before, now)
        if now - self._light > BLACK_SECONDS:
            why = _WHY_BLACK.get(kind, "it may be so at its origin")
            return f"the picture of {self._name} is black; {why}"
        if self._change and now - self._changed <= CHANGE_SECONDS:
            return self._change
        if len(self._times) > 2 and self.delivered.fps < SLOW_FPS:
            return f"slow source: {self._name} sends {self.delivered.fps:.2g} fps; what happens in between is not seen"
        return ""

    def _rate(self, now: float) -> float:
        times = self._times
        times.append(now)
        while len(times) > 3 and now - times[0] > _WINDOW_SECONDS:
            times.popleft()
        return (len(times) - 1) / (now - times[0]) if now > times[0] else 0.0

    def _note_size(self, before: Delivered, now: float) -> None:
        after = self.delivered
        if before.width and (before.width, before.height) != (after.width, after.height):
            self._changed = now
            self._change = (
                f"the picture of {self._name} changed from {before.width}×{before.height} to "
                f"{after.width}×{after.height} pixels"
            )


def is_black(image: Image, mean: float = BLACK_MEAN) -> bool:
    """Whether nothing can be seen in a BGR picture. Every 16th pixel tells, so it costs next to nothing."""
    grid = image[::16, ::16]
    return float(grid.mean()) < mean and float(np.std(grid)) < BLACK_SPREAD
