"""A relaxed face is measured while it is in view, and counts as neutral from then on, for its person alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from ferdesk.emotions import Emotion
from ferdesk.neutral import TYPICAL, NeutralCalibrator, NeutralState, NeutralWish, Phase
from ferdesk.types import Box, Face, Scores
from tests.fakes import scored_face

GLOOMY = np.array([0.1, 0.01, 0.05, 0.01, 0.6, 0.01, 0.22], np.float32)
"""Somebody whose relaxed face is read as sad."""
SMILE = np.array([0.02, 0.01, 0.02, 0.7, 0.12, 0.03, 0.1], np.float32)
ONE = {1: NeutralWish(1)}


class Scene:
    """Shows a calibrator a face a frame."""

    def __init__(self, calibrator: NeutralCalibrator, fps: float = 10) -> None:
        self.calibrator, self.step, self.seconds = calibrator, 1 / fps, 0.0

    def show(self, scores: Scores, frames: int = 1, track: int = 1) -> Face:
        for _ in range(frames):
            (face,) = self.empty([replace(scored_face(Box(0, 0, 50, 50), track=track), scores=scores)])
        return face

    def empty(self, faces: Sequence[Face] = (), frames: int = 1) -> tuple[Face, ...]:
        for _ in range(frames):
            self.seconds += self.step
            seen = self.calibrator.update(faces, self.seconds)
        return seen


@pytest.fixture
def scene() -> Scene:
    calibrator = NeutralCalibrator()
    calibrator.wishes = ONE
    return Scene(calibrator)


def _state(face: Face) -> NeutralState:
    assert face.neutral is not None
    return face.neutral


def test_after_five_seconds_a_relaxed_face_is_neutral(scene: Scene) -> None:
    before = scene.show(GLOOMY, 50)
    assert before.scores is GLOOMY and _state(before).phase is Phase.MEASURING
    assert _state(before).seconds_left == pytest.approx(0.1, abs=0.01)
    after = scene.show(GLOOMY)
    assert _state(after) == NeutralState(Phase.ON, 0.0, Emotion.SAD)
    assert after.scores == pytest.approx(np.array(TYPICAL), abs=0.002)
    assert after.scores is not None and after.scores.dtype == np.float32 and after.scores.sum() == pytest.approx(1)
    smile = scene.show(SMILE).scores
    assert smile is not None and smile.argmax() == Emotion.HAPPY and smile[Emotion.SAD] < SMILE[Emotion.SAD]


def test_a_face_that_changes_while_it_is_measured_is_told(scene: Scene) -> None:
    scene.show(SMILE, 20)
    after = scene.show(GLOOMY, 31)
    assert _state(after).phase is Phase.ON and not _state(after).steady
    again = NeutralCalibrator()
    again.wishes = ONE
    calm = Scene(again)
    calm.show(SMILE, 10)
    assert _state(calm.show(GLOOMY, 41)).steady, "a moment of another expression is no harm"


def test_trembling_frames_are_averaged_as_logits(scene: Scene) -> None:
    shares = np.random.default_rng(0).normal(0, 0.3, (60, 7))
    for share in shares:
        scores = GLOOMY * np.exp(share)
        scene.show((scores / scores.sum()).astype(np.float32))
    after = scene.show(GLOOMY)
    assert after.scores is not None and after.scores.argmax() == Emotion.NEUTRAL
    assert after.scores == pytest.approx(np.array(TYPICAL), abs=0.08)


def test_whose_neutral_face_is_the_usual_one_is_left_alone(scene: Scene) -> None:
    scene.show(np.array(TYPICAL, np.float32), 51)
    assert scene.show(SMILE).scores == pytest.approx(SMILE, abs=1e-4)


def test_a_trace_that_is_next_to_nothing_is_not_blown_up(scene: Scene) -> None:
    scene.show(np.array([1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6, 1.0], np.float32), 51)
    faint = np.array([0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.94], np.float32)
    after = scene.show(faint).scores
    assert after is not None and after.argmax() == Emotion.NEUTRAL and after.max() > 0.7


def test_it_waits_while_the_face_is_away(scene: Scene) -> None:
    left = _state(scene.show(GLOOMY, 30)).seconds_left
    scene.empty(frames=8)
    assert _state(scene.show(GLOOMY)).seconds_left == pytest.approx(left), "the time away does not count"
    assert _state(scene.show(GLOOMY)).seconds_left == pytest.approx(left - 0.1)


def test_a_slow_source_takes_longer() -> None:
    calibrator = NeutralCalibrator()
    calibrator.wishes = ONE
    scene = Scene(calibrator, fps=1)
    assert _state(scene.show(GLOOMY, 9)).phase is Phase.MEASURING, "nine frames are too few"
    assert _state(scene.show(GLOOMY)).phase is Phase.ON


def test_off_on_again_and_reset(scene: Scene) -> None:
    scene.show(GLOOMY, 51)
    scene.calibrator.wishes = {1: NeutralWish(1, on=False)}
    off = scene.show(GLOOMY)
    assert off.scores is GLOOMY and _state(off).phase is Phase.OFF
    scene.calibrator.wishes = ONE
    assert _state(scene.show(GLOOMY)).phase is Phase.ON, "what was measured was kept"
    scene.calibrator.wishes = {1: NeutralWish(2)}
    assert _state(scene.show(GLOOMY)).phase is Phase.MEASURING, "a new measurement"
    scene.calibrator.wishes = {}
    assert scene.show(GLOOMY).neutral is None
    scene.calibrator.wishes = ONE
    assert _state(scene.show(GLOOMY)).phase is Phase.MEASURING, "the reset forgot it"


def test_nobody_else_is_touched_but_tracks_of_one_person_share(scene: Scene) -> None:
    scene.show(GLOOMY, 51)
    other = scene.show(GLOOMY, track=2)
    assert other.scores is GLOOMY and other.neutral is None
    scene.calibrator.wishes = {1: NeutralWish(1), 2: NeutralWish(1)}
    assert _state(scene.show(GLOOMY, track=2)).phase is Phase.ON


def test_wishes_of_before_a_reset_do_not_meet_the_new_people(scene: Scene) -> None:
    scene.show(GLOOMY, 51)
    scene.calibrator.reset()
    assert scene.show(GLOOMY).neutral is None, "this track 1 is somebody else"
    scene.calibrator.wishes = {1: NeutralWish(2)}
    assert _state(scene.show(GLOOMY)).phase is Phase.MEASURING
