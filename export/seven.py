"""A network of eight expressions read as seven: what is contempt is none of the seven, and says so."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ferdesk.emotions import EMOTIONS


class SevenOfEight(nn.Module):
    """Standardised crops -> logits, float32 [n, 7], of a network whose eighth is contempt.

    The score of contempt is spread evenly over the seven: softmax of the result is `p[:7] + p[7] / 7`. The order of the
    seven stays, and a face that is contemptuous above all has seven low scores and is shown as "unsure", where leaving
    contempt out would blow up the highest of seven small scores to a label.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor) -> Tensor:
        """The logarithms of the seven scores."""
        scores = torch.softmax(self.network(x), dim=1)
        count = len(EMOTIONS)
        return torch.log(scores[:, :count] + scores[:, count:] / count)
