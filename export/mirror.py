"""A network that reads a crop together with its mirror image, for an expression has no left and right."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Mirrored(nn.Module):
    """Standardised crops, float32 [n, 1, 48, 48] -> logits, float32 [n, 7], the mean of the crop's and its mirror's."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor) -> Tensor:
        """One pass with a batch twice as large."""
        logits: Tensor = self.network(torch.cat([x, x.flip(3)]))
        return logits.reshape(2, -1, logits.shape[1]).mean(dim=0)
