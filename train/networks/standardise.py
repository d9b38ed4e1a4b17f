"""Per-image standardisation: the one definition that training, export and therefore the runtime share."""

from __future__ import annotations

from torch import Tensor

_SMALLEST_DEVIATION = 1.0
"""In grey levels. Keeps blank crops from becoming amplified noise."""


def standardise(crops: Tensor) -> Tensor:
    """Crops, uint8 or float [n, 48, 48] in 0..255 -> float32 [n, 1, 48, 48], each with mean 0 and deviation 1."""
    x = crops.float().unsqueeze(1)
    x = x - x.mean(dim=(2, 3), keepdim=True)
    deviation = x.square().mean(dim=(2, 3), keepdim=True).sqrt()
    return x / deviation.clamp(min=_SMALLEST_DEVIATION)
