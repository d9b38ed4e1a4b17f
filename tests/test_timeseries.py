"""Series over time: what a gap is, and means in bins."""

from __future__ import annotations

import numpy as np
import pytest

from ferdesk.emotions import Emotion
from ferdesk.timeseries import Timeseries, bin_edges, binned, into_bins, runs, timeseries


def happy_at(seconds: list[float], *, end: float, happy: float = 0.8) -> Timeseries:
    """Somebody who looks happy, or else angry, whenever they are seen."""
    scores = np.zeros((len(seconds), 7), np.float32)
    scores[:, Emotion.HAPPY], scores[:, Emotion.ANGRY] = happy, 1 - happy
    return timeseries(np.array(seconds), scores, start=0.0, end=end)


def test_a_short_loss_is_no_gap_and_a_long_one_is() -> None:
    series = happy_at([0.0, 0.5, 1.4, 4.0, 4.5], end=6.0)
    bins = into_bins(series, np.arange(0.0, 6.1, 0.5))
    gaps = [(bins.edges[start], bins.edges[stop]) for start, stop in runs(np.isnan(bins.valence))]
    assert [gap[0] for gap in gaps] == pytest.approx([2.5, 5.5], abs=0.5)
    assert gaps[0][1] == 4.0, "seen again, drawn again"
    assert gaps[1][1] == 6.0, "to the end of what was watched"


def test_before_they_came_is_a_gap_and_outside_is_nothing() -> None:
    bins = into_bins(happy_at([2.0, 2.5, 3.0], end=3.2), np.arange(-2.0, 8.0, 0.5))
    assert (bins.edges[0], bins.edges[-1]) == (0.0, 3.2)
    assert np.isnan(bins.valence[bins.middles < 2.0]).all()
    assert np.isfinite(bins.valence[(bins.middles > 2.0) & (bins.middles < 3.0)]).all()


def test_bins_hold_means_and_valence_is_happy_minus_the_strongest_negative() -> None:
    scores = np.zeros((4, 7))
    scores[:, Emotion.HAPPY] = [1.0, 0.0, 0.6, 0.6]
    scores[:, Emotion.SAD] = [0.0, 1.0, 0.4, 0.4]
    bins = into_bins(timeseries(np.array([0.0, 0.1, 0.2, 0.3]), scores, start=0.0, end=0.4), np.array([0.0, 0.15, 0.4]))
    assert bins.scores[:, Emotion.HAPPY] == pytest.approx([0.5, 0.6])
    assert bins.valence == pytest.approx([0.0, 0.2])


def test_faces_without_scores_do_not_count() -> None:
    scores = np.full((3, 7), 1 / 7)
    scores[1] = np.nan
    series = timeseries(np.array([0.0, 0.1, 0.2]), scores, start=0.0, end=0.3)
    assert series.seconds.tolist() == [0.0, 0.2]
    assert np.isfinite(series.valence).all()


def test_a_moment_lasts_into_bins_of_its_own_that_nothing_else_fills() -> None:
    means = binned(np.array([0.0, 1.0]), np.array([1.0, 0.2]), np.array([[1.0], [5.0]]), np.arange(0.0, 1.6, 0.25))
    assert means[:4, 0].tolist() == [1.0, 1.0, 1.0, 1.0]
    assert means[4, 0] == 5.0
    assert np.isnan(means[5, 0])


def test_the_last_edge_belongs_to_the_last_bin() -> None:
    assert binned(np.array([0.0, 1.0]), np.zeros(2), np.array([[1.0], [3.0]]), np.array([0.0, 1.0]))[0, 0] == 2.0


def test_edges_do_not_move_with_the_view() -> None:
    before, after = bin_edges(100.0, 110.0, 500, 0.05), bin_edges(100.013, 110.013, 500, 0.05)
    assert np.isclose(after[:, None], before[None, :]).any(axis=1).sum() >= len(after) - 2
    assert before[0] <= 100.0 and before[-1] >= 110.0
    assert np.diff(bin_edges(0.0, 1.0, 600, 0.05)) == pytest.approx(0.05)
    assert len(bin_edges(0.0, 1800.0, 600, 0.05)) <= 602


def test_values_at_a_moment() -> None:
    series = happy_at([1.0, 1.1, 1.2], end=2.0)
    at = series.at(1.15)
    assert at is not None and at[1] == pytest.approx(0.6)
    np.testing.assert_array_equal(at[0], series.scores[1])
    assert series.at(0.5) is None and series.at(1.4) is None and series.at(7.0) is None
    assert series.at(1.2) is not None and series.at(1.1996) is not None, "to the millisecond"


def test_of_nobody_there_is_nothing_but_a_gap() -> None:
    bins = into_bins(timeseries(np.zeros(0), np.zeros((0, 7)), start=0.0, end=3.0), np.arange(0.0, 3.1, 1.0))
    assert np.isnan(bins.valence).all() and len(bins.valence) == 3
    assert len(into_bins(timeseries(np.zeros(0), np.zeros((0, 7)), start=0.0, end=0.0), np.zeros(2)).valence) == 0
