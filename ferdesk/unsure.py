"""What the threshold of "unsure" does to faces whose emotions are known: how many keep a label, and how many are right.

The one definition behind the cards' figures and those of `ferdesk evaluate`. numpy only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Unsure:
    """A threshold and what it does to a set of faces. Shares are 0..1."""

    threshold: float
    shown: float
    """Share of faces that get a label."""
    accuracy: float
    """Share of those labels that is right; 0 where there are none."""


def unsure_at(threshold: float, scores: NDArray[np.floating], labels: NDArray[np.integer]) -> Unsure:
    """What `threshold` does to faces with scores [n, 7] whose true emotions are `labels` [n]. n may be 0."""
    shown = scores.max(axis=1) >= threshold
    right = scores.argmax(axis=1)[shown] == labels[shown]
    return Unsure(threshold, _share(shown), _share(right))


def _share(flags: NDArray[np.bool_]) -> float:
    return float(flags.mean()) if len(flags) else 0.0
