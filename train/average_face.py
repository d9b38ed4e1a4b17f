"""The average of many aligned faces, as a portrait: pure functions from crops and landmarks to one grey image."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ferdesk.crop import CropSpec
from ferdesk.geometry import mirrored_landmarks, similarity
from ferdesk.types import Image, Landmarks

LEAST = 64
"""An average of fewer photographs might still be somebody's picture."""
LEAST_AT_EDGE = 24
"""Crops are cut tightly, each differently, so fewer reach hair and chin; every pixel averages at least this many."""


@dataclass(frozen=True, eq=False)
class Portrait:
    """The grid that faces are averaged on: a crop enlarged by `scale` in the middle of a square of `size` pixels."""

    spec: CropSpec
    size: int = 256
    scale: float = 4.0

    @property
    def landmarks(self) -> Landmarks:
        """float32 [5, 2]: the template's place in the portrait, where the landmarks of every face are carried to."""
        margin = (self.size - self.scale * self.spec.size) / 2
        return np.asarray((self.spec.template + 0.5) * self.scale - 0.5 + margin, np.float32)

    @property
    def face(self) -> NDArray[np.bool_]:
        """bool [size, size]: the oval of the face itself, which standardising looks at."""
        middle = (self.size - 1) / 2
        x, y = np.meshgrid(np.arange(self.size) - middle, np.arange(self.size) - middle - 0.03 * self.size)
        return np.asarray(np.hypot(x / (0.30 * self.size), y / (0.36 * self.size)) < 1)

    def warp(self, crop: Image, landmarks: Landmarks) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """A crop [n, n] carried here by one similarity transform, standardised over the face, and where it lies.

        Both float32 [size, size]; the second is 1 inside the crop and falls to 0 over its outermost two pixels.
        """
        matrix, shape = similarity(landmarks, self.landmarks), (self.size, self.size)
        grey = crop.astype(np.float32)
        warped = cv2.warpAffine(grey, matrix, shape, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        inner = np.zeros_like(grey)
        inner[2:-2, 2:-2] = 1
        cover = cv2.warpAffine(cv2.blur(inner, (3, 3)), matrix, shape, flags=cv2.INTER_LINEAR)
        face = warped[self.face]
        standard = (warped - face.mean()) / max(float(face.std()), 1e-3)
        return np.asarray(standard, np.float32), np.asarray(cover, np.float32)


@dataclass(frozen=True, eq=False)
class Average:
    """The mean of many standardised faces, before it is made fit to be seen."""

    mean: NDArray[np.float64]
    """float64 [size, size], in standard deviations of a face's own brightness."""
    known: NDArray[np.float64]
    """float64 [size, size], 1 where enough faces reach, else 0 and `mean` is what lies nearest."""


def average(portrait: Portrait, crops: Sequence[Image], landmarks: Sequence[Landmarks]) -> Average:
    """The mean of at least LEAST faces and their mirror images.

    Each pixel is the mean of the crops that reach it; where fewer than LEAST_AT_EDGE do, what lies nearest flows on.
    The mirror images double what is averaged: an asymmetry that is left would be chance's, not the expression's.
    """
    if len(crops) < LEAST:
        raise ValueError(f"{len(crops)} faces are too few, {LEAST} are needed so that no one person shows through")
    total, reach = np.zeros((2, portrait.size, portrait.size))
    for crop, points in zip(crops, landmarks, strict=True):
        for view, at in ((crop, points), (crop[:, ::-1].copy(), mirrored_landmarks(points, crop.shape[1]))):
            warped, cover = portrait.warp(view, at)
            total += cover * warped
            reach += cover
    enough = (reach / 2 >= LEAST_AT_EDGE).astype(np.float64)
    mean = enough * total / np.maximum(reach, 1.0)
    return Average(_flow(mean, enough, portrait.size), enough)


def _flow(mean: NDArray[np.float64], known: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Fill what is not known with ever wider means of what is."""
    filled, missing = mean * known, known == 0
    for sigma in (size / 85, size / 32, size / 12, size / 4, size):
        weight = cv2.GaussianBlur(known, (0, 0), sigma)
        near = missing & (weight > 0.05)
        filled[near] = (cv2.GaussianBlur(mean * known, (0, 0), sigma) / np.maximum(weight, 1e-6))[near]
        missing &= ~near
    filled[missing] = float((mean * known).sum() / max(float(known.sum()), 1.0))
    return filled


def finished(portrait: Portrait, face: Average) -> Image:
    """uint8 [size, size] around 132: the fine and the middle scale, which averaging blurs, given back where known."""
    size, mean, known = portrait.size, face.mean, face.known
    sharp = _unsharp(_unsharp(mean, size / 85, 1.3), size / 26, 0.4)
    inside = cv2.GaussianBlur(cv2.erode(known, np.ones((size // 32,) * 2)), (0, 0), size / 64)
    image = inside * sharp + (1 - inside) * cv2.GaussianBlur(mean, (0, 0), size / 40)
    inner = image[portrait.face]
    return np.asarray(np.clip(np.rint((image - inner.mean()) / inner.std() * 46 + 132), 0, 255), np.uint8)


def _unsharp(image: NDArray[np.float64], sigma: float, amount: float) -> NDArray[np.float64]:
    return np.asarray(image + amount * (image - cv2.GaussianBlur(image, (0, 0), sigma)), np.float64)


class Likeness:
    """Tells pictures that are one photograph twice (resized, shifted, mirrored, marked): FER2013 is full of them.

    Two pictures count as one where the aligned middle of one correlates with some part of the other by more than
    `limit`. Measured on FER2013: copies reach 0.84 and more, the landmarks of half-hidden faces being a few pixels off;
    among different people of one expression one pair in a hundred reaches 0.8. What is lost by mistake does no harm.
    """

    def __init__(self, spec: CropSpec, limit: float = 0.82) -> None:
        self._portrait = Portrait(spec, spec.size, 1.0)
        self._limit = limit
        self._known: list[NDArray[np.float32]] = []

    def is_new(self, crop: Image, landmarks: Landmarks) -> bool:
        """False for a picture like one that was new before; a new one is remembered."""
        seen = self._smooth(crop, landmarks)
        flipped = self._smooth(crop[:, ::-1].copy(), mirrored_landmarks(landmarks, crop.shape[1]))
        margin = self._portrait.size // 6
        middles = [view[margin:-margin, margin:-margin] for view in (seen, flipped)]
        for known in self._known:
            if any(cv2.matchTemplate(known, one, cv2.TM_CCOEFF_NORMED).max() > self._limit for one in middles):
                return False
        self._known.append(seen)
        return True

    def _smooth(self, crop: Image, landmarks: Landmarks) -> NDArray[np.float32]:
        return np.asarray(cv2.GaussianBlur(self._portrait.warp(crop, landmarks)[0], (0, 0), 1.0), np.float32)


def fingerprint(crops: Sequence[Image]) -> str:
    """sha256 over the sorted sha256 of the pictures: tells which went into an average without showing any."""
    hashes = sorted(hashlib.sha256(np.ascontiguousarray(crop).tobytes()).digest() for crop in crops)
    return hashlib.sha256(b"".join(hashes)).hexdigest()
