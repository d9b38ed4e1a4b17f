"""How activations lie in memory: [n, channels, height, width] with the channels last, all else as it is."""

from __future__ import annotations

import torch
from torch import Tensor


def dense(x: Tensor) -> Tensor:
    """The same numbers without gaps, channels last."""
    return x.contiguous(memory_format=torch.channels_last) if x.ndim == 4 else x.contiguous()


def as_it_lies(x: Tensor) -> Tensor:
    """[n, height, width, channels] of what is [n, channels, height, width], else `x` itself; of `dense` x a view."""
    return x.permute(0, 2, 3, 1) if x.ndim == 4 else x
