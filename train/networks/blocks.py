"""The block that networks are built of: `pre` (linear map, batch norm), `post` (scale, shift, activation, pooling)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional


class Block(nn.Module):
    """A layer in two halves, so that a ladder can put noise between them (arXiv 1507.02672, Algorithm 1).

    `pre(h) -> z` is the linear map followed by batch norm without an affine part; `post(z) -> h` scales, shifts,
    activates and pools. `forward` composes them. Without batch norm `post` only shifts, which is the layer's bias.

    Args:
        linear: the linear map, without a bias of its own unless batch norm follows in the original network.
        width: channels that `linear` puts out.
        normalise: whether batch norm follows the linear map.
        activation: applied after scale and shift.
        after: pooling, padding or dropout; the last thing the block does.
        flatten: whether the block sees its input as [n, features].
    """

    def __init__(
        self,
        linear: nn.Module,
        width: int,
        *,
        normalise: bool = True,
        activation: nn.Module | None = None,
        after: nn.Module | None = None,
        flatten: bool = False,
    ) -> None:
        super().__init__()
        spatial = not isinstance(linear, nn.Linear)
        self.flatten: nn.Module = nn.Flatten() if flatten else nn.Identity()
        self.linear = linear
        self.norm: nn.Module = nn.Identity()
        if normalise:
            self.norm = nn.BatchNorm2d(width, affine=False) if spatial else nn.BatchNorm1d(width, affine=False)
        shape = (width, 1, 1) if spatial else (width,)
        self.scale = nn.Parameter(torch.ones(shape)) if normalise else None
        self.shift = nn.Parameter(torch.zeros(shape))
        self.activation = activation or nn.Identity()
        self.after = after or nn.Identity()

    def pre(self, h: Tensor) -> Tensor:
        """Activations of the block below -> z, [n, width, ...], normalised where the block has batch norm."""
        z: Tensor = self.norm(self.linear(self.flatten(h)))
        return z

    def post(self, z: Tensor) -> Tensor:
        """z -> the block's activations h."""
        if self.scale is not None:  # in z's own precision, as batch norm does it
            z = z * self.scale.to(z.dtype)
        h: Tensor = self.after(self.activation(z + self.shift.to(z.dtype)))
        return h

    def forward(self, h: Tensor) -> Tensor:
        """`post(pre(h))`: the clean pass."""
        if not isinstance(self.norm, nn.BatchNorm1d | nn.BatchNorm2d) or self.scale is None:
            return self.post(self.pre(h))
        # The same numbers with scale and shift inside batch norm: two passes over memory fewer, a third of the time.
        z = functional.batch_norm(
            self.linear(self.flatten(h)),
            self.norm.running_mean,
            self.norm.running_var,
            self.scale.flatten(),
            self.shift.flatten(),
            self.norm.training,
            self.norm.momentum or 0.0,
            self.norm.eps,
        )
        output: Tensor = self.after(self.activation(z))
        return output


class Network(nn.Module):
    """A chain of blocks from standardised crops, float32 [n, 1, 48, 48], to logits, float32 [n, 7]."""

    def __init__(self, blocks: list[Block]) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(blocks)

    @property
    def chain(self) -> list[Block]:
        """The blocks in order."""
        return [block for block in self.blocks if isinstance(block, Block)]

    @property
    def head(self) -> Block:
        """The last block: features to logits."""
        return self.chain[-1]

    @property
    def feature_width(self) -> int:
        """Features that the head sees."""
        assert isinstance(self.head.linear, nn.Linear)
        return self.head.linear.in_features

    @property
    def kinds(self) -> int:
        """How many emotions it tells apart."""
        assert isinstance(self.head.linear, nn.Linear)
        return self.head.linear.out_features

    def tell_apart(self, kinds: int) -> None:
        """Give it a new head, with random weights, that has so many logits."""
        flatten = isinstance(self.head.flatten, nn.Flatten)
        linear = nn.Linear(self.feature_width, kinds, bias=False)
        self.blocks[-1] = Block(linear, kinds, normalise=False, flatten=flatten)

    def features(self, x: Tensor) -> Tensor:
        """What the head sees of standardised crops, float32 [n, feature_width]."""
        for block in self.blocks[:-1]:
            x = block(x)
        flat: Tensor = self.head.flatten(x)
        return flat

    def forward(self, x: Tensor) -> Tensor:
        """Logits of standardised crops."""
        logits: Tensor = self.head(self.features(x))
        return logits

    def after_step(self) -> None:
        """Called behind every optimizer step, for what the optimizer cannot keep."""

    def penalty(self) -> Tensor | None:
        """What the network itself adds to the loss, such as an L2 term on one layer; None where there is nothing."""
        return None
