"""A VGG whose channels come in pairs: what one finds in a face, the other finds in its mirror image."""

from __future__ import annotations

import functools

import torch
from torch import Tensor

from ferdesk.train.networks.blocks import Block
from ferdesk.train.networks.vgg import SIDE_AFTER_POOLING, VggNetwork


class MirrorVggNetwork(VggNetwork):
    """`VggNetwork` that, in evaluation mode, cannot but say the same of a face and of its mirror image.

    The first half of every layer's 2c channels is free; channel `c + i` is channel `i` with all maps mirrored, so
    mirroring the crop mirrors the activations and exchanges the halves (a group convolution over {identity, mirror};
    Cohen & Welling 2016, arXiv 1602.07576, section 6). The head reads both halves alike. An ordinary network of as
    many channels has to learn everything twice, once for either side.

    The weights are stored whole: they start as pairs, and hooks make their gradients those of pairs, so the optimizer
    keeps them so (a deep copy has no hooks and is not for training). Everything else, such as the export or a ladder,
    sees an ordinary network, and it runs as fast as one. Not to be mistaken for `ferdesk-export --mirror`, which reads
    every crop twice.
    """

    def __init__(
        self, *, width: int = 32, depth: tuple[int, int, int, int] = (2, 2, 2, 2), stem: int = 3, dropout: float = 0.3
    ) -> None:
        super().__init__(width=width, depth=depth, stem=stem, dropout=dropout)
        for block in self.chain:
            self._pair(block)

    def tell_apart(self, kinds: int) -> None:
        """A new head, which reads both halves alike as well."""
        super().tell_apart(kinds)
        self._pair(self.head)

    @torch.no_grad()
    def after_step(self) -> None:
        """Batch norm's running statistics are made those of pairs: the means of both halves.

        Of the variance that leaves out how far the halves' means are from each other, which is next to nothing as long
        as faces are mirrored at random while it learns.
        """
        for block in self.chain:
            for name, statistic in block.norm.named_buffers():
                if name.startswith("running"):
                    statistic.copy_((statistic + _exchanged(statistic, 0)) / 2)

    def _pair(self, block: Block) -> None:
        """Make its parameters pairs, and let their gradients be those of pairs from now on."""
        head = block is self.head
        for parameter in block.parameters():
            if head and parameter.ndim == 1:  # the logits have no mirror images
                continue
            with torch.no_grad():
                dim = 1 if head else 0
                first, _ = parameter.chunk(2, dim)
                _, second = mirrored(parameter, head=head).chunk(2, dim)
                parameter.copy_(torch.cat((first, second), dim))
            parameter.register_hook(functools.partial(_of_pairs, head=head))  # type: ignore[no-untyped-call]


def mirrored(parameter: Tensor, *, head: bool = False) -> Tensor:
    """What takes a parameter's place when all activations, and the crop, are mirrored; twice gives the same again.

    A map [2c, i, k, k] or [2c, i * 9] of the dense layer, a scale or a shift [2c, ...]; of the `head` a map [n, 2c].
    """
    if head:
        return _exchanged(parameter, 1)
    if parameter.ndim == 2:
        return mirrored(parameter.view(len(parameter), -1, SIDE_AFTER_POOLING, SIDE_AFTER_POOLING)).flatten(1)
    if parameter.ndim == 4:
        parameter = parameter.flip(-1)
        parameter = parameter if parameter.shape[1] == 1 else _exchanged(parameter, 1)
    return _exchanged(parameter, 0)


def _of_pairs(gradient: Tensor, *, head: bool) -> Tensor:
    """The gradient of weights that are used twice, as they are and mirrored."""
    return gradient + mirrored(gradient, head=head)


def _exchanged(tensor: Tensor, dim: int) -> Tensor:
    """The second half of a dimension before the first."""
    first, second = tensor.chunk(2, dim)
    return torch.cat((second, first), dim)
