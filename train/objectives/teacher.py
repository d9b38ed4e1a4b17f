"""A teacher: the running average of the student's weights, which looks at crops without being taught itself."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from ferdesk.train.networks import Network
from ferdesk.train.optimise import averaged


class Teacher(nn.Module):
    """An exponential moving average of a network, weights and batch-norm statistics, without any gradient."""

    def __init__(self, network: Network, decay: float) -> None:
        super().__init__()
        self.average: AveragedModel = averaged(network, decay).requires_grad_(False)

    def follow(self, network: Network) -> None:
        """Move on towards the student."""
        self.average.update_parameters(network)

    @torch.no_grad()
    def logits(self, crops: Tensor) -> Tensor:
        """float32 [n, 7], as the teacher would say them one crop at a time: no dropout, running statistics."""
        self.average.module.eval()
        logits: Tensor = self.average.module(crops)
        return logits.float()
