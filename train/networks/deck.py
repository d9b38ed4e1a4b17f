"""The final CNN of the slide deck, layer for layer: 4,829,319 numbers, 4,829,255 of them trained."""

from __future__ import annotations

from torch import Tensor, nn

from ferdesk.train.networks.blocks import Block, Network
from ferdesk.train.networks.prelu import PositionPReLU

_L2 = 0.001


class DeckNetwork(Network):
    """Four convolutions, max- and average-pooling, two dense layers of 1,024; PReLU by position."""

    def __init__(self, *, dropout: float = 0.25) -> None:
        super().__init__(
            [
                Block(nn.Conv2d(1, 32, 3), 32, activation=PositionPReLU(32, 46, 46), after=nn.ZeroPad2d(2)),
                _convolution(32, 64, 48, nn.MaxPool2d(5)),
                _convolution(64, 128, 11),
                _convolution(128, 128, 13, nn.AvgPool2d(3)),
                _dense(128 * 5 * 5, dropout, flatten=True),
                _dense(1024, dropout),
                Block(nn.Linear(1024, 7, bias=False), 7, normalise=False),
            ]
        )

    def penalty(self) -> Tensor:
        """L2 of 0.001 on the first convolution, as Keras' `kernel_regularizer` adds it: factor times sum of squares."""
        first: nn.Conv2d = self.blocks[0].linear  # type: ignore[assignment]
        return _L2 * first.weight.square().sum()


def _convolution(inputs: int, outputs: int, side: int, pool: nn.Module | None = None) -> Block:
    # Padding stands behind activation and pooling, where the deck has it as a layer of its own. The order is
    # conv, PReLU, max-pool, pad in the second block but conv, PReLU, pad, average-pool in the fourth.
    if isinstance(pool, nn.AvgPool2d):
        after = nn.Sequential(nn.ZeroPad2d(2), pool)
    else:
        after = nn.Sequential(*([pool] if pool else []), nn.ZeroPad2d(2))
    convolution = nn.Conv2d(inputs, outputs, 3, bias=False)
    return Block(convolution, outputs, normalise=False, activation=PositionPReLU(outputs, side, side), after=after)


def _dense(inputs: int, dropout: float, *, flatten: bool = False) -> Block:
    return Block(
        nn.Linear(inputs, 1024, bias=False),
        1024,
        normalise=False,
        activation=PositionPReLU(1024),
        after=nn.Dropout(dropout),
        flatten=flatten,
    )
