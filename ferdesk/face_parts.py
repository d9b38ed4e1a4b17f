"""Which part of the face each pixel of a crop belongs to: eyes, brows, nose, mouth … told from five landmarks."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ferdesk.geometry import similarity

if TYPE_CHECKING:
    from ferdesk.crop import CropSpec
    from ferdesk.types import Landmarks

PartMap = NDArray[np.int8]
"""int8 [size, size], of each crop pixel the place of its part in `PARTS`."""


class Part(StrEnum):
    """A part of the face, both sides together; its value is the word for people."""

    EYES = "eyes"
    BROWS = "brows"
    NOSE = "nose"
    MOUTH = "mouth"
    CHEEKS = "cheeks"
    FOREHEAD = "forehead"
    CHIN = "chin"
    AROUND = "surroundings"
    """Hair, ears, neck, and what is behind them."""


PARTS: tuple[Part, ...] = tuple(Part)


def parts_of(landmarks: Landmarks, spec: CropSpec) -> PartMap:
    """The parts in the crop of a face with these landmarks, float32 [5, 2] in pixels of the frame.

    Each pixel gets two coordinates: u along the line of the eyes, in their distances and 0 in the middle, v down
    to the mouth, 0 at the eyes and 1 between its corners. So a head that is turned has narrower parts. Where the
    landmarks lie on one line, the parts are those of a face like the template.
    """
    matrix = similarity(landmarks, spec.template)
    u, v = _coordinates((landmarks @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32), spec)
    side = np.abs(u)
    inside = (
        (Part.MOUTH, (side <= 0.62) & (v > 0.74) & (v <= 1.34)),
        (Part.NOSE, (side <= np.where(v > 0.24, 0.32, 0.13)) & (v > -0.24) & (v <= 0.74)),
        (Part.EYES, (side <= 0.92) & (np.abs(v) <= 0.24)),
        (Part.BROWS, (side <= 0.98) & (v > -0.6) & (v <= -0.24)),
        (Part.FOREHEAD, (side <= 0.92) & (v <= -0.6)),
        (Part.CHEEKS, (side <= 1.02 - 0.3 * np.maximum(v - 0.6, 0.0)) & (v > 0.24) & (v <= 1.34)),
        (Part.CHIN, (side <= 0.66) & (v > 1.34)),
    )
    choices = [np.int8(PARTS.index(part)) for part, _ in inside]
    parts = np.select([where for _, where in inside], choices, np.int8(PARTS.index(Part.AROUND)))
    return np.asarray(parts, np.int8)


def _coordinates(points: Landmarks, spec: CropSpec) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """u and v of every pixel, each [size, size], for five landmarks in crop pixels."""
    one, other, _, corner, corner2 = points.astype(np.float64)
    middle, across = (one + other) / 2, other - one
    down = (corner + corner2) / 2 - middle
    area = across[0] * down[1] - across[1] * down[0]
    if abs(area) < 1.0:  # square pixels; the template's own is some hundred
        return _coordinates(spec.template, spec)
    y, x = np.mgrid[: spec.size, : spec.size].astype(np.float64)
    x, y = x - middle[0], y - middle[1]
    return (x * down[1] - y * down[0]) / area, (y * across[0] - x * across[1]) / area
