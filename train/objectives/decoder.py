"""The way back through a network: a transposed linear map for each block, fitted to what lies below it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from ferdesk.train.networks import Block, Network, ResidualMap
from ferdesk.train.networks.deck_path import Enlarged

_CROP = (1, 48, 48)

Shape = tuple[int, ...]


@dataclass(frozen=True)
class BlockShapes:
    """Shapes at one block, without the batch."""

    inputs: Shape
    """What the block is given, before flattening."""
    linear: Shape
    """What its linear map puts out: the shape of z."""


@torch.no_grad()
def shapes_of(network: Network) -> tuple[BlockShapes, ...]:
    """The shapes at every block for one crop; the network is left in the mode that it was in."""
    training = network.training
    network.eval()
    h, found = torch.zeros(1, *_CROP), []
    for block in network.chain:
        z = block.pre(h)
        found.append(BlockShapes(tuple(h.shape[1:]), tuple(z.shape[1:])))
        h = block.post(z)
    network.train(training)
    return tuple(found)


class Mirror(nn.Module):
    """From the z of a block, [n, *linear], to the shape of the z of the block below, [n, *below].

    The transposed map leads to the block's inputs; nearest-neighbour upsampling undoes pooling, cutting off the rim
    undoes padding, spreading out undoes the mean over all places, and an enlarged crop is made small again.
    """

    def __init__(self, block: Block, shapes: BlockShapes, below: Shape) -> None:
        super().__init__()
        self.inputs, self.below = shapes.inputs, below
        self.linear = _transposed(block.linear)
        self.enlarged = isinstance(block.flatten, Enlarged)

    def forward(self, z: Tensor) -> Tensor:
        """[n, *below]"""
        back = self.linear(z).unflatten(1, self.inputs) if len(self.inputs) != z.ndim - 1 else self.linear(z)
        if self.enlarged:
            return functional.interpolate(back, size=self.below[1:], mode="bilinear", align_corners=False)
        return fitted(back, self.below)


def _transposed(linear: nn.Module) -> nn.Module:
    if isinstance(linear, ResidualMap):  # one plain map back, whatever lies between on the way up
        size = linear.stride + 2 if linear.stride > 1 else 3
        return nn.ConvTranspose2d(linear.outputs, linear.inputs, size, linear.stride, 1, bias=False)
    if isinstance(linear, nn.Conv2d):
        (size, _), (stride, _), padding = linear.kernel_size, linear.stride, linear.padding
        assert not isinstance(padding, str)
        return nn.ConvTranspose2d(linear.out_channels, linear.in_channels, size, stride, padding[0], bias=False)
    assert isinstance(linear, nn.Linear)
    return nn.Linear(linear.out_features, linear.in_features, bias=False)


def fitted(x: Tensor, below: Shape) -> Tensor:
    """[n, ...] -> [n, *below], as a Mirror does it."""
    if x.shape[1:] == below:
        return x
    height, width = below[1:]
    if x.ndim == 2:  # the mean over all places says the same of each
        return x[:, :, None, None].expand(-1, -1, height, width)
    if x.shape[2] < height:
        return functional.interpolate(x, size=(height, width))
    top, left = (x.shape[2] - height) // 2, (x.shape[3] - width) // 2
    return x[:, :, top : top + height, left : left + width]
