"""What bad light, a poor camera, a hand or a scarf do to a crop, in steps: the ways in which robustness is measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ferdesk.crop import CropSpec

Crops = NDArray[np.uint8]
"""uint8 [n, 48, 48]"""

_WHITE = 255.0


@dataclass(frozen=True)
class Disturbance:
    """One way to make faces harder to read."""

    name: str
    unit: str
    """What a step's number means."""
    steps: tuple[float, ...]
    """From harmless to hard; the undisturbed crops are not among them."""
    apply: Callable[[Crops, float, CropSpec], Crops]
    """Crops, a step, and where the landmarks lie -> disturbed crops."""


def darken(crops: Crops, share: float, spec: CropSpec) -> Crops:
    """Take away a share of the light; what falls between two grey levels is lost, and a dark camera's noise stays."""
    noise = np.random.default_rng(0).normal(0.0, 2.0, crops.shape)
    return _grey(crops * (1.0 - share) + noise)


def light_one_side(crops: Crops, share: float, spec: CropSpec) -> Crops:
    """The left side keeps its light, the right one loses that share of it, evenly between."""
    return _grey(crops * np.linspace(1.0, 1.0 - share, crops.shape[2]))


def blur(crops: Crops, deviation: float, spec: CropSpec) -> Crops:
    """A Gaussian of that deviation in pixels."""
    return np.stack([cv2.GaussianBlur(crop, (0, 0), deviation, borderType=cv2.BORDER_REPLICATE) for crop in crops])


def coarsen(crops: Crops, side: float, spec: CropSpec) -> Crops:
    """As if the face had been only `side` pixels wide in the picture."""
    small, size = (round(side), round(side)), crops.shape[:0:-1]
    return np.stack(
        [cv2.resize(cv2.resize(crop, small, interpolation=cv2.INTER_AREA), size) for crop in crops]
    )  # fmt: skip


def cover_eyes(crops: Crops, height: float, spec: CropSpec) -> Crops:
    """A grey band of that height in pixels over the eyes."""
    return _covered(crops, float(spec.template[:2, 1].mean()), height)


def cover_mouth(crops: Crops, height: float, spec: CropSpec) -> Crops:
    """The same over the mouth."""
    return _covered(crops, float(spec.template[3:, 1].mean()), height)


def tilt(crops: Crops, degrees: float, spec: CropSpec) -> Crops:
    """Turned in the picture's plane, as a face is whose landmarks were found askew."""
    size = crops.shape[2]
    matrix = cv2.getRotationMatrix2D(((size - 1) / 2, (size - 1) / 2), degrees, 1.0)
    return np.stack([cv2.warpAffine(crop, matrix, (size, size), borderMode=cv2.BORDER_REPLICATE) for crop in crops])


def shift(crops: Crops, pixels: float, spec: CropSpec) -> Crops:
    """Moved that far, half of the crops sideways and half up or down, as by landmarks that are off."""
    moved = crops.copy()
    for number, crop in enumerate(crops):
        x, y = (pixels, 0.0) if number % 2 else (0.0, pixels)
        matrix = np.array([[1.0, 0.0, x if number % 4 < 2 else -x], [0.0, 1.0, y if number % 4 < 2 else -y]])
        moved[number] = cv2.warpAffine(crop, matrix, crop.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
    return moved


DISTURBANCES: tuple[Disturbance, ...] = (
    Disturbance("dark", "share of the light lost", (0.5, 0.75, 0.9, 0.95), darken),
    Disturbance("side light", "share lost on one side", (0.25, 0.5, 0.75, 0.95), light_one_side),
    Disturbance("blur", "deviation in pixels", (0.5, 1.0, 1.5, 2.5), blur),
    Disturbance("low resolution", "pixels across", (32, 24, 16, 12), coarsen),
    Disturbance("eyes covered", "pixels of 48", (4, 8, 12, 16), cover_eyes),
    Disturbance("mouth covered", "pixels of 48", (4, 8, 12, 16), cover_mouth),
    Disturbance("tilt", "degrees", (5, 10, 20, 30), tilt),
    Disturbance("shift", "pixels of 48", (1, 2, 4, 6), shift),
)


def _covered(crops: Crops, middle: float, height: float) -> Crops:
    top, bottom = round(middle - height / 2), round(middle + height / 2)
    covered = crops.copy()
    covered[:, max(0, top) : bottom] = 128
    return covered


def _grey(values: NDArray[np.floating]) -> Crops:
    return np.asarray(np.rint(np.clip(values, 0.0, _WHITE)), np.uint8)
