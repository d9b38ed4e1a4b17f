"""A residual network of blocks: a unit of two convolutions and a shortcut is one linear map of a block."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from ferdesk.train.networks.blocks import Block, Network

WIDTHS = (32, 64, 128, 256)
UNITS = 2
"""Residual units a stage."""


class ResidualMap(nn.Module):
    """Convolution, batch norm, ReLU, convolution, plus a shortcut (He et al. 2016, arXiv 1512.03385, figure 2).

    [n, inputs, side, side] -> [n, outputs, side / stride, side / stride]. The shortcut of a unit with stride averages,
    then maps by 1x1 (He et al. 2019, arXiv 1812.01187, figure 2c). The block's own batch norm follows the sum.
    """

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.inputs, self.outputs, self.stride = inputs, outputs, stride
        self.first = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.shortcut = nn.Conv2d(inputs, outputs, 1, bias=False) if inputs != outputs else nn.Identity()

    def forward(self, h: Tensor) -> Tensor:
        """The sum of both ways."""
        direct = functional.avg_pool2d(h, self.stride) if self.stride > 1 else h
        shortcut: Tensor = self.shortcut(direct)
        residual: Tensor = self.second(functional.relu(self.norm(self.first(h))))
        return residual + shortcut


class ResNetwork(Network):
    """A stem to 24x24, four stages of residual units at 24 to 3 pixels, the mean over places, one dense layer."""

    def __init__(self, *, widths: tuple[int, ...] = WIDTHS, units: int = UNITS, dropout: float = 0.3) -> None:
        stem = nn.Conv2d(1, widths[0], 5, 2, 2, bias=False)
        blocks = [Block(stem, widths[0], activation=nn.ReLU(inplace=True))]
        inputs = widths[0]
        for stage, outputs in enumerate(widths):
            for unit in range(units):
                linear = ResidualMap(inputs, outputs, 2 if stage and not unit else 1)
                last = stage == len(widths) - 1 and unit == units - 1
                after = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(dropout)) if last else None
                blocks.append(Block(linear, outputs, activation=nn.ReLU(inplace=True), after=after))
                inputs = outputs
        blocks.append(Block(nn.Linear(inputs, 7, bias=False), 7, normalise=False))
        super().__init__(blocks)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
