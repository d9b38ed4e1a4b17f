"""The slide deck's way to its final CNN, one change at a time: networks for the study `architectures`.

The deck names what was changed and how accurate that was, not every size; where it is silent these take the sizes of
the final network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from ferdesk.train.networks.blocks import Block, Network

_SIDE = 48
_DENSE = 1024


@dataclass(frozen=True)
class Step:
    """One architecture on the way."""

    filters: tuple[int, ...] = (32, 64, 128, 128)
    kernel: int = 3
    pools: tuple[str, ...] = ("", "max5", "", "avg3")
    """Behind each convolution: kind and size, nothing, or with a stride of its own as `max5/2`."""
    dense: int = 2
    """Dense layers before the last one."""
    l2: float = 0.0
    """On the dense layers."""
    gaussian: bool = False
    """Multiplicative Gaussian noise in place of dropout."""
    side: int = _SIDE
    """The crop is enlarged to this first."""


_MAX_AVG = Step()
STEPS: Mapping[str, Step] = {
    "deck-1-convolution": Step(filters=(32,), pools=("max2",), dense=0),
    "deck-3-max-pools": Step(pools=("max2", "max2", "max2", "")),
    "deck-2-max-pools": Step(pools=("", "max5", "", "max3")),
    "deck-max-and-average": _MAX_AVG,
    "deck-l2": replace(_MAX_AVG, l2=0.001),
    "deck-strides": replace(_MAX_AVG, l2=0.001, pools=("", "max5/2", "", "avg3")),
    "deck-gaussian-dropout": replace(_MAX_AVG, l2=0.001, gaussian=True),
    "deck-64": replace(_MAX_AVG, l2=0.001, side=64),
    "deck-other-filters": replace(_MAX_AVG, l2=0.001, filters=(64, 64, 128, 256), kernel=5),
}
"""By the name of the network."""


class PathNetwork(Network):
    """Convolutions with padding, ReLU and pooling, then dense layers with dropout of a quarter."""

    def __init__(self, step: Step) -> None:
        blocks, inputs = [], 1
        for outputs, pool in zip(step.filters, step.pools, strict=True):
            convolution = nn.Conv2d(inputs, outputs, step.kernel, padding=step.kernel // 2, bias=False)
            after = _pool(pool) if pool else None
            blocks.append(Block(convolution, outputs, normalise=False, activation=nn.ReLU(), after=after))
            inputs = outputs
        if step.side != _SIDE:
            blocks[0].flatten = Enlarged(step.side)
        width = _flat(blocks)
        for number in range(step.dense):
            dropout = GaussianDropout(0.25) if step.gaussian else nn.Dropout(0.25)
            linear = nn.Linear(width, _DENSE, bias=False)
            flatten = number == 0
            blocks.append(
                Block(linear, _DENSE, normalise=False, activation=nn.ReLU(), after=dropout, flatten=flatten)
            )  # fmt: skip
            width = _DENSE
        blocks.append(Block(nn.Linear(width, 7, bias=False), 7, normalise=False, flatten=step.dense == 0))
        super().__init__(blocks)
        self.step = step

    def penalty(self) -> Tensor | None:
        """Factor times sum of squares of the dense layers' weights, as Keras' `kernel_regularizer` adds it."""
        if not self.step.l2:
            return None
        dense = [block.linear.weight for block in self.chain[:-1] if isinstance(block.linear, nn.Linear)]
        return self.step.l2 * torch.stack([weight.square().sum() for weight in dense]).sum()


class Enlarged(nn.Module):
    """[n, channels, 48, 48] -> [n, channels, side, side], linearly between the pixels."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side

    def forward(self, x: Tensor) -> Tensor:
        """The larger crops."""
        return functional.interpolate(x, size=self.side, mode="bilinear", align_corners=False)


class GaussianDropout(nn.Module):
    """Multiplies by noise of mean 1 and variance p / (1 - p) while training (Srivastava et al. 2014, section 10)."""

    def __init__(self, p: float) -> None:
        super().__init__()
        self.deviation = (p / (1 - p)) ** 0.5

    def forward(self, x: Tensor) -> Tensor:
        """Same shape in and out."""
        return x * (1 + self.deviation * torch.randn_like(x)) if self.training else x


def _pool(text: str) -> nn.Module:
    size, _, stride = text[3:].partition("/")
    kind = nn.MaxPool2d if text.startswith("max") else nn.AvgPool2d
    return kind(int(size), int(stride or size))


@torch.no_grad()
def _flat(blocks: list[Block]) -> int:
    """How many numbers the convolutions leave of one crop."""
    x = torch.zeros(1, 1, _SIDE, _SIDE)
    for block in blocks:
        x = block(x)
    return x.numel()
