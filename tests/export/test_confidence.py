"""The threshold shows as many faces as it may."""

from __future__ import annotations

import numpy as np
import pytest

from ferdesk.export.confidence import (
    FEW,
    FEWEST_SHOWN,
    LOWEST_THRESHOLD,
    SURER_THAN_NOT,
    choose_unsure,
    rule,
)
from ferdesk.unsure import unsure_at


def faces(top: list[float], right: list[bool], times: int = FEW) -> tuple[np.ndarray, np.ndarray]:
    """Scores whose highest is `top`, in column 2, and labels that make them right or not; each so many times."""
    scores = np.array([[(1 - value) / 6] * 7 for value in top])
    scores[:, 2] = top
    return np.repeat(scores, times, axis=0), np.repeat(np.where(right, 2, 3), times)


def test_a_few_faces_choose_no_threshold() -> None:
    unsure = choose_unsure(*faces([0.4, 0.5, 0.6, 0.9], [True] * 4, times=1))
    assert (unsure.threshold, unsure.shown, unsure.accuracy) == (SURER_THAN_NOT, 0.75, 1.0)
    assert "4 faces are too few" in rule(unsure, 4)


def test_the_lowest_threshold_that_is_right_enough() -> None:
    # From 0.55 on four of five are right; with the one at 0.50 it would be four of six.
    scores, labels = faces([0.5, 0.55, 0.6, 0.7, 0.8, 0.9], [False, False, True, True, True, True])
    unsure = choose_unsure(scores, labels)
    assert (unsure.threshold, unsure.accuracy) == (0.51, 0.8)
    assert unsure.shown == pytest.approx(5 / 6)


def test_all_are_shown_where_all_are_right_enough() -> None:
    assert choose_unsure(*faces([0.5, 0.6, 0.9], [True, True, True])).threshold == LOWEST_THRESHOLD


def test_half_are_shown_even_where_accuracy_is_out_of_reach() -> None:
    scores, labels = faces([0.4, 0.5, 0.6, 0.7], [False] * 4)
    unsure = choose_unsure(scores, labels)
    assert unsure.shown == FEWEST_SHOWN
    assert unsure.accuracy == 0.0


def test_nothing_shown_has_no_accuracy() -> None:
    scores, labels = faces([0.2], [True])
    assert (unsure_at(0.5, scores, labels).shown, unsure_at(0.5, scores, labels).accuracy) == (0.0, 0.0)
    assert unsure_at(0.5, scores[:0], labels[:0]).shown == 0.0


def test_the_card_says_by_which_rule_it_was_chosen() -> None:
    reached = choose_unsure(*faces([0.5, 0.55, 0.6, 0.7, 0.8, 0.9], [False, False, True, True, True, True]))
    assert "the lowest threshold that makes 80 %" in rule(reached, 6 * FEW)
    missed = choose_unsure(*faces([0.4, 0.5, 0.6, 0.7], [False] * 4))
    assert "out of reach while 50 % of the faces get one" in rule(missed, 4 * FEW)
