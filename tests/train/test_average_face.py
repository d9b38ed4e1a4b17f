from __future__ import annotations

import cv2
import numpy as np
import pytest

from ferdesk.geometry import mirrored_landmarks
from ferdesk.train.average_face import LEAST, Likeness, Portrait, average, fingerprint, finished
from ferdesk.types import Image, Landmarks
from tests.tiny import SPEC, TEMPLATE


def sketch(seed: int, shift: float = 0.0, smile: float = 0.0) -> tuple[Image, Landmarks]:
    """A crop of dark eyes and mouth on bright skin, with noise of its own, and where these are."""
    noise = np.random.default_rng(seed)
    points = (TEMPLATE + shift + noise.normal(0, 0.3, (5, 2))).astype(np.float32)
    crop = np.full((48, 48), 170.0, np.float32)
    for x, y in points[[0, 1]]:
        cv2.circle(crop, (round(float(x)), round(float(y))), 3, 40.0, cv2.FILLED)
    (x0, y0), (x1, y1) = points[3], points[4]
    cv2.ellipse(crop, (round((x0 + x1) / 2), round((y0 + y1) / 2)), (7, 2 + round(smile)), 0, 0, 180, 60.0, cv2.FILLED)
    light = cv2.GaussianBlur(noise.normal(0, 1, crop.shape), (0, 0), 3.0)  # each face has shades of its own
    crop = cv2.GaussianBlur(crop, (0, 0), 1.0) + 35 * light / light.std() + noise.normal(0, 25, crop.shape)
    return np.clip(crop, 0, 255).astype(np.uint8), points


PORTRAIT = Portrait(SPEC, 128, 2.0)


def test_the_template_stands_in_the_middle_of_the_portrait() -> None:
    assert PORTRAIT.landmarks[0] == pytest.approx([(14.9 + 0.5) * 2 - 0.5 + 16, (18.4 + 0.5) * 2 - 0.5 + 16])


def test_a_warped_crop_is_standardised_and_knows_where_it_lies() -> None:
    crop, points = sketch(0, shift=3.0)
    warped, cover = PORTRAIT.warp(crop, points)
    assert warped.shape == cover.shape == (128, 128)
    assert warped[PORTRAIT.face].mean() == pytest.approx(0.0, abs=1e-4)
    assert warped[PORTRAIT.face].std() == pytest.approx(1.0, abs=1e-3)
    x, y = PORTRAIT.landmarks[0].round().astype(int)
    assert warped[y, x] < -1.0, "an eye lies where the template has it"
    assert cover[64, 64] == 1.0
    assert cover[0, 0] == cover[-1, -1] == 0.0


def test_an_average_keeps_what_all_share_and_loses_what_one_has() -> None:
    faces = [sketch(seed, shift=float(seed % 5 - 2)) for seed in range(LEAST)]
    image = finished(PORTRAIT, average(PORTRAIT, [crop for crop, _ in faces], [points for _, points in faces]))
    assert image.shape == (128, 128)
    assert image.dtype == np.uint8
    left, right = PORTRAIT.landmarks[:2].round().astype(int)
    cheek = image[72:78, 40:46].astype(float)
    assert image[left[1], left[0]] < cheek.mean() - 60, "eyes are dark"
    assert image[right[1], right[0]] < cheek.mean() - 60
    single = faces[0][0][24:30, 10:14].astype(float)
    assert cheek.std() < 0.6 * single.std(), "noise is gone"
    assert np.abs(image.astype(int) - image[:, ::-1]).mean() < 4, "as symmetric as the template"
    assert image[0, 0] == pytest.approx(float(image[2:20, 2:20].mean()), abs=25), "calm where no photograph reaches"


def test_too_few_faces_are_refused() -> None:
    crop, points = sketch(0)
    with pytest.raises(ValueError, match="no one person shows through"):
        average(PORTRAIT, [crop] * (LEAST - 1), [points] * (LEAST - 1))


def test_a_photograph_twice_is_known_again_though_shifted_mirrored_or_marked() -> None:
    crop, points = sketch(1)
    likeness = Likeness(SPEC)
    assert likeness.is_new(crop, points)
    assert not likeness.is_new(crop, points)
    moved = np.roll(crop, (2, 1), axis=(0, 1))
    assert not likeness.is_new(moved, points + np.array([1, 2], np.float32))
    assert not likeness.is_new(crop[:, ::-1].copy(), mirrored_landmarks(points, crop.shape[1]))
    marked = crop.copy()
    marked[44:, :20] = 255
    assert not likeness.is_new(marked, points)
    assert not likeness.is_new((crop // 2 + 40).astype(np.uint8), points), "brightness is no difference"
    assert likeness.is_new(*sketch(2))


def test_a_fingerprint_is_of_the_set_not_its_order() -> None:
    first, second = sketch(1)[0], sketch(2)[0]
    assert fingerprint([first, second]) == fingerprint([second, first])
    assert fingerprint([first, second]) != fingerprint([first])
    assert len(fingerprint([first])) == 64
