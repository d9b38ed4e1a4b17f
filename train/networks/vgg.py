"""The strong small network: four stages of two 3x3 convolutions with batch norm, one dense layer; 3.5 M parameters."""

from __future__ import annotations

from torch import nn

from ferdesk.train.networks.blocks import Block, Network

_SIDE_AFTER_POOLING = 3  # 48 halved four times


class VggNetwork(Network):
    """VGG-like (Simonyan & Zisserman 2015, arXiv 1409.1556), cut to what two cores can train and one can run."""

    def __init__(self, *, dropout: float = 0.3, width: int = 32) -> None:
        blocks: list[Block] = []
        inputs = 1
        for stage in range(4):
            outputs = width * 2**stage
            blocks.append(_convolution(inputs, outputs))
            blocks.append(_convolution(outputs, outputs, nn.MaxPool2d(2)))
            inputs = outputs
        features, dense = inputs * _SIDE_AFTER_POOLING**2, 32 * width
        blocks.append(
            Block(
                nn.Linear(features, dense, bias=False),
                dense,
                activation=nn.ReLU(inplace=True),
                after=nn.Dropout(dropout),
                flatten=True,
            )
        )
        blocks.append(Block(nn.Linear(dense, 7, bias=False), 7, normalise=False))
        super().__init__(blocks)
        for block in blocks[:-1]:
            nn.init.kaiming_normal_(block.linear.weight, nonlinearity="relu")  # type: ignore[arg-type]


def _convolution(inputs: int, outputs: int, pool: nn.Module | None = None) -> Block:
    convolution = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
    return Block(convolution, outputs, activation=nn.ReLU(inplace=True), after=pool)
