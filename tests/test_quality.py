"""Each flaw is found where it was put in, and nowhere else."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest

from ferdesk.crop import crop_face
from ferdesk.demo import Sheet
from ferdesk.quality import Flaw, pose, quality_of
from ferdesk.types import Box, Image, Landmarks
from tests.tiny import SPEC, TEMPLATE

BOX = Box(0, 0, 100, 120)
FRONTAL = TEMPLATE.copy()
FRONTAL[:, 0] = [-9, 9, 0, -7.5, 7.5]


@pytest.fixture(scope="module")
def crop() -> Image:
    sheet = Sheet.load()
    return crop_face(cv2.cvtColor(sheet.faces[6], cv2.COLOR_GRAY2BGR), sheet.landmarks, SPEC)


def _flaws(crop: Image, box: Box = BOX, landmarks: Landmarks = FRONTAL) -> tuple[Flaw, ...]:
    return quality_of(box, landmarks, crop).flaws


def _dimmed(crop: Image, factor: float, middle: float = 0.0) -> Image:
    return np.clip(np.rint((crop - middle) * factor + middle), 0, 255).astype(np.uint8)


def _moved(crop: Image, across: int, along: int) -> Image:
    return np.asarray(cv2.blur(crop, (across, along), borderType=cv2.BORDER_REPLICATE), np.uint8)


def _turned(degrees: float) -> Landmarks:
    """A head in three dimensions, turned about its upright axis and seen from afar."""
    depth = np.array([0, 0, 0.43 * 18, 0, 0])
    turn = math.radians(degrees)
    x = FRONTAL[:, 0] * math.cos(turn) + depth * math.sin(turn)
    return np.column_stack([x, FRONTAL[:, 1]]).astype(np.float32)


def _tilted(landmarks: Landmarks, degrees: float) -> Landmarks:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return (landmarks @ np.array([[c, s], [-s, c]]) + 50).astype(np.float32)


def test_a_plain_face_has_no_flaw(crop: Image) -> None:
    quality = quality_of(BOX, FRONTAL, crop)
    assert quality.flaws == () and quality.words == ""
    assert quality.size == 100 and abs(quality.turn) < 1e-3 and abs(quality.tilt) < 1e-3


def test_the_crop_tells_of_light_contrast_and_blur(crop: Image) -> None:
    assert _flaws(_dimmed(crop, 0.15)) == (Flaw.DARK,)
    assert Flaw.BRIGHT in _flaws(_dimmed(crop, 3.0))
    assert _flaws(_dimmed(crop, 0.1, 128.0)) == (Flaw.FLAT,)
    assert _flaws(np.asarray(cv2.GaussianBlur(crop, (0, 0), 1.6), np.uint8)) == (Flaw.BLURRED,)
    assert _flaws(_moved(crop, 7, 1)) == _flaws(_moved(crop, 1, 7)) == (Flaw.BLURRED,), "one direction is enough"


def test_a_crop_of_one_grey_level_is_everything_but_an_error() -> None:
    assert {Flaw.FLAT, Flaw.BLURRED} <= set(_flaws(np.full((48, 48), 90, np.uint8)))


def test_a_small_face_is_told_with_its_size(crop: Image) -> None:
    quality = quality_of(Box(0, 0, 31.2, 40), FRONTAL, crop)
    assert quality.flaws == (Flaw.SMALL,) and quality.words == "small: 31 px"


@pytest.mark.parametrize("degrees", [-60, -30, 10, 45])
@pytest.mark.parametrize("tilt", [-170, -40, 0, 20])
def test_turn_and_tilt_are_those_of_a_head_in_space(degrees: float, tilt: float) -> None:
    assert pose(_tilted(_turned(degrees), tilt)) == pytest.approx((degrees, tilt), abs=0.01)


def test_turned_and_tilted_in_words(crop: Image) -> None:
    quality = quality_of(BOX, _tilted(_turned(-33), 41), crop)
    assert quality.flaws == (Flaw.TURNED, Flaw.TILTED)
    assert quality.words == "turned 35°, tilted 40°"
    assert replace(quality, turn=20.0, tilt=-20.0).flaws == ()


def test_landmarks_in_one_point_have_no_pose() -> None:
    assert pose(np.full((5, 2), 7, np.float32)) == (0.0, 0.0)
