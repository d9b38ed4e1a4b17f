"""Each disturbance does what its name says, more with each step, and leaves the undisturbed crops alone."""

from __future__ import annotations

import numpy as np
import pytest

from ferdesk.train.disturb import DISTURBANCES, Disturbance, coarsen, cover_eyes, cover_mouth, light_one_side, shift
from ferdesk.train.template import load_template

SPEC = load_template()
CROPS = np.random.default_rng(0).integers(40, 216, (8, 48, 48), dtype=np.uint8)


@pytest.mark.parametrize("kind", DISTURBANCES, ids=lambda kind: kind.name)
def test_every_step_is_further_from_the_crop(kind: Disturbance) -> None:
    x = np.arange(48)
    waves = 128 + 60 * np.outer(np.sin(x / 4), np.cos(x / 5))
    smooth = np.stack([waves + number for number in range(8)]).astype(np.uint8)
    kept = smooth.copy()
    distances = []
    for step in kind.steps:
        disturbed = kind.apply(smooth, step, SPEC)
        assert disturbed.dtype == np.uint8
        assert disturbed.shape == smooth.shape
        distances.append(float(np.abs(disturbed.astype(float) - smooth).mean()))
    assert distances == sorted(distances)
    assert distances[0] > 0
    assert np.array_equal(smooth, kept)


def test_light_comes_from_the_left() -> None:
    lit = light_one_side(np.full((1, 48, 48), 200, np.uint8), 0.5, SPEC)[0]
    assert lit[0, 0] == 200
    assert lit[0, -1] == 100


def test_bands_lie_over_eyes_and_mouth() -> None:
    eyes, mouth = ((cover(CROPS, 8, SPEC) == 128).all(axis=(0, 2)) for cover in (cover_eyes, cover_mouth))
    assert np.flatnonzero(eyes).tolist() == list(range(14, 22))
    assert np.flatnonzero(mouth).tolist() == list(range(32, 40))


def test_coarse_crops_have_no_more_detail_than_so_many_pixels() -> None:
    coarse = coarsen(CROPS, 12, SPEC).astype(float)
    assert coarse.std() < 0.5 * CROPS.std()


def test_shift_moves_in_four_directions() -> None:
    dots = np.zeros((4, 48, 48), np.uint8)
    dots[:, 24, 24] = 255
    places = [np.argwhere(crop == 255)[0].tolist() for crop in shift(dots, 4, SPEC)]
    assert places == [[28, 24], [24, 28], [20, 24], [24, 20]]
