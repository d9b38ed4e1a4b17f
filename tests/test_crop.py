from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ferdesk.crop import CropSpec, crop_face
from ferdesk.types import Image, Landmarks
from tests.tiny import SPEC, TEMPLATE, tiny_crop, tiny_face, tiny_frame


def waves(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Brightness of a known landscape at crop coordinates."""
    return 128 + 60 * np.sin(x / 3) + 50 * np.cos(1.3 * y / 3 + x / 6)


def landscape(coverage: float, angle: float) -> tuple[Image, Landmarks]:
    """A BGR image of the waves, turned and `coverage` pixels to a crop pixel, and where the landmarks lie in it."""
    turn = coverage * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    side = int(48 * coverage * 1.6) + 31
    shift = np.array([side / 2 + 0.3, side / 2 - 0.7]) - turn @ (23.5, 23.5)
    row, column = np.mgrid[0:side, 0:side].astype(float)
    x, y = np.linalg.inv(turn) @ np.stack([column.ravel() - shift[0], row.ravel() - shift[1]])
    grey = np.rint(waves(x, y)).clip(0, 255).astype(np.uint8).reshape(side, side)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), (TEMPLATE @ turn.T + shift).astype(np.float32)


@pytest.mark.parametrize("coverage", [0.8, 1, 1.7, 2.5, 4.9, 5.1, 7.3, 12])
@pytest.mark.parametrize("angle", [0, 0.4, -2])
def test_each_crop_pixel_is_the_mean_of_the_area_it_covers(coverage: float, angle: float) -> None:
    image, landmarks = landscape(coverage, angle)
    row, column = np.mgrid[0:48, 0:48].astype(float)
    within = (np.arange(8) + 0.5) / 8 - 0.5
    truth = np.mean([waves(column + x, row + y) for x in within for y in within], axis=0)
    crop = crop_face(image, landmarks, SPEC)
    assert crop.shape == (48, 48)
    assert crop.dtype == np.uint8
    np.testing.assert_allclose(crop[1:-1, 1:-1], truth[1:-1, 1:-1], atol=2 if coverage > 1 else 4)


def test_golden() -> None:
    """A ramp in three colours, turned and shrunk 2.2 times; a pixel may differ by 1 between OpenCV's versions."""
    spec = CropSpec(8, TEMPLATE / 6)
    row, column = np.mgrid[0:40, 0:40]
    image = np.dstack([column * 6, row * 5, 250 - (row + column) * 3]).astype(np.uint8)
    turn = 2.2 * np.array([[math.cos(0.3), -math.sin(0.3)], [math.sin(0.3), math.cos(0.3)]])
    landmarks = (spec.template @ turn.T + (14, 7)).astype(np.float32)
    np.testing.assert_allclose(crop_face(image, landmarks, spec).astype(int), GOLDEN, atol=1)


GOLDEN = [
    [86, 87, 88, 89, 90, 90, 91, 92],
    [90, 91, 92, 93, 94, 95, 96, 97],
    [95, 96, 97, 98, 98, 99, 100, 101],
    [99, 100, 101, 102, 103, 104, 105, 105],
    [104, 104, 106, 106, 107, 108, 109, 110],
    [108, 109, 110, 111, 112, 113, 114, 114],
    [113, 113, 114, 115, 116, 117, 118, 119],
    [117, 118, 119, 120, 121, 121, 122, 123],
]


def test_a_crop_sized_image_is_its_own_crop() -> None:
    image = np.random.default_rng(3).integers(0, 256, (48, 48), np.uint8)
    np.testing.assert_allclose(crop_face(image, TEMPLATE, SPEC).astype(int), image, atol=1)


def test_grey_and_colour_images_agree() -> None:
    image, landmarks = landscape(3.3, 0.2)
    grey = crop_face(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), landmarks, SPEC)
    np.testing.assert_allclose(grey.astype(int), crop_face(image, landmarks, SPEC), atol=1)


def test_colours_weigh_as_they_look() -> None:
    blue, red = np.full((60, 60, 3), (200, 0, 0), np.uint8), np.full((60, 60, 3), (0, 0, 200), np.uint8)
    assert int(crop_face(blue, TEMPLATE, SPEC)[24, 24]) == pytest.approx(0.114 * 200, abs=1)
    assert int(crop_face(red, TEMPLATE, SPEC)[24, 24]) == pytest.approx(0.299 * 200, abs=1)


def test_the_edge_goes_on_beyond_the_image() -> None:
    image = np.full((100, 100), 50, np.uint8)
    image[:, -1] = 200
    crop = crop_face(image, TEMPLATE + np.float32([80, 20]), SPEC)
    assert (crop[:, 20:] == 200).all()
    assert (crop[:, :18] == 50).all()


@pytest.mark.parametrize("offset", [(-5000, 3), (10, 90000)])
def test_a_face_wholly_outside_gets_the_nearest_pixels(offset: tuple[int, int]) -> None:
    image = np.full((30, 40, 3), 77, np.uint8)
    assert (crop_face(image, TEMPLATE + np.float32(offset), SPEC) == 77).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (3, 2, 3), (40, 40000, 3)])
def test_any_size_of_image(shape: tuple[int, ...]) -> None:
    image = np.full(shape, 9, np.uint8)
    assert (crop_face(image, TEMPLATE * 30, SPEC) == 9).all()


def test_the_square_of_a_tiny_face_is_its_crop() -> None:
    """What other tests build upon."""
    face = tiny_face(50, 60, 96)
    crop = crop_face(tiny_frame([(face, 3)]).image, face.landmarks, SPEC)
    np.testing.assert_allclose(crop.astype(int)[:, 1:-1], tiny_crop(3)[:, 1:-1], atol=60)  # soft at the bands' edges
    assert abs(crop.astype(int) - tiny_crop(3)).mean() < 2


def texture(side: int) -> Image:
    noise = np.random.default_rng(5).normal(0, 1, (side, side)).astype(np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), 9)
    return cv2.cvtColor(np.clip(128 + soft / soft.std() * 45, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)


TEXTURE = texture(600)


@settings(max_examples=25)
@given(st.floats(-math.pi, math.pi), st.floats(0.4, 1.6), st.floats(-40, 40), st.floats(-40, 40))
def test_a_face_keeps_its_crop_wherever_and_however_large_it_is(angle: float, scale: float, x: float, y: float) -> None:
    landmarks = (TEMPLATE * 3 + 228).astype(np.float32)
    cos, sin = scale * math.cos(angle), scale * math.sin(angle)
    matrix = np.array([[cos, -sin, 300 - 300 * cos + 300 * sin + x], [sin, cos, 300 - 300 * sin - 300 * cos + y]])
    moved = cv2.warpAffine(TEXTURE, matrix, (600, 600), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    moved_landmarks = (landmarks @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)
    difference = crop_face(moved, moved_landmarks, SPEC).astype(int) - crop_face(TEXTURE, landmarks, SPEC)
    assert abs(difference).mean() < 1.5
    assert abs(difference).max() < 12


def test_spec_survives_json_exactly() -> None:
    assert CropSpec.from_json(SPEC.to_json()) == SPEC
    assert hash(CropSpec.from_json(SPEC.to_json())) == hash(SPEC)
    assert CropSpec(48, TEMPLATE + np.float32(0.001)) != SPEC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"size": 48}',
        '{"size": 4.8, "template": [[1, 2], [1, 2], [1, 2], [1, 2], [1, 2]]}',
        '{"size": 48, "template": [[1, 2]]}',
        '{"size": "x"}',
    ],
)
def test_a_broken_spec_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="template"):
        CropSpec.from_json(text)


def test_the_template_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        SPEC.template[0, 0] = 1
