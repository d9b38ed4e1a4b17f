"""The values that cross boundaries: Frame, Box, Face, Stats, Result. Frozen; stages take one and return a new one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ferdesk.emotions import Emotion
from ferdesk.neutral import NeutralState
from ferdesk.quality import Quality

Image = NDArray[np.uint8]
"""uint8 pixels: [height, width, 3] BGR for frames, [48, 48] grey for crops."""

Scores = NDArray[np.float32]
"""float32 [7], the calibrated probabilities of the emotions in FER2013's order; sums to 1."""

Landmarks = NDArray[np.float32]
"""float32 [5, 2] (x, y) in pixels: the two eyes, the nose, the two mouth corners, each pair from the image's left."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One BGR image with its place in the source and the moment it was taken."""

    image: Image
    index: int
    """Position in the source, from 0."""
    seconds: float
    """Time on the source's own clock: media position for files, time since opening for cameras."""
    captured: float = 0.0
    """`time.monotonic()` when the frame was read, for latency; 0.0 where nobody measures it."""
    opening: int = 0
    """Which opening of a source it is from, later ones having higher numbers: frames of different openings do not
    continue each other, and tracks count anew. 0 where nobody counts."""
    name: str = ""
    """Of the picture by itself, as of a file in a folder; "" where it has none."""
    still: bool = False
    """A picture by itself, as of a file or a slide show: it is shown for seconds, so small faces are searched for."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in frame pixels. May reach beyond the frame."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face of one frame. The detector fills the first three fields; later stages fill in the rest."""

    box: Box
    landmarks: Landmarks
    detector_score: float
    """0..1."""
    track: int | None = None
    """From 1, stable while the person stays in view; of a picture that stands alone, counted from its largest face."""
    crop: Image | None = None
    """uint8 [48, 48], exactly what the classifier saw."""
    scores: Scores | None = None
    """Of this frame alone."""
    smoothed: Scores | None = None
    """Filtered over the track."""
    emotion: Emotion | None = None
    """The label shown; None is "unsure"."""
    quality: Quality | None = None
    """What makes the crop hard to read; None before it was cut."""
    neutral: NeutralState | None = None
    """Of the person's neutral face; None where nobody asked to measure it. While it is on, `smoothed` is of corrected
    scores and `scores` stay as the network gave them."""

    @property
    def confidence(self) -> float:
        """Smoothed score of the shown label, or the highest one where the label is "unsure"; 0.0 before scoring."""
        scores = self.smoothed if self.smoothed is not None else self.scores
        if scores is None:
            return 0.0
        return float(scores.max() if self.emotion is None else scores[self.emotion])


@dataclass(frozen=True, slots=True)
class Stats:
    """Milliseconds that each stage of the pipeline took for one frame."""

    detect_ms: float
    track_ms: float
    crop_ms: float
    classify_ms: float
    smooth_ms: float
    frame_ms: float


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A frame together with the faces found on that very frame."""

    frame: Frame
    faces: tuple[Face, ...]
    stats: Stats
