"""Three of the demo's faces at once, sent as a webcam sends them: JPEG pictures, 30 a second, whether read or not.

A CrowdSource belongs to one thread. It is what `ferdesk bench-window` and `soak` show, and `--source demo:crowd`.
"""

from __future__ import annotations

import functools
import math
import time

import ferdesk.opencv_env  # noqa: F401  isort: skip  (must stand before cv2)

import cv2
import numpy as np

from ferdesk.demo import FPS, HEIGHT, ROUND_SECONDS, WIDTH, Actor, DemoPainter, Sheet, expression_at
from ferdesk.sources import SourceError, SourceKind
from ferdesk.types import Frame, Image

LOOP_SECONDS = 7.0
"""After this the film repeats itself, without a jump: long enough for every emotion, short enough to keep in memory."""
_PLACES = ((110.0, 150.0, 170.0), (320.0, 300.0, 240.0), (525.0, 165.0, 190.0))
"""x and y of a portrait's middle and its side, in frame pixels, from the left: three boxes that never touch."""
_QUALITY = 90


def crowd_at(seconds: float) -> tuple[Actor, ...]:
    """The three faces at this moment; each is two steps ahead of its neighbour."""
    turn = 2 * math.pi * seconds / LOOP_SECONDS
    hurried = seconds * ROUND_SECONDS / LOOP_SECONDS
    return tuple(
        Actor(
            x + 14 * math.sin(turn + place), y + 10 * math.sin(2 * turn + 2 * place), size,
            4 * math.sin(turn + 3 * place), expression_at(hurried, ahead=2 * place),
        )
        for place, (x, y, size) in enumerate(_PLACES)
    )  # fmt: skip


class CrowdSource:
    """A live source of 640x480. Who reads late gets the newest picture, and its true age."""

    def __init__(self) -> None:
        self.name = "Demo, three faces"
        self.live = True
        self.kind: SourceKind = "demo"
        self.note = ""
        self._film: tuple[bytes, ...] = ()
        self._began = 0.0
        self._last = -1

    def open(self) -> None:
        """Paint the film, once a process: about a second. Raises SourceError if the demo's faces are damaged."""
        self._film = _film()
        self._began = time.monotonic()
        self._last = -1

    def read(self) -> Frame | None:
        """Wait for the next picture; `captured` is when it was sent, before it was unpacked."""
        if not self._film:
            raise SourceError("the demo is not open")
        self._last = max(self._last + 1, int((time.monotonic() - self._began) * FPS))
        due = self._began + self._last / FPS
        time.sleep(max(0.0, due - time.monotonic()))
        return Frame(_unpacked(self._film[self._last % len(self._film)]), self._last, self._last / FPS, due)

    def close(self) -> None:
        """Forget the film."""
        self._film = ()


@functools.cache
def _film() -> tuple[bytes, ...]:
    painter = DemoPainter(Sheet.load(), crowd_at, LOOP_SECONDS)
    return tuple(_packed(painter.paint(index / FPS)) for index in range(round(LOOP_SECONDS * FPS)))


def _packed(image: Image) -> bytes:
    _, packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return packed.tobytes()


def _unpacked(packed: bytes) -> Image:
    image = cv2.imdecode(np.frombuffer(packed, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None and image.shape == (HEIGHT, WIDTH, 3)
    return np.asarray(image, np.uint8)
