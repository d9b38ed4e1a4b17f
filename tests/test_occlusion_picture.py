"""The heat lies where the falls are, upright, on a scale that does not blow up what is nothing."""

from __future__ import annotations

import numpy as np

from ferdesk.emotions import Emotion
from ferdesk.face_parts import PARTS
from ferdesk.occlusion import Occlusion, PartFall
from ferdesk.occlusion_picture import heat_map, scale
from ferdesk.types import Image


def occlusion_with(fall: float, crop: Image | None = None) -> Occlusion:
    """A map that is bright in one place, at the upper right."""
    falls = np.full((12, 12), -0.1, np.float32)
    falls[2:4, 8:10] = fall
    parts = tuple(PartFall(part, fall / (number + 1)) for number, part in enumerate(PARTS))
    plain = np.full((48, 48), 120, np.uint8)
    return Occlusion(plain if crop is None else crop, Emotion.HAPPY, False, 0.9, falls, parts)


def light(picture: Image) -> np.ndarray:
    return picture.astype(np.float32) @ np.array([0.114, 0.587, 0.299], np.float32)


def test_the_brightest_spot_is_where_the_score_falls_most() -> None:
    picture = heat_map(occlusion_with(0.4), 240)
    assert picture.shape == (240, 240, 3) and picture.dtype == np.uint8
    y, x = np.unravel_index(light(picture).argmax(), (240, 240))
    assert 40 <= y < 80 and 160 <= x < 200
    blue, _, red = picture[200, 40].astype(int)
    assert blue > red, "dark is blue"
    blue, _, red = picture[60, 180].astype(int)
    assert red > blue, "bright is yellow"


def test_the_scale_rises_in_lightness_alone_and_a_weak_map_stays_dark() -> None:
    row = light(scale(100, 4))[0]
    assert (np.diff(row) >= -1.0).all() and row[-1] > row[0] + 70
    strong, weak = (light(heat_map(occlusion_with(fall), 120)).max() for fall in (0.4, 0.01))
    assert weak < strong - 40


def test_the_crop_shines_through() -> None:
    crop = np.full((48, 48), 60, np.uint8)
    crop[:, :24] = 200
    picture = light(heat_map(occlusion_with(0.4, crop), 96))
    assert picture[80, 10] > picture[80, 80] + 50
