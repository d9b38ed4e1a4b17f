"""Calibrate neutral: a person's relaxed face is measured for 5 seconds, and from then on counts as neutral.

A NeutralCalibrator belongs to one thread; wishes and states are immutable and cross threads.

The scores are a softmax, so their logarithms are the network's logits (temperature included) up to a number that all
seven share. With s the scores of a frame, m the mean of log s over the relaxed frames and t = log TYPICAL, the
corrected logits are `log s - m + t`. Subtracting m alone, as one might at first, would make a relaxed face seven times
1/7, that is nothing at all; adding t back makes it what the network answers to neutral faces that it reads as such.
Whoever has such a face anyway is left alone; of the others exactly what parts them from it is taken away, in every
frame. As probabilities that is `s * exp(t - m)`, made to sum to 1: the form of a correction for shifted priors (M.
Saerens et al., "Adjusting the outputs of a classifier to new a priori probabilities", Neural Computation 2002, eq. 4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ferdesk.emotions import Emotion

if TYPE_CHECKING:
    from ferdesk.types import Face, Scores

SECONDS = 5.0
"""Of the source's clock, with the face in view, that a measurement takes."""
FEWEST = 10
"""Frames that it takes at least, however slow the source is."""

TYPICAL = (0.046, 0.013, 0.042, 0.031, 0.081, 0.017, 0.770)
"""What the first bundled network answered to a neutral face that it read as neutral: the geometric mean over the 404
such faces of FER2013's PublicTest, with the detector in the loop, in the order of Emotion. Those after it answer the
same within 0.07 for neutral and 0.03 for the rest, other bundles are calibrated too, and neutral leads in any case."""

_LEAST = 0.01
"""Scores below this count as this in a mean of logarithms, to which 1e-4 and 1e-6 make a difference and mean the same.
It also keeps the correction from making a trace of an emotion more than ten times as strong beside neutral."""

_STEADY = 0.75
"""Of the frames measured, this share has to be read as the same emotion."""

_LONGEST_STEP = 1.0
"""Seconds: a gap between two frames counts as so much at most."""


class Phase(StrEnum):
    """Where the calibration of a person stands."""

    MEASURING = "measuring"
    ON = "on"
    OFF = "off"
    """Measured, but not applied."""


@dataclass(frozen=True, slots=True)
class NeutralWish:
    """What somebody asked for a person; taking the wish away forgets what was measured."""

    number: int
    """Of the measurement. Each new one has a higher number; tracks that share it share what was measured."""
    on: bool = True


NeutralWishes = Mapping[int, NeutralWish]
"""By track."""

NO_WISHES: NeutralWishes = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class NeutralState:
    """Where the calibration of a face's person stands."""

    phase: Phase
    seconds_left: float
    """Of the measurement; 0.0 once it is over. It may stay a little above while frames are still too few."""
    resting: Emotion | None = None
    """What the relaxed face would be read as without correction; None while that is measured."""
    steady: bool = True
    """False where the face was read as one thing and another while it was measured: it was hardly relaxed."""


class NeutralCalibrator:
    """Corrects the scores of those whose neutral face was measured, and measures where `wishes` ask for it."""

    def __init__(self) -> None:
        self.wishes: NeutralWishes = NO_WISHES
        """May be assigned between two frames."""
        self._measures: dict[int, _Measure] = {}
        self._seconds = 0.0
        self._stale = 0

    def reset(self) -> None:
        """Forget everybody: tracks begin at 1 again, and wishes known so far are of people who are gone."""
        self._stale = max((self._stale, *(wish.number for wish in self.wishes.values())))
        self._measures = {}

    def update(self, faces: Sequence[Face], seconds: float) -> tuple[Face, ...]:
        """The same faces with `neutral`, and with corrected `scores` where that is on; `seconds` as in Frame."""
        previous, self._seconds = self._seconds, seconds
        if not self.wishes:
            self._measures = {}
            return tuple(faces)
        wanted = {wish.number for wish in self.wishes.values()}
        self._measures = {number: measure for number, measure in self._measures.items() if number in wanted}
        return tuple(self._calibrated(face, seconds, previous) for face in faces)

    def _calibrated(self, face: Face, seconds: float, previous: float) -> Face:
        wish = self.wishes.get(face.track) if face.track is not None else None
        if wish is None or wish.number <= self._stale or face.scores is None:
            return face
        measure = self._measures.setdefault(wish.number, _Measure())
        if measure.weights is None:
            measure.add(face.scores, seconds, previous)
        if measure.weights is None:
            return replace(face, neutral=NeutralState(Phase.MEASURING, measure.seconds_left))
        phase = Phase.ON if wish.on else Phase.OFF
        scores = corrected(face.scores, measure.weights) if wish.on else face.scores
        return replace(face, scores=scores, neutral=NeutralState(phase, 0.0, measure.resting, measure.steady))


@dataclass(slots=True)
class _Measure:
    """The relaxed frames of one person so far, and after the last of them the weights."""

    total: NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(Emotion)))
    read: Counter[int] = field(default_factory=Counter)
    """How many frames were read as which emotion."""
    seconds: float = 0.0
    last: float | None = None
    weights: Scores | None = None
    resting: Emotion | None = None

    @property
    def seconds_left(self) -> float:
        return max(SECONDS - self.seconds, 0.1)

    @property
    def steady(self) -> bool:
        return max(self.read.values()) >= _STEADY * self.read.total()

    def add(self, scores: Scores, seconds: float, previous: float) -> None:
        """One more frame. Time counts from frame to frame, and not while the face was away: then it waits."""
        if self.last is not None and self.last == previous:
            self.seconds += min(max(seconds - previous, 0.0), _LONGEST_STEP)
        self.last = seconds
        self.total += _logits(scores)
        self.read[int(scores.argmax())] += 1
        frames = self.read.total()
        if self.seconds >= SECONDS - 1e-6 and frames >= FEWEST:
            mean = self.total / frames
            self.weights = weights_of(mean)
            self.resting = Emotion(int(mean.argmax()))


def weights_of(mean: NDArray[np.float64]) -> Scores:
    """What scores are multiplied by, float32 [7]: exp(t - m) of a relaxed face's mean log scores m, float64 [7]."""
    weights = np.exp(np.log(TYPICAL) - mean)
    return np.asarray(weights / weights.sum(), np.float32)


def corrected(scores: Scores, weights: Scores) -> Scores:
    """`scores` times `weights`, made to sum to 1."""
    product = scores * weights
    return np.asarray(product / max(float(product.sum()), 1e-12), np.float32)


def _logits(scores: Scores) -> NDArray[np.float64]:
    """The logarithms, none below that of _LEAST."""
    return np.log(np.maximum(scores, _LEAST, dtype=np.float64))
