"""Each pixel of a crop belongs to the part that lies there, also in a head that is turned."""

from __future__ import annotations

import numpy as np
import pytest

from ferdesk.face_parts import PARTS, Part, parts_of
from ferdesk.types import Landmarks
from tests.tiny import SPEC, TEMPLATE


def _at(landmarks: Landmarks, x: float, y: float) -> Part:
    return PARTS[parts_of(landmarks, SPEC)[round(y), round(x)]]


@pytest.mark.parametrize(
    ("x", "y", "part"),
    [
        (15, 18, Part.EYES), (33, 18, Part.EYES), (15, 11, Part.BROWS), (24, 10, Part.BROWS), (23, 28, Part.NOSE),
        (24, 18, Part.NOSE), (17, 36, Part.MOUTH), (24, 39, Part.MOUTH), (10, 28, Part.CHEEKS), (38, 28, Part.CHEEKS),
        (24, 2, Part.FOREHEAD), (24, 46, Part.CHIN), (1, 24, Part.AROUND), (46, 24, Part.AROUND), (3, 46, Part.AROUND),
    ],
)  # fmt: skip
def test_where_the_parts_of_a_frontal_face_are(x: int, y: int, part: Part) -> None:
    assert _at(TEMPLATE, x, y) == part


def test_size_and_place_in_the_frame_make_no_difference() -> None:
    moved = (TEMPLATE * 3.7 + (120, 40)).astype(np.float32)
    assert np.array_equal(parts_of(moved, SPEC), parts_of(TEMPLATE, SPEC))


def test_a_turned_head_has_narrower_parts() -> None:
    middle = TEMPLATE[:, 0].mean()
    turned = TEMPLATE.copy()
    turned[:, 0] = middle + (turned[:, 0] - middle) * 0.5
    eyes, around = PARTS.index(Part.EYES), PARTS.index(Part.AROUND)
    frontal, narrow = parts_of(TEMPLATE, SPEC), parts_of(turned, SPEC)
    assert (narrow == eyes).any(axis=0).sum() < 0.75 * (frontal == eyes).any(axis=0).sum()
    assert (narrow == around).sum() > (frontal == around).sum()


def test_landmarks_on_one_line_give_the_parts_of_the_template() -> None:
    line = np.column_stack([np.arange(5), np.zeros(5)]).astype(np.float32)
    assert np.array_equal(parts_of(line, SPEC), parts_of(TEMPLATE, SPEC))
