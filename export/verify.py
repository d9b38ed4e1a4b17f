"""Whether onnxruntime computes what torch computes, on real crops and in batches of several sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from ferdesk.errors import FerdeskError

BATCHES = (1, 3, 8, 64)
TOLERANCE = 1e-4
"""Largest difference of any score that is put down to rounding."""

Scorer = Callable[[NDArray[np.uint8]], NDArray[np.float32]]


def verify(scoring: nn.Module, classify: Scorer, crops: NDArray[np.uint8], batches: Sequence[int] = BATCHES) -> float:
    """The largest difference of a score between torch and `classify` over batches of real crops uint8 [n, 48, 48].

    Raises:
        FerdeskError: it is not below TOLERANCE; what was exported is not the network that was trained.
    """
    worst = max(_difference(scoring, classify, _batch(crops, size)) for size in batches)
    if not worst < TOLERANCE:  # so that NaN is refused too
        raise FerdeskError(
            f"The exported graph differs from the network by up to {worst:.2g} in a score, {TOLERANCE:g} is allowed; "
            "nothing was written. This is a fault of the export, please report it."
        )
    return worst


def _batch(crops: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """`size` crops, over again from the first where there are fewer."""
    return crops[np.arange(size) % len(crops)]


def _difference(scoring: nn.Module, classify: Scorer, crops: NDArray[np.uint8]) -> float:
    with torch.inference_mode():
        expected = scoring.eval()(torch.from_numpy(np.array(crops))).numpy()
    return float(np.abs(expected - classify(crops)).max())
