"""How a weight grows with a training's progress: pure functions from 0..1 to 0..1."""

from __future__ import annotations

import math


def ramp_up(progress: float, length: float = 0.3) -> float:
    """exp(-5 (1 - x)^2) with x = progress / length, then 1 (Laine & Aila 2017, arXiv 1610.02242, section 2)."""
    x = min(max(progress / length, 0.0), 1.0)
    return math.exp(-5.0 * (1.0 - x) ** 2)


def linear(progress: float, begin: float, end: float) -> float:
    """0 up to `begin`, 1 from `end` on, a straight line between."""
    return min(max((progress - begin) / (end - begin), 0.0), 1.0)
