"""The calibration error against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ferdesk.calibration import error_by_chance, error_of, expected_calibration_error, reliability


def two_class(top: list[float]) -> np.ndarray:
    """Rows whose highest score is the given one, in column 0."""
    return np.array([[value, 1.0 - value] for value in top])


def test_hand_computed_error() -> None:
    # Bin (0.5, 0.6]: two of score 0.55, one right: |0.5 - 0.55| = 0.05. Bin (0.9, 1]: 0.95 and 0.97, both right: 0.04.
    scores = two_class([0.55, 0.55, 0.95, 0.97])
    labels = np.array([0, 1, 0, 0])
    assert expected_calibration_error(scores, labels, bins=10) == pytest.approx(0.5 * 0.05 + 0.5 * 0.04)


def test_sure_and_always_wrong_is_an_error_of_one() -> None:
    assert expected_calibration_error(two_class([1.0, 1.0]), np.array([1, 1])) == pytest.approx(1.0)


def test_bins_are_open_below_and_closed_above() -> None:
    filled = reliability(two_class([0.5, 0.51, 1.0]), np.array([0, 0, 0]), bins=4)
    assert [entry.n for entry in filled] == [0, 1, 1, 1]
    assert (filled[1].low, filled[1].high) == (0.25, 0.5)


def test_counts_add_up_and_honest_scores_have_a_small_error() -> None:
    rng = np.random.default_rng(0)
    top = rng.uniform(0.5, 1.0, 20000)
    labels = (rng.uniform(size=20000) > top).astype(np.int64)
    scores = two_class(list(top))
    assert sum(entry.n for entry in reliability(scores, labels)) == 20000
    assert expected_calibration_error(scores, labels) < 0.01
    too_sure = two_class(list(np.clip(top + 0.2, 0.5, 1.0)))
    assert expected_calibration_error(too_sure, labels) > 0.1


def test_true_scores_err_by_what_chance_alone_makes_of_so_few_faces() -> None:
    rng = np.random.default_rng(0)
    top = rng.uniform(0.5, 1.0, 1000)
    errors = []
    for _ in range(200):
        filled = reliability(two_class(list(top)), (rng.uniform(size=1000) > top).astype(np.int64))
        errors.append(error_of(filled))
    assert error_by_chance(filled) == pytest.approx(np.mean(errors), rel=0.05)
    alone = reliability(two_class([0.8]), np.array([0]))
    assert error_by_chance(alone) == pytest.approx((2 / np.pi * 0.8 * 0.2) ** 0.5)
    assert error_by_chance(reliability(np.zeros((0, 7)), np.zeros(0, np.int64))) == 0.0


def test_nothing_has_no_error_and_uneven_arrays_are_refused() -> None:
    assert expected_calibration_error(np.zeros((0, 7)), np.zeros(0, np.int64)) == 0.0
    with pytest.raises(ValueError, match="labels"):
        reliability(np.zeros((3, 7)), np.zeros(2, np.int64))
