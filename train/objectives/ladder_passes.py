"""The ladder's two ways up: the clean pass, which is the target, and the one corrupted by noise, which learns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from ferdesk.train.networks import Block, Network
from ferdesk.train.networks.deck_path import GaussianDropout
from ferdesk.train.objectives.noise import with_noise

_EPSILON = 1e-5


@dataclass(frozen=True, eq=False)
class Clean:
    """One layer of the clean pass; no gradient."""

    linear: Tensor
    """[n, channels, ...], before normalisation; of layer 0 the crops themselves."""
    mean: Tensor
    """float32 [channels], of the batch."""
    deviation: Tensor
    """Likewise; above 0."""

    @property
    def z(self) -> Tensor:
        """float32 [n, channels, ...], normalised over the batch."""
        shape = (1, -1, *[1] * (self.linear.ndim - 2))
        return (self.linear.float() - self.mean.view(shape)) / self.deviation.view(shape)


@torch.no_grad()
def clean_pass(network: Network, crops: Tensor) -> tuple[Clean, ...]:
    """Layer 0, the crops as they are, and each block's z. Only this pass moves the running statistics of batch norm.

    Dropout is off, for this is the network that will be used. Nothing keeps a graph: a target needs none.
    """
    layers, h = [Clean(crops, torch.zeros(1), torch.ones(1))], crops
    with without_dropout(network):
        for block in network.chain:
            linear = block.linear(block.flatten(h))
            z, mean, deviation = _normalised(linear, block.norm)
            layers.append(Clean(linear, mean, deviation))
            h = block.post(z if normalises(block) else linear)
    return tuple(layers)


def corrupted_pass(network: Network, crops: Tensor, noise_std: float) -> tuple[tuple[Tensor, ...], Tensor]:
    """Every layer's noisy z, and the logits that the noise left over.

    Noise comes after normalisation, before scale and shift (arXiv 1507.02672, Algorithm 1). Statistics are the batch's
    own and are not remembered. Where a block has no batch norm its noise is as strong in proportion.
    """
    noisy = [with_noise(crops, noise_std)]
    h = noisy[0]
    with without_memory(network):
        for block in network.chain:
            linear = block.linear(block.flatten(h))
            if normalises(block):
                z = with_noise(normalised(linear), noise_std)
                h = block.post(z)
            else:
                mean, deviation = statistics(linear)
                z = with_noise((linear.float() - mean) / deviation, noise_std)
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


def _normalised(linear: Tensor, norm: nn.Module) -> tuple[Tensor, Tensor, Tensor]:
    """z, and the batch's mean and deviation a channel, float32 [channels]; running statistics of a batch norm move."""
    mean, variance, momentum = None, None, 0.0
    if isinstance(norm, nn.BatchNorm1d | nn.BatchNorm2d):
        mean, variance, momentum = norm.running_mean, norm.running_var, norm.momentum or 0.0
    # Batch norm gives what it found on the way, in a twentieth of the time that var_mean takes.
    z, found, inverse = torch.native_batch_norm(linear, None, None, mean, variance, True, momentum, _EPSILON)
    return z, found.float(), inverse.float().reciprocal()


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


@contextmanager
def without_dropout(network: Network) -> Iterator[None]:
    """Dropout lets everything through meanwhile."""
    kinds = (nn.Dropout, GaussianDropout)
    asleep = [module for module in network.modules() if isinstance(module, kinds) and module.training]
    for module in asleep:
        module.eval()
    try:
        yield
    finally:
        for module in asleep:
            module.train()
