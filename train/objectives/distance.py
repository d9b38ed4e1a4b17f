"""How far an estimate is from the clean activations, in deviations, with its gradient written out."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from ferdesk.train.layout import dense
from ferdesk.train.objectives.pieces import pieces


class Distance(torch.autograd.Function):
    """Mean over all units of ((linear - mean) / deviation - estimate)^2; only the estimate has a gradient."""

    @classmethod
    def of(cls, linear: Tensor, mean: Tensor, deviation: Tensor, estimate: Tensor) -> Tensor:
        """The mean, float32 []."""
        distance: Tensor = cls.apply(linear, mean, deviation, dense(estimate))  # type: ignore[no-untyped-call]
        return distance

    @staticmethod
    def forward(ctx: Any, linear: Tensor, mean: Tensor, deviation: Tensor, estimate: Tensor) -> Tensor:
        """`linear` and `estimate` [n, channels, ...], `mean` and `deviation` float32 [channels]; float32 []."""
        ctx.save_for_backward(linear, mean, deviation, estimate)
        squares = torch.zeros_like(deviation)
        for target, guess in pieces(linear, estimate):
            squares += (target.float() - mean).div_(deviation).sub_(guess.float()).square_().sum(dim=0)
        return squares.sum() / linear.numel()

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[None, None, None, Tensor]:
        """With respect to the estimate."""
        linear, mean, deviation, estimate = ctx.saved_tensors
        factor = gradients[0] * 2 / linear.numel()
        to_estimate = torch.empty_like(estimate)
        for target, guess, out in pieces(linear, estimate, to_estimate):
            clean = (target.float() - mean).div_(deviation)
            out.copy_((guess.float() - clean).mul_(factor))
        return None, None, None, to_estimate
