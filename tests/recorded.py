"""Results and recordings for tests, made of numbers: who shows what when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ferdesk.emotions import Emotion
from ferdesk.pipeline import PipelineSettings
from ferdesk.recorder import Recorder
from ferdesk.recording import Recording, open_recording
from ferdesk.recording_meta import RecordOptions
from ferdesk.recording_video import VideoKind
from ferdesk.types import Box, Face, Frame, Image, Result, Stats

STEP = 0.1
"""Seconds between two frames of `record`."""

Seen = tuple[int, Emotion | None]
"""A track and its label; None is unsure."""


def scores_of(emotion: Emotion | None) -> np.ndarray:
    """0.7 for the emotion and 0.05 for the others; of an unsure face 0.4 for neutral."""
    scores = np.full(7, 0.1 if emotion is None else 0.05, np.float32)
    scores[Emotion.NEUTRAL if emotion is None else emotion] = 0.4 if emotion is None else 0.7
    return scores


def result(
    index: int, seen: Sequence[Seen], *, seconds: float | None = None, image: Image | None = None,
    captured: float = 0.0, opening: int = 0,
) -> Result:  # fmt: skip
    """A result with faces side by side, 20 by 24 pixels each."""
    image = np.full((48, 96, 3), 90, np.uint8) if image is None else image
    faces = tuple(
        Face(
            Box(10.0 + 40 * place, 12.0, 20.0, 24.0), np.zeros((5, 2), np.float32), 0.9, track=track,
            scores=scores_of(emotion), smoothed=scores_of(emotion), emotion=emotion,
        )
        for place, (track, emotion) in enumerate(seen)
    )  # fmt: skip
    moment = STEP * index if seconds is None else seconds
    return Result(Frame(image, index, moment, captured, opening), faces, Stats(0, 0, 0, 0, 0, 0))


def options(video: VideoKind | None = None, *, blur_faces: bool = False, parquet: bool = False) -> RecordOptions:
    """Of a recording from nowhere."""
    return RecordOptions("clip.mp4", "default", "ab" * 32, PipelineSettings(), "CPU", video, blur_faces, parquet)


def record(folder: Path, script: Sequence[Sequence[Seen]]) -> Recording:
    """A recording with one frame for each entry of the script, STEP apart."""
    with Recorder(folder, options()) as recorder:
        for index, seen in enumerate(script):
            recorder.add(result(index, seen))
    return open_recording(folder)
