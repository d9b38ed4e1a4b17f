"""The last half hour in a bounded memory."""

from __future__ import annotations

import numpy as np
import pytest

from ferdesk import history as module
from ferdesk.emotions import Emotion
from ferdesk.history import EVERYONE, MOST_BYTES, History
from ferdesk.timeseries import into_bins, runs
from tests.recorded import result, scores_of


def _fed(moments: dict[float, list[tuple[int, Emotion | None]]]) -> History:
    history = History()
    for index, (seconds, seen) in enumerate(moments.items()):
        history.add(result(index, seen, seconds=seconds))
    return history


def test_each_track_has_its_own_scores_and_times() -> None:
    history = _fed({5.0: [(1, Emotion.HAPPY), (2, Emotion.SAD)], 5.1: [(1, Emotion.HAPPY)], 5.2: [(2, Emotion.SAD)]})
    one, two = history.series((1,), 0.0, 10.0), history.series((2,), 0.0, 10.0)
    assert one.seconds.tolist() == [5.0, 5.1] and two.seconds.tolist() == [5.0, 5.2]
    assert one.scores[0] == pytest.approx(scores_of(Emotion.HAPPY))
    assert one.valence == pytest.approx([0.65, 0.65]) and two.valence == pytest.approx([-0.65, -0.65])
    assert (one.start, one.end) == (5.0, 5.2)


def test_everyone_is_the_mean_of_who_is_there() -> None:
    history = _fed({0.0: [(1, Emotion.HAPPY), (2, Emotion.SAD)], 0.1: [(1, Emotion.HAPPY)], 0.2: []})
    series = history.series((EVERYONE,), 0.0, 1.0)
    assert series.valence == pytest.approx([0.0, 0.65])
    assert series.scores[0] == pytest.approx((scores_of(Emotion.HAPPY) + scores_of(Emotion.SAD)) / 2)
    assert series.end == 0.2


def test_two_tracks_of_one_person_are_one_series() -> None:
    history = _fed({0.0: [(1, Emotion.HAPPY)], 0.1: [(1, Emotion.HAPPY), (4, Emotion.SAD)], 0.2: [(4, Emotion.SAD)]})
    series = history.series((1, 4), 0.0, 1.0)
    assert series.seconds.tolist() == [0.0, 0.1, 0.2]
    assert series.valence == pytest.approx([0.65, 0.65, -0.65])


@pytest.mark.parametrize("span", [60.0, 1800.0])
def test_who_was_away_leaves_a_gap_however_long_the_time_on_show(span: float) -> None:
    history = History()
    for index in range(600):
        there = not 200 <= index < 300
        history.add(result(index, [(1, Emotion.HAPPY)] if there else [], seconds=index * 0.1))
    bins = into_bins(history.series((1,), 0.0, span), np.arange(0.0, 60.1, 0.5))
    gaps = [(bins.edges[start], bins.edges[stop]) for start, stop in runs(np.isnan(bins.valence))]
    assert gaps[0] == (20.0, pytest.approx(30.0))


def test_long_times_are_thinned_and_mean_the_same() -> None:
    history = History()
    for index in range(900):
        history.add(result(index, [(1, Emotion.HAPPY if index % 2 else Emotion.SAD)], seconds=index / 30))
    fine, coarse = history.series((1,), 0.0, 100.0), history.series((1,), 0.0, 1800.0)
    assert len(fine.seconds) == 900
    assert len(coarse.seconds) == pytest.approx(60, abs=2)
    assert float(coarse.valence.mean()) == pytest.approx(float(fine.valence.mean()), abs=0.03)


def test_of_long_times_the_newest_moment_is_as_it_was_seen() -> None:
    moments: dict[float, list[tuple[int, Emotion | None]]] = {n / 10: [(1, Emotion.SAD)] for n in range(99)}
    history = _fed(moments | {9.9: [(1, Emotion.HAPPY)]})
    for span in (100.0, 1000.0):
        newest = history.series((1,), history.end - span, history.end).at(history.end)
        assert newest is not None and newest[0] == pytest.approx(scores_of(Emotion.HAPPY))


def test_a_source_that_begins_anew_begins_a_new_history() -> None:
    history = _fed({7.0: [(1, Emotion.HAPPY)], 8.0: [(1, Emotion.HAPPY)]})
    assert history.add(result(0, [(1, Emotion.SAD)], seconds=0.0))
    assert not history.add(result(1, [(1, Emotion.SAD)], seconds=0.1))
    series = history.series((1,), 0.0, 10.0)
    assert (series.start, series.end) == (0.0, 0.1)
    assert (series.valence < 0).all()


def test_of_nothing_seen_there_is_nothing() -> None:
    series = History().series((1,), 0.0, 10.0)
    assert len(series.seconds) == 0 and series.start == series.end == 0.0


def test_faces_without_track_or_scores_do_not_count() -> None:
    history = History()
    history.add(result(0, [(1, Emotion.HAPPY)], seconds=0.0))
    bare = result(1, [(1, Emotion.HAPPY)], seconds=0.1)
    for name in ("track", "smoothed"):
        object.__setattr__(bare.faces[0], name, None)
        assert not history.add(bare)
    assert history.series((1,), 0.0, 1.0).seconds.tolist() == [0.0]
    assert history.series((EVERYONE,), 0.0, 1.0).seconds.tolist() == [0.0]


def test_memory_has_a_bound_and_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_BYTES < 30e6
    monkeypatch.setattr(module, "MOST_ROWS", 1000)
    monkeypatch.setattr(module, "_MOST_COARSE", 200)
    monkeypatch.setattr(module, "_BLOCK", 128)
    history = History()
    held = []
    for index in range(2200):
        history.add(result(index, [(1 + index // 90, Emotion.HAPPY)], seconds=index / 30))
        held.append(history.nbytes)
    assert max(held) == held[-1] == held[2100], "flat once it is full"
    assert held[-1] <= (1000 + 200 + 2 * 128) * (8 + 4 + 4 * 8)
    assert 350 <= len(history.series((EVERYONE,), 0.0, 100.0).seconds) <= 512
    assert history.start == pytest.approx(history.end - 500 / 30, abs=128 / 30)
    assert history.series((1,), 0.0, 100.0).seconds.tolist() == []


def test_what_is_older_than_half_an_hour_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BLOCK", 64)
    history = History()
    for index in range(1000):
        history.add(result(index, [(1, Emotion.HAPPY)], seconds=4.0 * index))
    assert history.start == pytest.approx(3996 - 1800)
    assert history.series((1,), 3000.0, 3200.0).seconds[0] == 3000.0
    assert history.series((1,), 0.0, 3999.0).start == history.start
    assert history.nbytes < 2 * (2 * 450 + 3 * 64) * 44, "no more blocks than the half hour needs"
