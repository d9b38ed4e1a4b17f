"""The ladder's denoising function with its gradient written out, for it is called on every activation that there is."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from ferdesk.train.layout import dense
from ferdesk.train.objectives.pieces import pieces


class GaussianDenoising(torch.autograd.Function):
    """(z - mu) v + mu; mu = a0 s(a1 u + a2) + a3 u + a4, v = a5 s(a6 u + a7) + a8 u + a9, s the logistic function.

    Left to autograd each of these operations walks through memory, most of them on the way back. Worked out piece by
    piece what comes in between never leaves the cache, and nothing but z and u is kept for the way back.
    """

    @classmethod
    def of(cls, noisy: Tensor, u: Tensor, a: Tensor) -> Tensor:
        """The estimate, with a gradient for all three; [n, channels, ...] twice, and `a` [10, channels]."""
        estimate: Tensor = cls.apply(dense(noisy), dense(u), a)  # type: ignore[no-untyped-call]
        return estimate

    @staticmethod
    def forward(ctx: Any, noisy: Tensor, u: Tensor, a: Tensor) -> Tensor:
        """`noisy` and `u` [n, channels, ...], `a` float32 [10, channels]; the estimate is like `noisy`."""
        ctx.save_for_backward(noisy, u, a)
        estimate = torch.empty_like(noisy)
        for z, below, out in pieces(noisy, u, estimate):
            x = below.float()
            mean, share = _Curve(x, a[:5]).value, _Curve(x, a[5:]).value
            out.copy_((z.float() - mean).mul_(share).add_(mean))
        return estimate

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """With respect to z, u and a."""
        noisy, u, a = ctx.saved_tensors
        to_noisy, to_u, to_a = torch.empty_like(noisy), torch.empty_like(u), torch.zeros_like(a)
        for z, below, gradient, out_noisy, out_u in pieces(noisy, u, gradients[0], to_noisy, to_u):
            x, g = below.float(), gradient.float()
            mean, share = _Curve(x, a[:5]), _Curve(x, a[5:])
            through = g * share.value
            out_noisy.copy_(through)
            to_share = (z.float() - mean.value).mul_(g)
            slope = mean.backward(g.sub_(through), to_a[:5])
            out_u.copy_(slope.add_(share.backward(to_share, to_a[5:])))
        return to_noisy, to_u, to_a


class _Curve:
    """b0 s(b1 x + b2) + b3 x + b4 of each channel, `x` [m, channels], `b` [5, channels]."""

    def __init__(self, x: Tensor, b: Tensor) -> None:
        self._x, self._b = x, b
        self._step = torch.addcmul(b[2], x, b[1]).sigmoid_()
        self.value = torch.addcmul(b[4], x, b[3]).addcmul_(self._step, b[0])

    def backward(self, gradient: Tensor, to_b: Tensor) -> Tensor:
        """The gradient with respect to x; that with respect to b is added to `to_b`."""
        rise = (1 - self._step).mul_(self._step).mul_(self._b[0]).mul_(gradient)
        parts = (gradient * self._step, rise * self._x, rise, gradient * self._x, gradient)
        to_b += torch.stack([part.sum(dim=0) for part in parts])
        return (gradient * self._b[3]).addcmul_(rise, self._b[1])
