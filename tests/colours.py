"""How colours look to people who see fewer of them, and how far two colours are from each other."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

SIGHTS: dict[str, list[list[float]]] = {
    "usual": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
    ],
}  # fmt: skip
"""Machado, Oliveira & Fernandes 2009, severity 1.0, for linear RGB."""

_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = _TO_XYZ.sum(axis=1)


def seen(color: str, sight: str) -> Vector:
    """`#rrggbb` as CIE L*a*b* (D65) after the simulation."""
    code = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255.0
    linear = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    simulated = np.clip(np.array(SIGHTS[sight]) @ linear, 0.0, 1.0)
    ratio = _TO_XYZ @ simulated / _WHITE
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def nearest(colors: Iterable[str], sight: str) -> tuple[float, str, str]:
    """The two colours that are hardest to tell apart, and their distance in L*a*b* (CIE 1976; 2.3 is just visible)."""
    pairs = itertools.combinations(colors, 2)
    return min((float(np.linalg.norm(seen(one, sight) - seen(other, sight))), one, other) for one, other in pairs)
