"""Valence by FaceReader's definition."""

from __future__ import annotations

import numpy as np
import pytest

from ferdesk.emotions import Emotion
from ferdesk.valence import valence, valence_words


def test_happy_minus_the_strongest_negative_one() -> None:
    scores = np.zeros((3, 7))
    scores[0, [Emotion.HAPPY, Emotion.SAD, Emotion.FEAR]] = 0.5, 0.2, 0.3
    scores[1, Emotion.DISGUST] = 1.0
    scores[2, [Emotion.SURPRISE, Emotion.NEUTRAL]] = 0.5
    assert valence(scores) == pytest.approx([0.2, -1.0, 0.0])


def test_in_words_it_has_a_sign_that_is_as_long_as_the_other() -> None:
    assert [valence_words(value) for value in (0.314, -0.2, -0.001, float("nan"))] == ["+0.31", "−0.20", "+0.00", "–"]
