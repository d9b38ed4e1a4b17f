from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ferdesk.geometry import center, iou, similarity
from ferdesk.types import Box
from tests.tiny import TEMPLATE

boxes = st.builds(
    Box, st.floats(-100, 100), st.floats(-100, 100), st.floats(0.1, 100), st.floats(0.1, 100)
)


def test_iou_of_known_boxes() -> None:
    assert iou(Box(0, 0, 10, 10), Box(5, 0, 10, 10)) == pytest.approx(50 / 150)
    assert iou(Box(0, 0, 10, 10), Box(10, 0, 10, 10)) == 0
    assert iou(Box(0, 0, 10, 10), Box(2, 2, 5, 5)) == pytest.approx(0.25)
    assert iou(Box(3, 3, 0, 0), Box(0, 0, 10, 10)) == 0
    assert iou(Box(0, 0, 1e-200, 1e-200), Box(0, 0, 1e-200, 1e-200)) == 0, "sides whose product is 0"


@given(boxes, boxes)
def test_iou_is_a_share_whoever_is_asked_first(a: Box, b: Box) -> None:
    assert 0 <= iou(a, b) <= 1
    assert iou(a, b) == pytest.approx(iou(b, a))
    assert iou(a, a) == pytest.approx(1)


def test_center() -> None:
    assert center(Box(10, 20, 4, 6)) == (12, 23)


@given(st.floats(-math.pi, math.pi), st.floats(0.1, 20), st.floats(-500, 500), st.floats(-500, 500))
def test_similarity_recovers_any_turn_size_and_shift(angle: float, scale: float, x: float, y: float) -> None:
    cos, sin = scale * math.cos(angle), scale * math.sin(angle)
    true = np.array([[cos, -sin, x], [sin, cos, y]])
    moved = (TEMPLATE @ true[:, :2].T + true[:, 2]).astype(np.float32)
    np.testing.assert_allclose(similarity(TEMPLATE, moved), true, atol=2e-3 * max(1, scale))


@given(st.integers(0, 2**32 - 1))
def test_similarity_is_the_least_squares_one_of_umeyama(seed: int) -> None:
    """Against the general solution by singular values, eqs. 34-43, on points that no similarity joins exactly."""
    random = np.random.default_rng(seed)
    source = random.normal(0, 20, (5, 2)).astype(np.float32)
    target = (TEMPLATE + random.normal(0, 4, (5, 2))).astype(np.float32)
    a, b = source - source.mean(axis=0), target - target.mean(axis=0)
    left, stretch, right = np.linalg.svd(b.T.astype(float) @ a)
    signs = np.array([1.0, np.sign(np.linalg.det(left) * np.linalg.det(right))])
    expected = (left * signs) @ right * (stretch * signs).sum() / (a * a).sum()
    found = similarity(source, target)
    np.testing.assert_allclose(found[:, :2], expected, atol=1e-5)
    np.testing.assert_allclose(source.mean(axis=0) @ found[:, :2].T + found[:, 2], target.mean(axis=0), atol=1e-3)


def test_similarity_never_mirrors() -> None:
    mirrored = TEMPLATE * np.array([-1, 1], np.float32)
    found = similarity(mirrored, TEMPLATE)[:, :2]
    assert np.linalg.det(found) >= 0


def test_points_in_one_place_are_only_shifted() -> None:
    found = similarity(np.full((5, 2), 7, np.float32), TEMPLATE)
    np.testing.assert_allclose(found[:, :2], np.eye(2))
    np.testing.assert_allclose(found @ [7, 7, 1], TEMPLATE.mean(axis=0), atol=1e-5)
