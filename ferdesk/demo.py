"""The built-in demo: seven average faces that turn into each other while they move, as a source like any other.

A DemoSource belongs to one thread; the functions are pure: what stands on a frame is decided by its time alone.
"""

from __future__ import annotations

import importlib.resources
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ferdesk.opencv_env  # noqa: F401  isort: skip  (must stand before cv2)

import cv2
import numpy as np
from numpy.typing import NDArray

from ferdesk.demo_paint import Stage
from ferdesk.emotions import EMOTIONS, Emotion
from ferdesk.sources import SourceError, SourceKind
from ferdesk.types import Frame, Image, Landmarks

WIDTH, HEIGHT, FPS = 640, 480, 30

ORDER = (
    Emotion.NEUTRAL, Emotion.HAPPY, Emotion.SURPRISE, Emotion.FEAR, Emotion.SAD, Emotion.ANGRY, Emotion.DISGUST,
)  # fmt: skip
"""What the large face goes through; the small one is three steps ahead."""
HOLD_SECONDS, MORPH_SECONDS = 2.0, 1.0
STEP_SECONDS = HOLD_SECONDS + MORPH_SECONDS
ROUND_SECONDS = STEP_SECONDS * len(ORDER)
"""After this the demo repeats itself, exactly."""
VISIT_SECONDS = (5.0, 17.0)
"""Between these moments of each round the small face is there."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """The average faces, as `ferdesk-train demo-faces` makes them."""

    faces: NDArray[np.uint8]
    """uint8 [7, size, size] grey, in the order of Emotion, all aligned alike."""
    landmarks: Landmarks
    """float32 [5, 2] in pixels of one face."""

    @classmethod
    def load(cls, folder: Path | None = None) -> Sheet:
        """From `demo_faces.png` and `.json` in a folder, by default ferdesk's own. SourceError if they are damaged."""
        folder = folder or Path(str(importlib.resources.files("ferdesk.assets")))
        try:
            record = json.loads((folder / "demo_faces.json").read_text(encoding="utf-8"))
            size, content = int(record["size"]), (folder / "demo_faces.png").read_bytes()
            row = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE)
            if record["emotions"] != list(EMOTIONS) or row is None or row.shape != (size, len(EMOTIONS) * size):
                raise ValueError("the picture is not the one the record describes")
            faces = np.stack(np.split(np.asarray(row, np.uint8), len(EMOTIONS), axis=1))
            return cls(faces, np.asarray(record["landmarks"], np.float32).reshape(5, 2))
        except (OSError, ValueError, KeyError, TypeError, cv2.error) as error:
            raise SourceError(f"the demo's faces in {folder} are damaged ({error}); install ferdesk again") from error


@dataclass(frozen=True, slots=True)
class Actor:
    """One face on one frame."""

    x: float
    y: float
    """The middle of its portrait, in frame pixels."""
    size: float
    """Side of its portrait in frame pixels; the face fills about four fifths of it."""
    angle: float
    """Degrees, clockwise."""
    show: tuple[Emotion, Emotion, float]
    """As `expression_at` gives it."""


def expression_at(seconds: float, ahead: int = 0) -> tuple[Emotion, Emotion, float]:
    """What a face shows: an emotion, the next one, and how far it has turned into that, 0..1."""
    step, into = divmod(seconds % ROUND_SECONDS, STEP_SECONDS)
    place = int(step) + ahead
    return ORDER[place % len(ORDER)], ORDER[(place + 1) % len(ORDER)], _ease((into - HOLD_SECONDS) / MORPH_SECONDS)


def plain_at(emotion: Emotion) -> float:
    """The middle of the first stretch in which the large face shows this emotion plainly."""
    return ORDER.index(emotion) * STEP_SECONDS + HOLD_SECONDS / 2


def cast_at(seconds: float) -> tuple[Actor, ...]:
    """Who is on the stage at this moment: the large face, and from time to time the small one behind it."""
    turn = 2 * math.pi * (seconds % ROUND_SECONDS) / ROUND_SECONDS
    inside = _visit(seconds % ROUND_SECONDS)
    large = Actor(
        250 + 36 * math.sin(2 * turn) - 40 * inside, 250 + 18 * math.sin(3 * turn), 310 * (1 + 0.07 * math.sin(turn)),
        4 * math.sin(2 * turn + 1), expression_at(seconds),
    )  # fmt: skip
    if inside == 0.0:
        return (large,)
    small = Actor(
        WIDTH + 110 - 250 * inside + 10 * math.sin(3 * turn), 170 + 16 * math.sin(4 * turn), 190.0,
        -5 * math.sin(3 * turn), expression_at(seconds, ahead=3),
    )  # fmt: skip
    return small, large


def render(sheet: Sheet, seconds: float) -> Image:
    """The frame of this moment: uint8 [480, 640, 3] BGR. The same moment gives the same pixels."""
    return DemoPainter(sheet).paint(seconds)


class DemoPainter:
    """`render` for many frames: what they share is made once. Another cast may stand on the same stage."""

    def __init__(
        self, sheet: Sheet, cast: Callable[[float], tuple[Actor, ...]] = cast_at, round_seconds: float = ROUND_SECONDS
    ) -> None:
        """`cast` says who is there at a moment; the ground repeats itself after `round_seconds`."""
        self._stage = Stage(sheet.faces, WIDTH, HEIGHT)
        self._cast = cast
        self._round = round_seconds

    def paint(self, seconds: float) -> Image:
        """As `render`."""
        canvas = self._stage.ground((seconds % self._round) / self._round)
        for actor in self._cast(seconds):
            self._stage.put(canvas, (actor.x, actor.y), actor.size, actor.angle, actor.show)
        return canvas


class DemoSource:
    """The demo: 640x480, 30 frames a second of its own time, without end (or `rounds` of 21 seconds)."""

    def __init__(self, rounds: int | None = None, folder: Path | None = None) -> None:
        self.name = "Demo"
        self.live = False
        self.kind: SourceKind = "demo"
        self.note = ""
        self._frames = math.inf if rounds is None else rounds * ROUND_SECONDS * FPS
        self._folder = folder
        self._painter: DemoPainter | None = None
        self._next = 0

    def open(self) -> None:
        """Load the faces. Raises SourceError if they are damaged."""
        self._painter = DemoPainter(Sheet.load(self._folder))
        self._next = 0

    def read(self) -> Frame | None:
        """Draw the next frame."""
        if self._painter is None:
            raise SourceError("the demo is not open")
        index = self._next
        if index >= self._frames:
            return None
        self._next += 1
        return Frame(self._painter.paint(index / FPS), index, index / FPS, time.monotonic())

    def close(self) -> None:
        """Forget the faces."""
        self._painter = None


def _visit(seconds: float) -> float:
    """0 while the small face is away, 1 while it is all there."""
    begin, end = VISIT_SECONDS
    return _ease(min(seconds - begin, end - seconds) / 2.5)


def _ease(share: float) -> float:
    """0..1 with a gentle beginning and end."""
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)
