"""Activations piece by piece, for what would else walk through memory once for every operation."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

_PIECE = 1 << 16
"""Numbers worked on at once: few enough that what comes in between stays in the processor's cache."""


def pieces(*tensors: Tensor) -> Iterator[tuple[Tensor, ...]]:
    """Views [m, channels] of the same pieces of every tensor, all [n, channels, ...] of one shape.

    What is [n, channels, height, width] has to be channels_last in memory where a piece is to be written to.
    """
    flat = [_flat(tensor) for tensor in tensors]
    rows = max(1, _PIECE // flat[0].shape[1])
    return zip(*(torch.split(tensor, rows) for tensor in flat), strict=True)


def dense(x: Tensor) -> Tensor:
    """The same numbers, laid out so that pieces are views."""
    return x.contiguous(memory_format=torch.channels_last) if x.ndim == 4 else x.contiguous()


def _flat(x: Tensor) -> Tensor:
    x = dense(x)
    return x.permute(0, 2, 3, 1).flatten(0, 2) if x.ndim == 4 else x
