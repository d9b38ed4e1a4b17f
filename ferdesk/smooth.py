"""Steady scores and a label that does not flicker, for each track by itself.

A Smoother belongs to one thread.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ferdesk.emotions import Emotion
from ferdesk.track import LOST_SECONDS
from ferdesk.types import Face, Scores

DEFAULT_SECONDS = 0.35
DEFAULT_MARGIN = 0.1

_SLACK = 0.03  # how far beyond the threshold a score must go before "unsure" comes or goes


@dataclass(frozen=True)
class _Memory:
    scores: Scores
    emotion: Emotion | None
    seconds: float


class Smoother:
    """An exponential filter on the scores of each track, and a label with hysteresis on top of it.

    `time_constant` in seconds of the source's time; 0 switches all memory off. `unsure_threshold` as in BundleInfo. A
    new label must lead the shown one by more than `margin`. All three may be changed between two frames.

    The probabilities themselves are filtered, not their logarithms: a mean of calibrated forecasts still sums to 1 and
    cannot be vetoed by one blurred frame that puts an emotion near 0, as a mean of logarithms is.
    """

    def __init__(self, time_constant: float, unsure_threshold: float, margin: float = DEFAULT_MARGIN) -> None:
        self.time_constant = time_constant
        self.unsure_threshold = unsure_threshold
        self.margin = margin
        self._memories: dict[int, _Memory] = {}

    def reset(self) -> None:
        """Forget all tracks."""
        self._memories = {}

    def update(self, faces: Sequence[Face], seconds: float) -> tuple[Face, ...]:
        """The same faces with `smoothed` and `emotion`. Those without a track are taken as they are."""
        if self.time_constant <= 0:
            self.reset()
            return alone(faces, self.unsure_threshold)
        self._memories = {
            track: memory for track, memory in self._memories.items() if 0 <= seconds - memory.seconds <= LOST_SECONDS
        }
        return tuple(self._smoothed(face, seconds) for face in faces)

    def _smoothed(self, face: Face, seconds: float) -> Face:
        if face.track is None or face.scores is None:
            return alone((face,), self.unsure_threshold)[0]
        memory = self._next(self._memories.get(face.track), face.scores, seconds)
        self._memories[face.track] = memory
        return replace(face, smoothed=memory.scores, emotion=memory.emotion)

    def _next(self, memory: _Memory | None, scores: Scores, seconds: float) -> _Memory:
        """What is remembered of a track once `scores` were seen."""
        if memory is None:
            return _Memory(scores, _first_label(scores, self.unsure_threshold), seconds)
        smoothed = memory.scores + _share(seconds - memory.seconds, self.time_constant) * (scores - memory.scores)
        return _Memory(smoothed, _label(smoothed, memory.emotion, self.unsure_threshold, self.margin), seconds)


def alone(faces: Sequence[Face], unsure_threshold: float) -> tuple[Face, ...]:
    """The same faces without any memory: `smoothed` is `scores`, `emotion` the highest one unless that is unsure."""
    return tuple(
        replace(face, smoothed=face.scores, emotion=_first_label(face.scores, unsure_threshold)) for face in faces
    )


def _share(elapsed: float, time_constant: float) -> np.float32:
    """The weight of the newest scores.

    A first-order low-pass solved exactly over `elapsed`, 1 - exp(-elapsed / time_constant), so that the answer to a
    change is the same curve at every frame rate. Where the clock stands still there is nothing to filter by: 1.
    """
    return np.float32(1.0 if elapsed <= 0 else -math.expm1(-elapsed / time_constant))


def _first_label(scores: Scores | None, threshold: float) -> Emotion | None:
    if scores is None:
        return None
    top = Emotion(int(scores.argmax()))
    return top if scores[top] >= threshold else None


def _label(scores: Scores, shown: Emotion | None, threshold: float, margin: float) -> Emotion | None:
    """Keep the shown label while it is sure enough and nobody clearly leads it; else the leader, if it is sure."""
    top = Emotion(int(scores.argmax()))
    if shown is not None and scores[shown] >= threshold - _SLACK and scores[top] - scores[shown] <= margin:
        return shown
    return top if scores[top] >= threshold + _SLACK else None
