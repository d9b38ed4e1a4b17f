"""A known temperature is found again, it makes scores honest, and few faces do not run away with it."""

from __future__ import annotations

import numpy as np
import pytest

from ferdesk.calibration import expected_calibration_error
from ferdesk.export.confidence import softmax
from ferdesk.export.temperature import Temperature, fit_temperature

BY_EMOTION = (0.3, -0.2, 0.1, -0.3, 0.0, 0.0, 0.1)


def drawn(temperature: Temperature, n: int = 40000) -> tuple[np.ndarray, np.ndarray]:
    """Logits, and labels drawn by the scores that `temperature` makes of them."""
    rng = np.random.default_rng(0)
    logits = 2 * temperature.level * rng.normal(0, 1.5, (n, 7))
    cumulative = temperature.scores(logits).cumsum(axis=1)
    return logits, (rng.uniform(size=(n, 1)) > cumulative).sum(axis=1).clip(0, 6)


@pytest.mark.parametrize(("level", "slope"), [(0.4, 0.0), (1.0, 0.5), (1.0, -0.4), (2.5, 0.3)])
def test_a_known_temperature_is_found_again(level: float, slope: float) -> None:
    found = fit_temperature(*drawn(Temperature(level, slope, BY_EMOTION)))
    of_each = np.log(found.level) + np.array(found.by_emotion)
    assert of_each == pytest.approx(np.log(level) + np.array(BY_EMOTION), abs=0.08)
    assert found.slope == pytest.approx(slope, abs=0.12)


def test_it_makes_scores_honest_in_the_middle_and_at_the_top() -> None:
    # What smoothed labels do: too much is promised in the middle, too little at the top, and one number mends neither.
    logits, labels = drawn(Temperature(0.7, 1.2))
    fitted = fit_temperature(logits, labels)
    assert expected_calibration_error(softmax(logits), labels) > 0.03
    one = min(expected_calibration_error(softmax(logits / t), labels) for t in np.linspace(0.5, 2.0, 31))
    after = expected_calibration_error(fitted.scores(logits), labels)
    assert after < 0.01
    assert after < 0.7 * one


def test_no_label_changes() -> None:
    logits, labels = drawn(Temperature(0.7, 1.2), 500)
    after = fit_temperature(logits, labels).scores(logits)
    np.testing.assert_array_equal(after.argsort(axis=1), logits.argsort(axis=1))


def test_its_formula() -> None:
    scores = np.array([[0.4, 0.2, 0.1, 0.1, 0.1, 0.05, 0.05], [1 / 7] * 7])
    after = Temperature(2.0, 0.8, BY_EMOTION).scores(np.log(scores))
    spread = 1 - np.square(scores).sum(axis=1, keepdims=True)
    expected = scores ** (1 / (2.0 * np.exp(0.8 * spread + scores @ np.array(BY_EMOTION)[:, None])))
    np.testing.assert_allclose(after, expected / expected.sum(axis=1, keepdims=True))


def test_a_few_faces_that_are_all_right_or_all_wrong_do_not_run_away_with_it() -> None:
    logits = 3 * np.eye(7)
    right, wrong = fit_temperature(logits, np.arange(7)), fit_temperature(logits, (np.arange(7) + 1) % 7)
    assert 0.6 < right.level < 1.0
    assert 1.0 < wrong.level < 2.0
    assert max(abs(right.slope), abs(wrong.slope)) < 0.5


def test_many_faces_overrule_what_is_usual() -> None:
    logits = np.tile(3 * np.eye(7), (5000, 1))
    found = fit_temperature(logits, np.tile(np.arange(7), 5000))
    assert found.scores(logits[:7]).max(axis=1).min() > 0.998


@pytest.mark.parametrize("slope", [-0.5, 2.0])
@pytest.mark.parametrize("first", [-0.5, 0.5])
def test_a_surer_face_has_the_higher_score_at_the_bounds(slope: float, first: float) -> None:
    surer = np.linspace(0, 8, 200)[:, None] * np.eye(7)[:1]
    assert (np.diff(Temperature(1.0, slope, (first, *[-first] * 6)).scores(surer)[:, 0]) > 0).all()


def test_the_bounds_hold() -> None:
    logits = np.tile(np.linspace(0, 4, 100)[:, None] * np.eye(7)[:1], (50, 1))
    sure = logits[:, 0] > 2
    assert fit_temperature(logits, np.where(sure, 1, 0)).slope == -0.5  # the surer, the wronger
    assert fit_temperature(logits, np.where(sure, 0, 1)).slope == 2.0


def test_no_faces_leave_it_at_one() -> None:
    assert fit_temperature(np.zeros((0, 7)), np.zeros(0, np.int64)) == Temperature(1.0)
