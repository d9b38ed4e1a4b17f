"""Blurred faces: nothing of them is left, nor in the frames in which the detector missed them."""

from __future__ import annotations

import numpy as np

from ferdesk.blur import CELLS, HOLD_SECONDS, Blurrer, blurred
from ferdesk.emotions import Emotion
from ferdesk.types import Box, Result
from tests.recorded import result

NOISE = np.random.default_rng(0).integers(0, 256, (48, 96, 3), dtype=np.uint8)
SEEN = ((1, Emotion.HAPPY),)


def detail(image: np.ndarray) -> float:
    """How much neighbours in the middle of the first face differ."""
    return float(np.abs(np.diff(image[14:34, 12:28].astype(float), axis=1)).mean())


def test_only_a_few_mean_colours_are_left_and_the_rest_is_untouched() -> None:
    image = blurred(NOISE, [Box(40.0, 12.0, 20.0, 24.0)], margin=0.0)
    part = image[12:36, 40:60].astype(float)
    assert float(np.abs(np.diff(part, axis=1)).mean()) < 0.1 * detail(NOISE)
    around = image.copy()
    around[12:36, 40:60] = NOISE[12:36, 40:60]
    assert np.array_equal(around, NOISE)
    assert CELLS <= 4


def test_a_box_beyond_the_frame_is_no_trouble() -> None:
    assert blurred(NOISE, [Box(-50.0, -50.0, 20.0, 20.0), Box(90.0, 40.0, 30.0, 30.0)]).shape == NOISE.shape


def test_a_face_missed_in_between_is_blurred_all_the_same() -> None:
    blurrer, out = Blurrer(), list[Result]()
    for index in range(30):
        out += blurrer.add(result(index, () if index in (0, 5, 6) else SEEN, image=NOISE))
    assert len(out) < 30, "the newest wait for who comes after them"
    out += blurrer.flush()
    assert [one.frame.index for one in out] == list(range(30))
    assert all(detail(one.frame.image) < 0.1 * detail(NOISE) for one in out)


def test_long_after_a_face_left_the_picture_is_clear_again() -> None:
    blurrer = Blurrer()
    out = [one for index in range(30) for one in blurrer.add(result(index, SEEN if index < 5 else (), image=NOISE))]
    clear = [one for one in out if one.frame.seconds > 0.4 + HOLD_SECONDS + 0.01]
    assert clear
    assert all(np.array_equal(one.frame.image, NOISE) for one in clear)


def test_a_face_missed_as_the_resolution_changes_is_blurred_where_it_is_now() -> None:
    blurrer, larger = Blurrer(), np.repeat(np.repeat(NOISE, 2, 0), 2, 1)
    out = [*blurrer.add(result(0, SEEN, image=NOISE)), *blurrer.add(result(1, (), image=larger)), *blurrer.flush()]
    assert out[1].frame.image.shape == larger.shape
    small = out[1].frame.image[::2, ::2]
    assert detail(small) < 0.1 * detail(NOISE)
