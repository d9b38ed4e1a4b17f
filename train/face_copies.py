"""Crops that show one picture twice, so that no face is both learnt and judged by, nor has two names."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ferdesk.dataset_quality import picture_numbers

ALIKE = 0.99
"""Correlation from which two crops count as one picture. Measured on the demo's faces: the same picture saved anew as
JPEG of quality 50 and more, or twice as large, gives 0.993 to 0.9998; two expressions of a face at most 0.91."""

_BLOCK = 2048
NEW = -1


def first_copies(crops: NDArray[np.uint8], labelled: int) -> NDArray[np.int64]:
    """int64 [N]: of which earlier crop each crop is a copy, NEW where of none. The first `labelled` crops have a name.

    Against those every crop is compared by correlation; the rest among each other only pixel by pixel, for of two faces
    without a name neither can spoil anything.
    """
    standard = _standard(crops)
    named = standard[:labelled]
    first = np.full(len(crops), NEW, np.int64)
    for start in range(0, len(crops), _BLOCK):
        alike = standard[start : start + _BLOCK] @ named.T >= ALIKE
        for row, line in enumerate(alike, start):
            earlier = np.flatnonzero(line[: min(row, labelled)])
            if len(earlier):
                first[row] = earlier[0] if first[earlier[0]] == NEW else first[earlier[0]]
    numbers = picture_numbers(crops)
    leader = np.unique(numbers, return_index=True)[1]
    same = leader[numbers]
    twice = (first == NEW) & (same < np.arange(len(crops)))
    first[twice] = same[twice]
    return first


def _standard(crops: NDArray[np.uint8]) -> NDArray[np.float32]:
    """float32 [N, pixels] with a mean of 0 and a length of 1, so that products are correlations."""
    flat = crops.reshape(len(crops), -1).astype(np.float32)
    flat -= flat.mean(axis=1, keepdims=True)
    return np.asarray(flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6), np.float32)
