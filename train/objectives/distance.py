"""How far an estimate is from the clean activations, in deviations, with its gradient written out."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from ferdesk.train.layout import dense
from ferdesk.train.objectives.pieces import pieces


class Distance(torch.autograd.Function):
    """Mean over all units of ((linear - estimate) / deviation)^2; only the estimate has a gradient."""

    @classmethod
    def of(cls, linear: Tensor, estimate: Tensor, deviation: Tensor) -> Tensor:
        """The mean, float32 []."""
        distance: Tensor = cls.apply(linear, dense(estimate), deviation)  # type: ignore[no-untyped-call]
        return distance

    @staticmethod
    def forward(ctx: Any, linear: Tensor, estimate: Tensor, deviation: Tensor) -> Tensor:
        """`linear` and `estimate` [n, channels, ...], `deviation` float32 [channels]; float32 []."""
        ctx.save_for_backward(linear, estimate, deviation)
        squares = torch.zeros_like(deviation)
        for target, guess in pieces(linear, estimate):
            squares += (target.float() - guess.float()).square_().sum(dim=0)
        return (squares / deviation.square()).sum() / linear.numel()

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[None, Tensor, None]:
        """With respect to the estimate."""
        linear, estimate, deviation = ctx.saved_tensors
        factor = gradients[0] * 2 / (linear.numel() * deviation.square())
        to_estimate = torch.empty_like(estimate)
        for target, guess, out in pieces(linear, estimate, to_estimate):
            out.copy_((guess.float() - target.float()).mul_(factor))
        return None, to_estimate, None
