"""The ladder's two ways up: the clean pass, which is the target, and the one corrupted by noise, which learns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from ferdesk.train.networks import Block, Network

_EPSILON = 1e-5


@dataclass(frozen=True, eq=False)
class Clean:
    """One layer of the clean pass; no gradient."""

    z: Tensor
    """float32 [n, ...], normalised over the batch."""
    mean: Tensor
    """Of the batch, a channel, before normalisation."""
    deviation: Tensor
    """Likewise; above 0."""


@torch.no_grad()
def clean_pass(network: Network, crops: Tensor) -> tuple[Clean, ...]:
    """Layer 0, the crops as they are, and each block's z. Only this pass moves the running statistics of batch norm.

    Dropout is off, for this is the network that will be used. Nothing keeps a graph: a target needs none.
    """
    zero, one = torch.zeros(()), torch.ones(())
    layers, h = [Clean(crops, zero, one)], crops
    with without_dropout(network):
        for block in network.chain:
            linear = block.linear(block.flatten(h))
            mean, deviation = statistics(linear)
            layers.append(Clean((linear.float() - mean) / deviation, mean, deviation))
            h = block.post(block.norm(linear))
    return tuple(layers)


def corrupted_pass(network: Network, crops: Tensor, noise_std: float) -> tuple[tuple[Tensor, ...], Tensor]:
    """Every layer's noisy z, and the logits that the noise left over.

    Noise comes after normalisation, before scale and shift (arXiv 1507.02672, Algorithm 1). Statistics are the batch's
    own and are not remembered. Where a block has no batch norm its noise is as strong in proportion.
    """
    noisy = [_with_noise(crops, noise_std)]
    h = noisy[0]
    with without_memory(network):
        for block in network.chain:
            linear = block.linear(block.flatten(h))
            if normalises(block):
                z = _with_noise(normalised(linear), noise_std)
                h = block.post(z)
            else:
                mean, deviation = statistics(linear)
                z = _with_noise((linear.float() - mean) / deviation, noise_std)
                h = block.post(z * deviation + mean)
            noisy.append(z)
    return tuple(noisy), h


def normalises(block: Block) -> bool:
    """Whether the block has batch norm."""
    return not isinstance(block.norm, nn.Identity)


def normalised(x: Tensor) -> Tensor:
    """[n, channels, ...] with mean 0 and deviation 1 in each channel of the batch; nothing is remembered."""
    return functional.batch_norm(x, None, None, training=True, eps=_EPSILON)


def statistics(x: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of each channel over the batch, shaped to be broadcast."""
    dimensions = [d for d in range(x.ndim) if d != 1]
    variance, mean = torch.var_mean(x.float(), dim=dimensions, correction=0, keepdim=True)
    return mean, (variance + _EPSILON).sqrt()


@contextmanager
def without_memory(network: Network) -> Iterator[None]:
    """Batch norms inside residual units go by the batch meanwhile and remember nothing of it."""
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d) and module.affine]
    for norm in norms:
        norm.track_running_stats = False
    kept = [(norm, norm.running_mean, norm.running_var) for norm in norms]
    for norm in norms:
        norm.running_mean = norm.running_var = None
    try:
        yield
    finally:
        for norm, mean, variance in kept:
            norm.running_mean, norm.running_var, norm.track_running_stats = mean, variance, True


def _with_noise(z: Tensor, deviation: float) -> Tensor:
    return z + deviation * torch.randn_like(z)


@contextmanager
def without_dropout(network: Network) -> Iterator[None]:
    """Dropout lets everything through meanwhile."""
    asleep = [module for module in network.modules() if isinstance(module, nn.Dropout) and module.training]
    for module in asleep:
        module.eval()
    try:
        yield
    finally:
        for module in asleep:
            module.train()
