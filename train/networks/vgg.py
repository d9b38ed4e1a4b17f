"""The strong small networks: four stages of 3x3 convolutions with batch norm, one dense layer."""

from __future__ import annotations

from torch import nn

from ferdesk.train.networks.blocks import Block, Network

SIDE_AFTER_POOLING = 3  # 48 halved four times


class VggNetwork(Network):
    """VGG-like (Simonyan & Zisserman 2015, arXiv 1409.1556), cut to what two cores can train and one can run.

    Args:
        dropout: of the dense layer's activations.
        width: channels of the first stage; every stage has twice as many as the one before.
        depth: convolutions of each of the four stages.
        dense: width of the dense layer; 0 for 32 times `width`.
        stem: side of the first convolution's kernel.
    """

    def __init__(
        self,
        *,
        dropout: float = 0.3,
        width: int = 32,
        depth: tuple[int, int, int, int] = (2, 2, 2, 2),
        dense: int = 0,
        stem: int = 3,
    ) -> None:
        blocks: list[Block] = []
        inputs = 1
        for stage, convolutions in enumerate(depth):
            outputs = width * 2**stage
            for place in range(convolutions):
                kernel = 3 if blocks else stem
                blocks.append(_convolution(inputs, outputs, kernel, pooled=place == convolutions - 1))
                inputs = outputs
        features, dense = inputs * SIDE_AFTER_POOLING**2, dense or 32 * width
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


def _convolution(inputs: int, outputs: int, kernel: int, *, pooled: bool) -> Block:
    """A convolution; where the first one is pooled, it is activated after that.

    The largest of four comes out the same either way. But onnxruntime would draw the rounding to int8, which follows
    the activation, in front of a pooling that comes last, and pooling bytes costs as much there as a convolution.
    """
    convolution = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False)
    if inputs == 1 and pooled:
        return Block(convolution, outputs, activation=nn.MaxPool2d(2), after=nn.ReLU(inplace=True))
    return Block(convolution, outputs, activation=nn.ReLU(inplace=True), after=nn.MaxPool2d(2) if pooled else None)
