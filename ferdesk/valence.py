"""Valence: how pleasant an expression looks, one number out of the seven scores."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ferdesk.emotions import Emotion

HELP = (
    "Valence says how pleasant an expression looks, as FaceReader defines it: happy minus the strongest of sad, angry, "
    "fear and disgust. +1 is the most pleasant, −1 the least; surprise and neutral count for neither side."
)
"""What valence is, for people."""

_NEGATIVE = [Emotion.SAD, Emotion.ANGRY, Emotion.FEAR, Emotion.DISGUST]


def valence(scores: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Of scores [..., 7]: [...], -1..1, happy minus the strongest of sad, angry, fear and disgust.

    As FaceReader defines it (Noldus, "FaceReader Methodology Note"); surprise and neutral count for neither side.
    """
    return np.asarray(scores[..., Emotion.HAPPY] - scores[..., _NEGATIVE].max(axis=-1))


def valence_words(value: float) -> str:
    """Such as "+0.31" or "−0.20"; a dash for NaN, which is nobody's."""
    return "–" if math.isnan(value) else f"{round(value, 2) + 0.0:+.2f}".replace("-", "−")  # + 0.0: no "−0.00"
