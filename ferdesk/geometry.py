"""Boxes and the one similarity transform: pure functions on numbers, no images."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ferdesk.types import Box

_MIRROR = [1, 0, 2, 4, 3]
"""The order of the landmarks of a mirrored face, whose left eye was the right one."""


def iou(a: Box, b: Box) -> float:
    """Area of the intersection over area of the union, 0..1; 0 where neither box has an area."""
    width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    union = a.width * a.height + b.width * b.height - shared
    return min(1.0, shared / union) if union > 0 else 0.0  # sides so small that their product is 0


def center(box: Box) -> tuple[float, float]:
    """The (x, y) of the box's middle."""
    return box.x + box.width / 2, box.y + box.height / 2


def scaled(box: Box, x: float, y: float) -> Box:
    """The box where the frame has `x` times the columns and `y` times the rows."""
    return Box(box.x * x, box.y * y, box.width * x, box.height * y)


def mirrored_landmarks(landmarks: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """The landmarks [..., 5, 2] of the same faces in images `width` pixels wide, flipped left to right."""
    flipped = landmarks[..., _MIRROR, :].copy()
    flipped[..., 0] = (width - 1) - flipped[..., 0]  # a whole number is the middle of a pixel
    return flipped


def similarity(source: NDArray[np.float32], target: NDArray[np.float32]) -> NDArray[np.float64]:
    """The rotation, uniform scale and shift that best carry `source` onto `target`, both [n, 2] (x, y).

    Returns a 2x3 matrix `m` with `target ~ source @ m[:, :2].T + m[:, 2]`, least squares, never a mirror image. Points
    that all coincide have neither size nor direction: they are shifted only.

    S. Umeyama, "Least-squares estimation of transformation parameters between two point patterns", PAMI 1991, eqs.
    34-43. In the plane they have a closed form: with the centred points as complex numbers a and b, the factor (scale
    and rotation in one) is sum(conj(a) b) / sum(|a|^2), and a mirror image cannot be expressed at all.
    """
    a = np.asarray(source, np.float64)
    b = np.asarray(target, np.float64)
    a_mean, b_mean = a.mean(axis=0), b.mean(axis=0)
    a, b = a - a_mean, b - b_mean
    spread = float((a * a).sum())
    real, imaginary = 1.0, 0.0
    if spread > 0:
        real = float((a * b).sum()) / spread
        imaginary = float((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()) / spread
    turn = np.array([[real, -imaginary], [imaginary, real]])
    return np.column_stack([turn, b_mean - turn @ a_mean])
