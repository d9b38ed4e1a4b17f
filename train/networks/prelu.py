"""PReLU with a slope for every position, as Keras has it by default; its gradient is written out."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from ferdesk.train.layout import as_it_lies, dense


class PositionPReLU(nn.Module):
    """`max(0, x) + slope * min(0, x)` with one slope a position and channel, started at 0 (He et al. 2015,
    arXiv 1502.01852, eq. 1)."""

    def __init__(self, *shape: int) -> None:
        super().__init__()
        self.slope = nn.Parameter(torch.zeros(shape))

    def forward(self, x: Tensor) -> Tensor:
        """Same shape in and out: [n, *shape]."""
        if not torch.is_grad_enabled():
            return x.clamp(min=0) + self.slope * x.clamp(max=0)
        activated: Tensor = _Bend.apply(x, self.slope)  # type: ignore[no-untyped-call]
        return activated


class _Bend(torch.autograd.Function):
    """Crop by crop, so that what comes in between stays in the processor's cache."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, slope: Tensor) -> Tensor:
        x = dense(x)
        ctx.save_for_backward(x, slope)
        bent = torch.empty_like(x)
        flat = _flat(slope[None])[0].to(x.dtype)
        for one, out in zip(_flat(x), _flat(bent), strict=True):
            torch.clamp(one, max=0, out=out).mul_(flat).add_(one.clamp(min=0))
        return bent

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, Tensor]:
        x, slope = ctx.saved_tensors
        to_x = torch.empty_like(x)
        flat = _flat(slope[None])[0].to(x.dtype)
        to_slope = torch.zeros_like(flat, dtype=torch.float32)
        for one, gradient, out in zip(_flat(x), _flat(dense(gradients[0])), _flat(to_x), strict=True):
            positive = one.clamp(min=0).sign_()  # several times faster than where(one > 0, ...)
            torch.mul(gradient, flat, out=out)
            out.addcmul_(positive, gradient - out)
            to_slope.add_(gradient.float().mul_(one.clamp(max=0)))
        return to_x, _unflat(to_slope, slope)


def _flat(x: Tensor) -> Tensor:
    """[n, ...] -> [n, numbers], as they lie in memory."""
    return as_it_lies(x).flatten(1)


def _unflat(flat: Tensor, like: Tensor) -> Tensor:
    """Back from `_flat` to the shape of one crop's activations."""
    if like.ndim < 3:
        return flat.view(like.shape)
    channels, height, width = like.shape
    return flat.view(height, width, channels).permute(2, 0, 1).contiguous()
