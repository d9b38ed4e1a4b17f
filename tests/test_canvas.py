"""The canvas shows what the crop shows, and its points come back to where they are in the crop."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ferdesk.canvas import Canvas, align, find_face
from ferdesk.crop import CropSpec
from ferdesk.types import Box, Face
from tests.tiny import ScriptedDetector, on_canvas


def spot(x: float, y: float) -> np.ndarray:
    """A 48x48 crop with one soft bright spot centred on (x, y)."""
    rows, columns = np.mgrid[0:48, 0:48].astype(np.float64)
    return np.asarray(255 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 18), np.uint8)


def centre_of_mass(grey: np.ndarray) -> np.ndarray:
    rows, columns = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]]
    weights = grey.astype(np.float64) / grey.sum()
    return np.array([(columns * weights).sum(), (rows * weights).sum()])


def test_default_canvas_is_bgr_of_384_pixels() -> None:
    image = Canvas().paint(spot(20, 20))
    assert image.shape == (384, 384, 3)
    assert image.dtype == np.uint8


@pytest.mark.parametrize(("factor", "border"), [(1, 0.0), (4, 0.25), (3, 0.5), (8, 0.1)])
def test_a_spot_of_the_canvas_is_found_again_in_the_crop(factor: int, border: float) -> None:
    canvas = Canvas(factor, border)
    painted = canvas.paint(spot(17.0, 29.0))[:, :, 0]
    painted = np.where(painted > painted[0, 0], painted - painted[0, 0], 0)
    np.testing.assert_allclose(canvas.to_crop(centre_of_mass(painted)), [17.0, 29.0], atol=0.02)


def test_the_border_is_plain_and_of_the_mean_grey() -> None:
    crop = np.tile(np.arange(48, dtype=np.uint8) * 5, (48, 1))
    painted = Canvas(4, 0.25).paint(crop)
    assert (painted[:, :48] == round(float(crop.mean()))).all()
    assert (painted[-48:] == painted[0, 0]).all()


def test_shrinking_the_canvas_gives_the_crop_back() -> None:
    crop = cv2.GaussianBlur(np.random.default_rng(0).integers(0, 256, (48, 48), dtype=np.uint8), (0, 0), 2)
    canvas = Canvas(4, 0.25)
    inner = canvas.paint(crop)[48:-48, 48:-48, 0]
    back = cv2.resize(inner, (48, 48), interpolation=cv2.INTER_AREA)
    assert np.abs(back.astype(int) - crop.astype(int)).max() <= 3


@pytest.mark.parametrize(("factor", "border"), [(0, 0.25), (4, -0.1)])
def test_a_canvas_that_cannot_be_is_refused(factor: int, border: float) -> None:
    with pytest.raises(ValueError, match="factor"):
        Canvas(factor, border)


def face_at(x: float, y: float, score: float) -> Face:
    return Face(Box(x, y, 40, 40), np.zeros((5, 2), np.float32), score)


def test_the_face_in_the_middle_is_taken_and_then_the_surest() -> None:
    aside, middle, surer = face_at(0, 0, 0.95), face_at(30, 30, 0.7), face_at(32, 28, 0.8)
    image = np.zeros((100, 100, 3), np.uint8)
    assert find_face(image, ScriptedDetector([[aside, middle, surer]])) is surer
    assert find_face(image, ScriptedDetector([[aside]])) is aside
    assert find_face(image, ScriptedDetector([[]])) is None


def test_aligned_crops_are_of_the_crops_own_pixels_and_the_missed_are_told() -> None:
    template = np.array([[15, 18], [33, 18], [24, 28], [17, 36], [31, 36]], np.float32)
    canvas, middle = Canvas(4, 0.5), Box(150, 150, 84, 84)
    there = (Face(middle, on_canvas(canvas, template), 0.9),)
    moved = (Face(middle, on_canvas(canvas, template + np.array([3, 0], np.float32)), 0.9),)
    crops = np.random.default_rng(0).integers(0, 256, (3, 48, 48), dtype=np.uint8)
    heard: list[int] = []
    aligned = align(crops, ScriptedDetector([there, (), moved]), CropSpec(48, template), canvas, heard.append)
    assert aligned.found.tolist() == [True, False, True]
    assert np.array_equal(aligned.crops[0], crops[0]), "neither enlarged nor shrunk"
    assert np.array_equal(aligned.crops[1][:, :45], crops[2][:, 3:])
    assert (aligned.crops[1][:, 45:] == crops[2][:, 47:]).all(), "the edge goes on"
    assert heard == [1, 1, 1]
