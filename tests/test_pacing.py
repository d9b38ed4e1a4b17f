from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ferdesk.pacing import MAX_GAP_SECONDS, MAX_LAG_SECONDS, Backoff, Pacer, Stillness
from tests.fakes import picture


def test_frames_are_due_by_their_own_times_however_uneven() -> None:
    pacer, now = Pacer(), 100.0
    for seconds in (5.0, 5.04, 5.2, 6.0):
        assert pacer.delay(seconds, now) == pytest.approx(seconds - 5.0 - (now - 100.0))
        now = 100.0 + seconds - 5.0
    assert pacer.last_step == pytest.approx(0.8)


def test_a_little_lag_is_caught_up_a_large_one_is_not() -> None:
    pacer = Pacer()
    pacer.delay(0.0, 0.0)
    assert pacer.delay(0.1, 0.2) == 0.0
    assert pacer.delay(0.3, 0.2) == pytest.approx(0.1)
    assert pacer.delay(0.4, 0.4 + MAX_LAG_SECONDS + 0.1) == 0.0
    assert pacer.delay(0.5, 0.4 + MAX_LAG_SECONDS + 0.1) == pytest.approx(0.1), "playing goes on from the new present"


def test_a_leap_in_time_is_cut_short() -> None:
    pacer = Pacer()
    pacer.delay(0.0, 0.0)
    assert pacer.delay(3600.0, 0.0) == MAX_GAP_SECONDS
    assert pacer.delay(3600.1, MAX_GAP_SECONDS) == pytest.approx(0.1)
    assert pacer.delay(1.0, MAX_GAP_SECONDS) == 0.0, "a leap back is not waited for"


def test_after_a_pause_playing_goes_on_from_the_frame_it_stopped_at() -> None:
    pacer = Pacer()
    pacer.delay(1.0, 0.0)
    pacer.restart(1.0, 50.0)
    assert pacer.delay(1.5, 50.0) == pytest.approx(0.5)


@given(st.lists(st.tuples(st.floats(0, 1e5), st.floats(0, 10)), min_size=1))
def test_a_delay_is_never_negative_nor_long(steps: list[tuple[float, float]]) -> None:
    pacer, now = Pacer(), 0.0
    for seconds, passed in steps:
        now += passed
        assert 0.0 <= pacer.delay(seconds, now) <= MAX_GAP_SECONDS + 1e-9


def test_stillness_counts_identical_pictures_only() -> None:
    still = Stillness()
    assert still.seconds(picture(1), 10.0) == 0.0
    assert still.seconds(picture(1), 11.5) == 1.5
    assert still.seconds(picture(2), 12.0) == 0.0
    changed = picture(2)
    changed[-1, -1, 0] += 1
    assert still.seconds(changed, 13.0) == 0.0, "one pixel off the coarse grid is a change"
    assert still.seconds(np.zeros((1, 1, 3), np.uint8), 14.0) == 0.0


def test_reopening_counts_anew_but_still_compares() -> None:
    still = Stillness()
    still.seconds(picture(1), 0.0)
    still.restart(10.0)
    assert still.seconds(picture(1), 11.0) == 1.0


def test_backoff_doubles_to_its_end_and_begins_again() -> None:
    backoff = Backoff()
    assert [backoff.next() for _ in range(6)] == [0.5, 1.0, 2.0, 4.0, 5.0, 5.0]
    backoff.reset()
    assert backoff.next() == 0.5
