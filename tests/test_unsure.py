"""The threshold of "unsure" on faces that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ferdesk.unsure import Unsure, unsure_at

SCORES = np.array([[0.5, 0.3, 0.2], [0.1, 0.75, 0.15], [0.4, 0.35, 0.25], [0.0, 0.1, 0.9]], np.float32)
LABELS = np.array([0, 2, 1, 2])


@pytest.mark.parametrize(
    ("threshold", "shown", "accuracy"), [(0.0, 1.0, 0.5), (0.5, 0.75, 2 / 3), (0.75, 0.5, 0.5), (0.8, 0.25, 1.0)]
)
def test_a_label_counts_as_shown_from_the_threshold_on(threshold: float, shown: float, accuracy: float) -> None:
    assert unsure_at(threshold, SCORES, LABELS) == Unsure(threshold, shown, pytest.approx(accuracy))


def test_where_nothing_is_shown_nothing_is_right() -> None:
    assert unsure_at(0.95, SCORES, LABELS) == Unsure(0.95, 0.0, 0.0)
    assert unsure_at(0.5, SCORES[:0], LABELS[:0]) == Unsure(0.5, 0.0, 0.0)
