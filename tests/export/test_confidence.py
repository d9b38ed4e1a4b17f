"""A known temperature is found again, and the threshold shows as many faces as it may."""

from __future__ import annotations

import numpy as np
import pytest

from ferdesk.calibration import expected_calibration_error
from ferdesk.export.confidence import (
    FEW,
    FEWEST_SHOWN,
    LOWEST_THRESHOLD,
    SURER_THAN_NOT,
    choose_unsure,
    fit_temperature,
    rule,
    softmax,
)
from ferdesk.unsure import unsure_at


def drawn(temperature: float, n: int = 20000) -> tuple[np.ndarray, np.ndarray]:
    """Logits that are `temperature` times those which the labels were drawn by."""
    rng = np.random.default_rng(0)
    honest = rng.normal(0, 2, (n, 7))
    cumulative = softmax(honest).cumsum(axis=1)
    labels = (rng.uniform(size=(n, 1)) > cumulative).sum(axis=1).clip(0, 6)
    return honest * temperature, labels


@pytest.mark.parametrize("temperature", [0.4, 1.0, 2.5])
def test_a_known_temperature_is_found_again(temperature: float) -> None:
    logits, labels = drawn(temperature)
    assert fit_temperature(logits, labels) == pytest.approx(temperature, rel=0.03)


def test_it_makes_scores_honest() -> None:
    logits, labels = drawn(3.0)
    after = expected_calibration_error(softmax(logits / fit_temperature(logits, labels)), labels)
    assert expected_calibration_error(softmax(logits), labels) > 0.1
    assert after < 0.01


def test_a_few_faces_that_are_all_right_or_all_wrong_do_not_run_away_with_it() -> None:
    logits = 3 * np.eye(7)
    assert 0.6 < fit_temperature(logits, np.arange(7)) < 1.0
    assert 1.0 < fit_temperature(logits, (np.arange(7) + 1) % 7) < 2.0


def test_many_faces_overrule_what_is_usual() -> None:
    logits = np.tile(3 * np.eye(7), (5000, 1))
    assert fit_temperature(logits, np.tile(np.arange(7), 5000)) < 0.3


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
