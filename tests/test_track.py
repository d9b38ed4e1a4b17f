from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ferdesk.track import LOST_SECONDS, Tracker
from ferdesk.types import Box, Face

SIZE = 80.0
Way = Callable[[float], tuple[float, float] | None]
"""Where a person's face is at a time (its middle), or None where the detector does not see it."""


def face(x: float, y: float, size: float = SIZE) -> Face:
    return Face(Box(x - size / 2, y - size / 2, size, size), np.zeros((5, 2), np.float32), 0.9)


def numbers(ways: Sequence[Way], *, rate: float, seconds: float, noise: float = 0.02, seed: int = 0) -> list[set[int]]:
    """The numbers that each person had while walking `ways`, seen `rate` times a second by a trembling detector."""
    random = np.random.default_rng(seed)
    tracker = Tracker()
    had: list[set[int]] = [set() for _ in ways]
    for step in range(int(seconds * rate)):
        seen = [(person, where) for person, way in enumerate(ways) if (where := way(step / rate)) is not None]
        random.shuffle(seen)
        shaken = [face(*(np.array(where) + random.normal(0, noise * SIZE, 2))) for _, where in seen]
        for (person, _), tracked in zip(seen, tracker.update(shaken, step / rate), strict=True):
            assert tracked.track is not None
            had[person].add(tracked.track)
    return had


def test_numbers_begin_at_one_and_faces_keep_their_order() -> None:
    tracker = Tracker()
    first = tracker.update([face(300, 100), face(100, 100)], 0.0)
    assert [tracked.track for tracked in first] == [1, 2]
    second = tracker.update([face(101, 100), face(500, 100), face(299, 101)], 0.04)
    assert [tracked.track for tracked in second] == [2, 3, 1]
    assert second[0].box == face(101, 100).box


@pytest.mark.parametrize("rate", [10, 15, 30, 60])
@pytest.mark.parametrize("speed", [40, 120, 250])
def test_people_who_pass_each_other_keep_their_numbers(rate: float, speed: float) -> None:
    """One walks left, one right, a little more than a face apart in height."""
    seconds = 600 / speed
    ways: list[Way] = [lambda t: (50 + speed * t, 100), lambda t: (650 - speed * t, 100 + 1.1 * SIZE)]
    for seed in range(5):
        assert [len(had) for had in numbers(ways, rate=rate, seconds=seconds, seed=seed)] == [1, 1]


@pytest.mark.parametrize("rate", [10, 30])
def test_people_who_meet_and_turn_back_keep_their_numbers(rate: float) -> None:
    ways: list[Way] = [
        lambda t: (300 - 0.55 * SIZE - 100 * abs(t - 2), 100),
        lambda t: (300 + 0.55 * SIZE + 100 * abs(t - 2), 100),
    ]
    for seed in range(5):
        assert [len(had) for had in numbers(ways, rate=rate, seconds=4, seed=seed)] == [1, 1]


def test_a_row_of_people_moving_together_keeps_its_numbers() -> None:
    """Each soon stands where the next one stood."""
    ways: list[Way] = [lambda t, start=start: (start + 150 * t, 100) for start in range(0, 500, 100)]
    assert [len(had) for had in numbers(ways, rate=15, seconds=4)] == [1] * 5


@pytest.mark.parametrize("rate", [5, 25, 60])
def test_a_number_outlasts_a_loss_of_less_than_a_second_at_any_rate(rate: float) -> None:
    def way(lost: float) -> Way:
        return lambda t: None if 1 < t < 1 + lost else (200 + 20 * t, 100)

    assert numbers([way(0.75)], rate=rate, seconds=4) == [{1}]
    assert numbers([way(LOST_SECONDS + 0.25)], rate=rate, seconds=4) == [{1, 2}]


def test_a_detector_that_misses_faces_now_and_then() -> None:
    random = np.random.default_rng(1)

    def way(x: float, speed: float) -> Way:
        return lambda t: None if random.random() < 0.2 else (x + speed * t, 100 if speed > 0 else 190)

    had = numbers([way(50, 90), way(600, -90)], rate=25, seconds=6)
    assert [len(numbers_of_one) for numbers_of_one in had] == [1, 1]


def test_walking_past_a_lost_persons_place_leaves_both_their_numbers() -> None:
    def stands(t: float) -> tuple[float, float] | None:
        return None if 1.6 < t < 2.4 else (300, 100)  # hidden behind the other, who is in front at 2 s

    def passes(t: float) -> tuple[float, float]:
        return (300 + 150 * (t - 2), 100)

    for seed in range(10):
        had = numbers([stands, passes], rate=30, seconds=4, noise=0.04, seed=seed)
        assert [len(numbers_of_one) for numbers_of_one in had] == [1, 1]


def test_a_panning_camera_leaves_a_row_of_people_their_numbers() -> None:
    """At five frames a second each soon jumps nearer to the next one's last place than to their own."""
    ways: list[Way] = [lambda t, start=start: (start + 60 * t * t, 100) for start in range(0, 500, 100)]
    assert [len(had) for had in numbers(ways, rate=5, seconds=4)] == [1] * 5


def test_somebody_who_stops_while_unseen_is_known_again() -> None:
    assert numbers([lambda t: None if 1 < t < 1.8 else (300 * min(t, 1), 100)], rate=25, seconds=3) == [{1}]


def test_somebody_too_far_away_or_of_quite_another_size_is_somebody_else() -> None:
    tracker = Tracker()
    tracker.update([face(100, 100)], 0.0)
    assert tracker.update([face(100 + SIZE, 100)], 0.04)[0].track == 2  # nobody moves 25 faces a second
    assert tracker.update([face(100, 100, 3 * SIZE)], 0.08)[0].track == 3
    assert tracker.update([face(100, 100 + 2 * SIZE)], 0.98)[0].track == 4


def test_no_number_is_used_twice_until_reset() -> None:
    tracker = Tracker()
    seen = [tracker.update([face(100, 100)], second * 5.0)[0].track for second in range(4)]
    assert seen == [1, 2, 3, 4]
    tracker.reset()
    assert tracker.update([face(100, 100)], 0.0)[0].track == 1


def test_when_time_goes_backwards_nobody_is_known_any_more() -> None:
    tracker = Tracker()
    tracker.update([face(100, 100)], 10.0)
    assert tracker.update([face(100, 100)], 0.0)[0].track == 2
    assert tracker.update([face(100, 100)], 0.04)[0].track == 2


def test_a_clock_that_stands_still_does_no_harm() -> None:
    tracker = Tracker()
    tracker.update([face(100, 100)], 1.0)
    assert tracker.update([face(104, 100)], 1.0)[0].track == 1
    assert tracker.update([face(108, 100)], 1.04)[0].track == 1


boxes = st.builds(face, st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), st.floats(0, 1e3))


@settings(max_examples=50)
@given(st.lists(st.tuples(st.floats(0, 2), st.lists(boxes, max_size=6)), max_size=6))
def test_every_face_gets_a_number_of_its_own(frames: list[tuple[float, list[Face]]]) -> None:
    tracker = Tracker()
    seconds, highest = 0.0, 0
    for elapsed, faces in frames:
        seconds += elapsed
        tracked = tracker.update(faces, seconds)
        assert [one.box for one in tracked] == [one.box for one in faces]
        given_out = [one.track for one in tracked if one.track is not None]
        assert len(set(given_out)) == len(faces)
        assert all(number >= 1 for number in given_out)
        assert max(given_out, default=0) <= highest + len(faces)
        highest = max([highest, *given_out])


@pytest.mark.parametrize("step", [0.9, 1.0, 1.2])
def test_one_picture_a_second_is_enough_to_keep_a_number(step: float) -> None:
    tracker = Tracker()
    had = {tracker.update([face(100 + number, 100)], number * step)[0].track for number in range(8)}
    assert had == {1}


def test_people_stay_when_the_same_picture_comes_larger() -> None:
    tracker = Tracker()
    for number in range(5):
        tracker.update([face(100 + 20 * number, 100), face(300, 100)], number / 10)
    tracker.rescale(3.0, 3.0)
    larger = tracker.update([face(900, 300, 3 * SIZE), face(600, 300, 3 * SIZE)], 0.5)
    assert [tracked.track for tracked in larger] == [2, 1]


def test_who_is_forgotten_gets_a_new_number() -> None:
    tracker = Tracker()
    tracker.update([face(100, 100)], 0.0)
    tracker.forget()
    assert tracker.update([face(100, 100)], 0.1)[0].track == 2
