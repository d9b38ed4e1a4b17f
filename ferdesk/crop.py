"""From a frame and five landmarks to the crop: the only way from pixels to what the classifier sees."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from operator import index

import cv2
import numpy as np
from numpy.typing import NDArray

from ferdesk.geometry import similarity
from ferdesk.types import Image, Landmarks

_Matrix = NDArray[np.float64]

_FINEST = 5
"""At most this many samples a crop pixel and axis are warped; larger faces are halved first, which is cheaper."""


@dataclass(frozen=True, eq=False)
class CropSpec:
    """Where a face lies in its crop. Data of the bundle: each network says which crops it was trained on."""

    size: int
    """Side of the square crop in pixels."""
    template: Landmarks
    """float32 [5, 2], where each face's landmarks are carried to, in crop pixels; their centres are whole numbers."""

    def __post_init__(self) -> None:
        template = np.array(self.template, np.float32)
        if self.size < 1 or template.shape != (5, 2) or not np.isfinite(template).all():
            raise ValueError("needs a size of at least 1 and a template of five finite (x, y) points")
        template.setflags(write=False)
        object.__setattr__(self, "template", template)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CropSpec):
            return NotImplemented
        return self.size == other.size and bool(np.array_equal(self.template, other.template))

    def __hash__(self) -> int:
        return hash((self.size, self.template.tobytes()))

    def to_json(self) -> str:
        """`{"size": 48, "template": [[x, y], ...]}`; every float32 comes back exactly."""
        return json.dumps({"size": self.size, "template": self.template.tolist()})

    @classmethod
    def from_json(cls, text: str) -> CropSpec:
        """The inverse of `to_json`. ValueError says what is wrong with the text."""
        try:
            value = json.loads(text)
            size, template = index(value["size"]), np.array(value["template"], np.float32)
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(f'is {text!r} where {{"size": 48, "template": [[x, y], ...]}} is needed') from error
        return cls(size, template)


def crop_face(image: Image, landmarks: Landmarks, spec: CropSpec) -> Image:
    """The face's crop: uint8 [size, size], grey.

    `image` is uint8, BGR [height, width, 3] or grey [height, width]; `landmarks` float32 [5, 2] in its pixels. One
    similarity transform carries the landmarks onto the template. Larger faces are averaged over the area of each
    crop pixel, smaller ones enlarged linearly; beyond the edge the image's outermost pixels go on.
    """
    image, matrix = _around_face(image, similarity(landmarks, spec.template), spec.size)
    while _coverage(matrix) > _FINEST and min(image.shape[:2]) > 1:
        image, matrix = _halved(image, matrix)
    fineness = min(_FINEST, math.ceil(_coverage(matrix)))
    side = fineness * spec.size
    refined = _refined(matrix, fineness)
    warped = cv2.warpAffine(image, refined, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    grey = cv2.cvtColor(warped, cv2.COLOR_BGR2GRAY) if warped.ndim == 3 else warped
    if fineness > 1:
        grey = cv2.resize(grey, (spec.size, spec.size), interpolation=cv2.INTER_AREA)
    return np.asarray(grey, np.uint8)


def _coverage(matrix: _Matrix) -> float:
    """How many pixels of the image lie side by side in one crop pixel; below 1 when enlarging."""
    return 1 / max(math.hypot(matrix[0, 0], matrix[1, 0]), 1e-6)


def _around_face(image: Image, matrix: _Matrix, size: int) -> tuple[Image, _Matrix]:
    """The part of `image` that the crop can touch, and the matrix from there: warping is limited to 32766 pixels."""
    middle = cv2.invertAffineTransform(matrix) @ ((size - 1) / 2, (size - 1) / 2, 1)
    reach = _coverage(matrix) * (size * math.sqrt(0.5) + 2) + 2
    left, right = _window(middle[0] - reach, middle[0] + reach, image.shape[1])
    top, bottom = _window(middle[1] - reach, middle[1] + reach, image.shape[0])
    moved = matrix.copy()
    moved[:, 2] += matrix[:, :2] @ (left, top)
    return image[top:bottom, left:right], moved


def _window(low: float, high: float, length: int) -> tuple[int, int]:
    """`low` to `high` in whole pixels of 0..length: at least one, and an even number where there is room."""
    first = min(max(math.floor(low), 0), length - 1)
    last = min(max(math.ceil(high), first + 1), length)
    if (last - first) % 2:
        first, last = (first, last + 1) if last < length else (max(first - 1, 0), last)
    return first, last


def _halved(image: Image, matrix: _Matrix) -> tuple[Image, _Matrix]:
    """`image` averaged down to half its size, and the matrix from there."""
    height, width = image.shape[:2]
    half = cv2.resize(image, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    factors = width / (width // 2), height / (height // 2)
    halved = matrix.copy()
    halved[:, :2] *= factors
    halved[:, 2] += matrix[:, :2] @ ((factors[0] - 1) / 2, (factors[1] - 1) / 2)  # edges stay in place, not centres
    return np.asarray(half, np.uint8), halved


def _refined(matrix: _Matrix, fineness: int) -> _Matrix:
    """`matrix` onto a grid `fineness` times as dense, whose pixels' edges line up with the crop's."""
    refined = matrix * fineness
    refined[:, 2] += (fineness - 1) / 2
    return refined
