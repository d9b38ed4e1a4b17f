from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from ferdesk.emotions import Emotion
from ferdesk.smooth import Smoother, alone
from ferdesk.track import LOST_SECONDS
from ferdesk.types import Box, Face, Scores


def scores(**shares: float) -> Scores:
    """The given probabilities by lower-case name; the rest is spread over the other emotions."""
    rest = (1 - sum(shares.values())) / (7 - len(shares))
    return np.array([shares.get(emotion.label, rest) for emotion in Emotion], np.float32)


def face(values: Scores | None, track: int | None = 1) -> Face:
    return Face(Box(0, 0, 9, 9), np.zeros((5, 2), np.float32), 0.9, track=track, scores=values)


def labels(smoother: Smoother, sequence: list[Scores], rate: float = 30) -> list[Emotion | None]:
    return [smoother.update([face(values)], step / rate)[0].emotion for step, values in enumerate(sequence)]


def changes(shown: list[Emotion | None]) -> int:
    return sum(before != after for before, after in pairwise(shown))


@pytest.mark.parametrize("rate", [10, 24, 60])
def test_a_change_takes_the_same_time_at_every_frame_rate(rate: int) -> None:
    smoother = Smoother(0.5, 0.0)
    smoother.update([face(scores(sad=1.0))], 0.0)
    for step in range(1, rate + 1):
        smoothed = smoother.update([face(scores(happy=1.0))], step / rate)[0].smoothed
    assert smoothed is not None
    assert smoothed[Emotion.HAPPY] == pytest.approx(1 - math.exp(-1 / 0.5), abs=1e-4)
    assert smoothed.sum() == pytest.approx(1, abs=1e-5)


def test_the_first_scores_are_taken_as_they_are() -> None:
    first = Smoother(0.5, 0.4).update([face(scores(fear=0.6))], 7.0)[0]
    assert first.emotion is Emotion.FEAR
    np.testing.assert_array_equal(first.smoothed, scores(fear=0.6))


def test_noise_does_not_make_the_label_flicker() -> None:
    random = np.random.default_rng(0)
    sequence = []
    for _ in range(300):
        lean = random.normal(0, 0.1)
        sequence.append(scores(sad=float(np.clip(0.45 + lean, 0, 0.9)), neutral=float(np.clip(0.45 - lean, 0, 0.9))))
    raw = changes([alone([face(values)], 0.0)[0].emotion for values in sequence])
    assert raw > 100
    assert changes(labels(Smoother(0.35, 0.0), sequence)) <= 2


def test_a_clear_change_is_shown_soon_and_once() -> None:
    shown = labels(Smoother(0.35, 0.4), [scores(neutral=0.9)] * 30 + [scores(happy=0.9)] * 60)
    assert changes([label for label in shown if label is not None]) == 1
    assert shown[-1] is Emotion.HAPPY
    assert shown.index(Emotion.HAPPY) <= 30 + 0.5 * 30


def test_a_new_label_must_lead_by_the_margin() -> None:
    smoother = Smoother(1e-6, 0.0, margin=0.1)
    sequence = [scores(sad=0.5, fear=0.4), scores(sad=0.41, fear=0.49), scores(sad=0.39, fear=0.5)]
    assert labels(smoother, sequence) == [Emotion.SAD, Emotion.SAD, Emotion.FEAR]


def test_unsure_does_not_flicker_at_the_threshold() -> None:
    near = [scores(happy=0.4 + 0.02 * (-1) ** step) for step in range(100)]
    assert changes([alone([face(values)], 0.4)[0].emotion for values in near]) == 99
    assert changes(labels(Smoother(1e-6, 0.4), near)) <= 1
    sure_first = [scores(happy=0.6), *near, scores(happy=0.3), *near, scores(happy=0.5)]
    shown = labels(Smoother(1e-6, 0.4), sure_first)
    assert changes(shown) == 2
    assert (shown[0], shown[102], shown[-1]) == (Emotion.HAPPY, None, Emotion.HAPPY)


def test_no_time_constant_means_raw_scores_and_labels() -> None:
    smoother = Smoother(0.0, 0.4)
    for step, values in enumerate([scores(sad=0.8), scores(happy=0.41), scores(happy=0.39)]):
        found = smoother.update([face(values)], step / 30)[0]
        np.testing.assert_array_equal(found.smoothed, values)
        assert found.emotion == (Emotion.SAD, Emotion.HAPPY, None)[step]


def test_settings_hold_from_the_next_frame_on() -> None:
    smoother = Smoother(0.5, 0.4)
    smoother.update([face(scores(sad=0.9))], 0.0)
    smoother.unsure_threshold = 0.95
    assert smoother.update([face(scores(sad=0.9))], 0.1)[0].emotion is None
    smoother.time_constant = 0.0
    found = smoother.update([face(scores(happy=1.0))], 0.2)[0]
    np.testing.assert_array_equal(found.smoothed, scores(happy=1.0))


def test_people_do_not_mix() -> None:
    smoother = Smoother(10.0, 0.0)
    smoother.update([face(scores(sad=0.9), 1), face(scores(happy=0.9), 2)], 0.0)
    second, first = smoother.update([face(scores(sad=0.8), 2), face(scores(happy=0.8), 1)], 0.1)
    assert (first.emotion, second.emotion) == (Emotion.SAD, Emotion.HAPPY)


def test_a_short_loss_is_bridged_and_a_long_one_forgotten() -> None:
    smoother = Smoother(100.0, 0.0)
    smoother.update([face(scores(sad=0.9))], 0.0)
    smoother.update([], LOST_SECONDS * 0.5)
    assert smoother.update([face(scores(happy=0.9))], LOST_SECONDS * 0.9)[0].emotion is Emotion.SAD
    smoother.update([], LOST_SECONDS * 2)
    assert smoother.update([face(scores(happy=0.9))], LOST_SECONDS * 2.1)[0].emotion is Emotion.HAPPY


def test_memory_does_not_grow() -> None:
    smoother = Smoother(0.3, 0.0)
    for track in range(1, 1000):
        smoother.update([face(scores(sad=0.9), track)], track / 10)
    assert len(smoother._memories) <= 11
    for turn in range(50):  # a film played again and again
        smoother.update([face(scores(sad=0.9), 2000 + turn)], 0.0)
        smoother.update([face(scores(sad=0.9), 2000 + turn)], 0.5)
    assert len(smoother._memories) == 1


def test_reset_forgets() -> None:
    smoother = Smoother(100.0, 0.0)
    smoother.update([face(scores(sad=0.9))], 0.0)
    smoother.reset()
    assert smoother.update([face(scores(happy=0.9))], 0.1)[0].emotion is Emotion.HAPPY


def test_a_clock_that_stands_still_shows_the_newest_scores() -> None:
    smoother = Smoother(0.5, 0.0)
    smoother.update([face(scores(sad=0.9))], 1.0)
    newest = smoother.update([face(scores(happy=0.9))], 1.0)[0].smoothed
    np.testing.assert_allclose(newest, scores(happy=0.9), atol=1e-6)


def test_faces_without_track_or_scores_pass_through() -> None:
    smoother = Smoother(0.5, 0.4)
    untracked, unscored = smoother.update([face(scores(sad=0.9), None), face(None)], 0.0)
    assert (untracked.emotion, unscored.emotion, unscored.smoothed) == (Emotion.SAD, None, None)


def test_given_faces_and_scores_are_left_alone() -> None:
    smoother = Smoother(0.5, 0.4)
    given, kept = scores(sad=0.9), scores(sad=0.9)
    for step in range(3):
        smoother.update([face(given)], step / 10)
        smoother.update([face(scores(happy=0.9))], step / 10 + 0.05)
    np.testing.assert_array_equal(given, kept)
