"""Activations piece by piece, for what would else walk through memory once for every operation."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from ferdesk.train.layout import as_it_lies, dense

_PIECE = 1 << 16
"""Numbers worked on at once: few enough that what comes in between stays in the processor's cache."""


def pieces(*tensors: Tensor) -> Iterator[tuple[Tensor, ...]]:
    """Views [m, channels] of the same pieces of every tensor, all [n, channels, ...] of one shape.

    Where a piece is to be written to, the tensor has to be `dense`.
    """
    flat = [as_it_lies(dense(tensor)).flatten(0, -2) for tensor in tensors]
    rows = max(1, _PIECE // flat[0].shape[1])
    return zip(*(torch.split(tensor, rows) for tensor in flat), strict=True)
