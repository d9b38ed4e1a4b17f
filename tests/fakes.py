"""Sources and pipelines for tests that need no camera: frames from arrays, faults on order."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

import numpy as np

from ferdesk.sources import SourceError
from ferdesk.types import Box, Face, Frame, Image, Result, Stats

WAIT = 60.0
"""How long a test waits for something that takes milliseconds: generous, for machines under load."""


def picture(number: int, width: int = 32, height: int = 24) -> Image:
    """A plain picture that differs from its neighbours."""
    return np.full((height, width, 3), number % 251, np.uint8)


def until(condition: Callable[[], bool], what: str = "the condition") -> None:
    """Wait for `condition`, fail after WAIT seconds."""
    deadline = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < deadline, f"waited {WAIT} s for {what}"
        time.sleep(0.002)


class FakeSource:
    """A source made of arrays.

    `script` holds what successive reads give: an image, an error to raise, or a callable for anything else. After the
    script a live source goes on with ever new pictures and a file is at its end. `absent` openings fail first.
    """

    def __init__(
        self, script: Sequence[Image | Exception | Callable[[], Image]] = (), *, live: bool = True, absent: int = 0,
        step: float = 0.005, open_hangs: threading.Event | None = None, frozen: Image | None = None,
    ) -> None:  # fmt: skip
        self.name = "fake"
        self.live = live
        self.kind = "camera" if live else "file"
        self.note = ""
        self.script = list(script)
        self.absent = absent
        self.step = step
        self.open_hangs = open_hangs
        self.frozen = frozen
        """While set, every read gives this picture."""
        self.lost = False
        """While set, reads fail and so do openings."""
        self.opened = 0
        self.closed = 0
        self.reads = 0
        self.threads: set[str] = set()
        self._position = 0
        self._is_open = False

    def open(self) -> None:
        """As the script says."""
        self.threads.add(threading.current_thread().name)
        self.opened += 1
        if self.open_hangs is not None:
            self.open_hangs.wait(WAIT)
        if self.absent > 0 or self.lost:
            self.absent -= 1
            raise SourceError("fake is not there; plug it in")
        self._position = 0
        self._is_open = True

    def read(self) -> Frame | None:
        """As the script says."""
        assert self._is_open, "read before open"
        self.threads.add(threading.current_thread().name)
        if self.live:
            time.sleep(self.step)
        if self.lost:
            raise SourceError("fake is unplugged")
        number, self.reads = self._position, self.reads + 1
        self._position += 1
        if self.frozen is not None:
            image = self.frozen.copy()
        elif number < len(self.script):
            item = self.script[number]
            if isinstance(item, Exception):
                raise item
            image = item() if callable(item) else item
        elif self.live:
            image = picture(self.reads)
        else:
            return None
        return Frame(image, number, number * self.step, time.monotonic() if self.live else 0.0)

    def close(self) -> None:
        """Counted only if it was open."""
        self.threads.add(threading.current_thread().name)
        self.closed += self._is_open
        self._is_open = False


class FakePipeline:
    """Answers every frame with no face; keeps what it was asked, by whom, with which settings."""

    def __init__(self, slow: Callable[[Frame], None] = lambda frame: None) -> None:
        self.settings: object = None
        self.neutral_wishes: object = None
        self.frames: list[Frame] = []
        self.seen_settings: list[object] = []
        self.resets = 0
        self.threads: set[str] = set()
        self._slow = slow

    def process(self, frame: Frame) -> Result:
        """An empty result for this frame."""
        self.threads.add(threading.current_thread().name)
        self._slow(frame)
        self.frames.append(frame)
        self.seen_settings.append(self.settings)
        return Result(frame, (), Stats(0.0, 0.0, 0.0, 0.0, 0.0, 0.0))

    def reset(self) -> None:
        """Counted."""
        self.resets += 1


def scored_face(
    box: Box, *, track: int | None = 1, emotion: int | None = 3, confidence: float = 0.83
) -> Face:  # fmt: skip
    """A face as the pipeline gives it."""
    from ferdesk.emotions import Emotion

    scores = np.full(7, (1.0 - confidence) / 6.0, np.float32)
    scores[3 if emotion is None else emotion] = confidence
    middle = np.array([box.x + box.width / 2, box.y + box.height / 2], np.float32)
    spread = np.array([[-0.2, -0.2], [0.2, -0.2], [0, 0], [-0.15, 0.2], [0.15, 0.2]], np.float32)
    landmarks = (middle + spread * np.array([box.width, box.height], np.float32)).astype(np.float32)
    return Face(
        box, landmarks, 0.9, track=track, scores=scores, smoothed=scores,
        emotion=None if emotion is None else Emotion(emotion),
    )  # fmt: skip
