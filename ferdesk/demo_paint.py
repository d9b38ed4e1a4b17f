"""How the demo looks: a soft moving ground, and round portraits tinted like skin upon it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ferdesk.types import Image

_SKIN = np.array([[62, 44, 52], [112, 138, 186], [216, 230, 244]], np.float64)
"""BGR of the shadows, the middle and the lights of a face; only their hue counts."""
_WEIGHTS = np.array([0.114, 0.587, 0.299])
"""Of blue, green and red in grey, as cv2 converts."""


class Stage:
    """The ground and the portraits for frames of one size."""

    def __init__(self, faces: NDArray[np.uint8], width: int, height: int) -> None:
        """`faces` are uint8 [n, size, size] grey."""
        self._faces = faces
        self._size = (width, height)
        self._ground = _ground(width + 2 * _DRIFT, height + 2 * _DRIFT)
        self._tint = _tint()
        self._locket = Locket.of(faces.shape[1])

    def ground(self, turn: float) -> Image:
        """The ground alone, uint8 BGR [height, width, 3]; it drifts in a circle, once as `turn` goes from 0 to 1."""
        x, y = (_DRIFT * (1 + wave(2 * np.pi * turn)) for wave in (np.cos, np.sin))
        matrix = np.array([[1, 0, -x], [0, 1, -y]], np.float64)
        return np.asarray(cv2.warpAffine(self._ground, matrix, self._size, flags=cv2.INTER_LINEAR), np.uint8)

    def put(
        self, canvas: Image, middle: tuple[float, float], size: float, angle: float, show: tuple[int, int, float]
    ) -> None:
        """Paint a portrait whose square of `size` pixels has its middle there, turned clockwise by `angle` degrees.

        `show` is two faces and how far the first has turned into the second, 0..1.
        """
        before, after, blend = show
        locket, side = self._locket, self._faces.shape[1]
        face = cv2.addWeighted(self._faces[before], 1 - blend, self._faces[after], blend, 0)
        picture = cv2.blendLinear(locket.rim, self._tint[locket.shade(face)], locket.ring, 1 - locket.ring)

        reach = int(0.62 * size) + 2
        left, top = (max(0, int(at) - reach) for at in middle)
        right, bottom = (min(edge, int(at) + reach) for at, edge in zip(middle, self._size, strict=True))
        if right <= left or bottom <= top:
            return
        matrix = cv2.getRotationMatrix2D(((side - 1) / 2, (side - 1) / 2), -angle, size / side)
        matrix[:, 2] += np.array(middle) - (side - 1) / 2 - (left, top)
        shape, below = (right - left, bottom - top), canvas[top:bottom, left:right]
        shadow, disc = _warp(locket.shadow, matrix, shape), _warp(locket.disc, matrix, shape)
        shaded = cv2.blendLinear(below, np.zeros_like(below), 1 - shadow, shadow)
        canvas[top:bottom, left:right] = cv2.blendLinear(_warp(picture, matrix, shape), shaded, disc, 1 - disc)


_RIM = (176, 200, 214)
"""BGR of a locket's rim."""


@dataclass(frozen=True, eq=False)
class Locket:
    """A round frame for a portrait: masks, float32 [size, size] of 0..1, and what they mix in."""

    oval: NDArray[np.float32]
    """How much of the face shows: it comes softly out of the dark."""
    disc: NDArray[np.float32]
    ring: NDArray[np.float32]
    shadow: NDArray[np.float32]
    dark: NDArray[np.uint8]
    """Grey [size, size]: the dark around the face."""
    rim: NDArray[np.uint8]
    """BGR [size, size, 3]: the colour of the ring."""

    def shade(self, face: Image) -> Image:
        """A grey portrait [size, size] as it comes out of the dark."""
        return np.asarray(cv2.blendLinear(face, self.dark, self.oval, 1 - self.oval), np.uint8)

    @classmethod
    def of(cls, size: int) -> Locket:
        """For portraits of `size` pixels."""
        middle = (size - 1) / 2
        x, y = np.meshgrid(np.arange(size) - middle, np.arange(size) - middle)
        away = np.hypot(x, y) / size
        oval = _fall(np.hypot(x / 0.40, (y + 0.01 * size) / 0.44) / size, 0.70, 1.0)
        edge = 1.5 / size
        disc = _fall(away, 0.455 - edge, 0.455 + edge)
        ring = disc * (1 - _fall(away, 0.441 - edge, 0.441 + edge))
        shadow = 0.5 * _fall(np.hypot(x, y - 0.02 * size) / size, 0.40, 0.5)
        dark = np.asarray(38 + 26 * _fall(away, 0.1, 0.5), np.uint8)
        rim = np.full((size, size, 3), _RIM, np.uint8)
        oval, disc, ring, shadow = np.array([oval, disc, ring, shadow], np.float32)
        return cls(oval, disc, ring, shadow, dark, rim)


def _fall(value: NDArray[np.float64], begin: float, end: float) -> NDArray[np.float64]:
    """1 up to `begin`, 0 from `end`, smooth between."""
    share = np.clip((end - value) / (end - begin), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float64)


def _warp(image: NDArray[Any], matrix: NDArray[Any], shape: tuple[int, int]) -> NDArray[Any]:
    return np.asarray(cv2.warpAffine(image, matrix, shape, flags=cv2.INTER_LINEAR))


_DRIFT = 24
"""Pixels that the ground drifts to each side."""


def _tint() -> NDArray[np.uint8]:
    """uint8 [256, 3]: grey -> BGR of a skin whose grey is the same again: the network sees what was averaged."""
    grey = np.arange(256.0)
    hue = np.stack([np.interp(grey, (0, 150, 255), _SKIN[:, channel]) for channel in range(3)], axis=1)
    color = hue * (grey / (hue @ _WEIGHTS))[:, None]
    excess = np.clip(color - 255, 0, None) @ _WEIGHTS  # what red cannot hold goes to all three
    return np.asarray(np.rint(np.clip(color + excess[:, None], 0, 255)), np.uint8)


def _ground(width: int, height: int) -> Image:
    """A soft evening: a slanting gradient with round lights out of focus. uint8 BGR [height, width, 3]."""
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    slant = (0.35 * x + 0.65 * y)[:, :, None]
    ground = (1 - slant) * np.array([112.0, 84, 58]) + slant * np.array([66.0, 44, 62])
    lights = np.random.default_rng(7)
    for _ in range(26):
        (cx, cy), radius = lights.random(2) * (width, height), lights.uniform(0.03, 0.12) * width
        color = np.array([150.0, 140, 120]) if lights.random() < 0.6 else np.array([110.0, 120, 190])
        distance = np.hypot(x * width - cx, y * height - cy)[:, :, None] / radius
        ground += lights.uniform(0.05, 0.16) * np.clip(1.15 - distance, 0, 0.15) / 0.15 * (color - ground)
    grain = lights.normal(0, 0.6, (height, width, 1))  # keeps the gradient from banding
    return np.asarray(np.clip(np.rint(ground + grain), 0, 255), np.uint8)
