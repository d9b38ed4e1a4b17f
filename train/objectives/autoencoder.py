"""`autoencoder`: features that suffice to draw the crop again, first alone, then together with the labels."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from ferdesk.train.batches import Batch
from ferdesk.train.networks import Network
from ferdesk.train.objectives.decoder import Mirror, fitted, shapes_of
from ferdesk.train.objectives.objective import AS_LABELLED, Objective, ObjectiveOptions

PRE_TRAINING = 0.2
"""Share of the training in which labels do not count yet."""


class Autoencoder(Objective):
    """Adds the mean squared error of the crop drawn from the features by a mirrored decoder.

    With noise it is a denoising one (Vincent et al. 2008): the network sees the crop with noise, the decoder is to draw
    it without.
    """

    views = (AS_LABELLED,)
    takes = ("unlabelled_weight", "noise_std")

    def __init__(self, network: Network, options: ObjectiveOptions) -> None:
        super().__init__(network, options)
        self.weight = options.unlabelled_weight
        self.noise_std = options.noise_std or 0.0
        shapes, chain = shapes_of(network), network.chain
        self._features, self._top = shapes[-1].inputs, shapes[-2].linear
        self.mirrors, self.norms = nn.ModuleList(), nn.ModuleList()
        for place in range(len(chain) - 2, -1, -1):
            below = shapes[place - 1].linear if place else shapes[0].inputs
            self.mirrors.append(Mirror(chain[place], shapes[place], below))
            norm = nn.BatchNorm2d if len(below) == 3 else nn.BatchNorm1d
            self.norms.append(norm(below[0]) if place else nn.Identity())

    def forward(self, network: Network, batch: Batch, progress: float) -> dict[str, Tensor]:
        """`reconstruction`; `supervised` and `penalty` once pre-training is over."""
        (view,) = batch.views
        crops = torch.cat([batch.crops, view])
        noisy = crops + self.noise_std * torch.randn_like(crops) if self.noise_std else crops
        features = network.features(noisy.contiguous(memory_format=torch.channels_last))
        drawn = self._draw(features)
        terms = {"reconstruction": self.weight * functional.mse_loss(drawn.float(), crops)}
        if progress < PRE_TRAINING:
            return terms
        return terms | self.supervised_terms(network, network.head(features[: len(batch.crops)]), batch)

    def _draw(self, features: Tensor) -> Tensor:
        x = fitted(features.reshape(-1, *self._features), self._top)
        for mirror, norm in zip(self.mirrors, self.norms, strict=True):
            x = norm(mirror(x))
            x = x if isinstance(norm, nn.Identity) else functional.relu(x)
        return x
