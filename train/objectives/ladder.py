"""`ladder`: noise in every layer of the network, and a decoder that learns to take it off again."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from ferdesk.errors import FerdeskError
from ferdesk.train.batches import Batch
from ferdesk.train.networks import Network
from ferdesk.train.objectives.combinators import COMBINATORS
from ferdesk.train.objectives.decoder import Mirror, shapes_of
from ferdesk.train.objectives.distance import Distance
from ferdesk.train.objectives.ladder_passes import Clean, clean_pass, corrupted_pass, normalised
from ferdesk.train.objectives.objective import AS_LABELLED, Objective, ObjectiveOptions
from ferdesk.train.objectives.ramps import ramp_up

NOISE_STD = 0.3
_HARDLY_CHANGED = "mild"
COSTS = (1.0, 0.1)
"""Weights of the denoised layers from the lowest up where nobody names others; the last one holds for the rest."""


class Ladder(Objective):
    """The ladder network (Rasmus et al. 2015, arXiv 1507.02672, Algorithm 1) around any chain of blocks.

    Labelled and unlabelled crops go through in one batch, so batch norm sees both alike. The labels' cost is on the
    noisy pass, the network that is used is the clean one. Only that one is exported. The denoising costs are ramped up,
    for in the beginning the clean pass says nothing that is worth finding again.

    Three choices differ from the authors' program: the clean pass is a target without a graph, where theirs learns from
    the cost as well; crops with a label are denoised too; and one batch norm sees both streams, where theirs has two.

    With `--noisy-view` the noise is not of numbers alone: the noisy pass gets each unlabelled face turned, covered, in
    other light, and the decoder has to tell what the clean pass made of the face as it is. Then only layers without
    maps can be denoised, for in the maps the two faces lie at different places.
    """

    views = (AS_LABELLED,)
    takes = ("unlabelled_weight", "noise_std", "denoise", "denoise_layers", "layer_costs", "noisy_view")

    @classmethod
    def views_of(cls, options: ObjectiveOptions) -> tuple[str, ...]:
        """One for both passes, or one for each."""
        return (_HARDLY_CHANGED, options.noisy_view) if options.noisy_view else cls.views

    def __init__(self, network: Network, options: ObjectiveOptions) -> None:
        super().__init__(network, options)
        self.noise_std = NOISE_STD if options.noise_std is None else options.noise_std
        shapes, chain = shapes_of(network), network.chain
        zs = [shapes[0].inputs, *(block.linear for block in shapes)]
        self.costs = layer_costs(options, len(chain))
        lowest = min(self.costs)
        if options.noisy_view and len(zs[lowest]) > 1:
            flat = next(layer for layer, shape in enumerate(zs) if len(shape) == 1)
            raise FerdeskError(f"--noisy-view moves faces, so no map has its twin: give --denoise-layers from {flat}")
        make = COMBINATORS[options.denoise]
        self.combinators = nn.ModuleDict(
            {str(layer): make(zs[layer][0], len(zs[layer]), self.noise_std) for layer in range(lowest, len(zs))}
        )
        self.mirrors = nn.ModuleDict(
            {str(layer): Mirror(chain[layer], shapes[layer], zs[layer]) for layer in range(lowest, len(chain))}
        )

    def forward(self, network: Network, batch: Batch, progress: float) -> dict[str, Tensor]:
        """`supervised`, `penalty`, and `layer0` and so on: each denoised layer's cost."""
        as_it_is, disturbed = batch.views[0], batch.views[-1]
        crops = _stacked(batch.crops, as_it_is)
        clean = clean_pass(network, crops)
        if disturbed is not as_it_is:
            crops = _stacked(batch.crops, disturbed)
        noisy, logits = corrupted_pass(network, crops, self.noise_std)
        terms = self.supervised_terms(network, logits[: len(batch.crops)], batch)
        estimates = self.decode(noisy, logits)
        ramp = ramp_up(progress)
        for layer, cost in self.costs.items():
            terms[f"layer{layer}"] = ramp * cost * denoising_cost(clean[layer], estimates[layer])
        return terms

    def decode(self, noisy: tuple[Tensor, ...], logits: Tensor) -> dict[int, Tensor]:
        """Estimates of every layer's clean z, in deviations, from the top down to the lowest that has a cost."""
        top = len(noisy) - 1
        estimates: dict[int, Tensor] = {}
        for layer in range(top, min(self.costs) - 1, -1):
            above = logits.softmax(dim=1) if layer == top else self.mirrors[str(layer)](estimates[layer + 1])
            estimates[layer] = self.combinators[str(layer)](noisy[layer], normalised(above))
        return estimates


def _stacked(labelled: Tensor, unlabelled: Tensor) -> Tensor:
    return torch.cat([labelled, unlabelled]).contiguous(memory_format=torch.channels_last)


def denoising_cost(clean: Clean, estimate: Tensor) -> Tensor:
    """Mean over batch and units of (z - (z_hat - mean) / deviation)^2, with the clean pass's statistics.

    As in arXiv 1507.02672, Algorithm 1, with z_hat = mean + deviation * `estimate`: the denoising function speaks in
    the clean pass's deviations. There it begins with the noisy z, and is right but for the noise. In the units before
    batch norm it would have to learn from nothing how large they are, in every channel, and to follow them as the
    weights grow; measured, its estimates stayed farther from the clean z than the noisy z is.
    """
    return Distance.of(clean.linear, clean.mean, clean.deviation, estimate)


def layer_costs(options: ObjectiveOptions, top: int) -> dict[int, float]:
    """Which layers are denoised, 0 the crop and `top` the logits, and with which weight.

    Raises:
        FerdeskError: --denoise-layers or --layer-costs cannot be read.
    """
    layers = _layers(options.denoise_layers, top)
    try:
        costs = [float(word) for word in options.layer_costs.split(",")] if options.layer_costs else list(COSTS)
    except ValueError:
        raise FerdeskError(f"--layer-costs {options.layer_costs!r}: write numbers such as 10,1,0.1") from None
    if not all(0 <= cost < math.inf for cost in costs):
        raise FerdeskError(f"--layer-costs {options.layer_costs!r}: weights are 0 or more")
    if len(costs) > len(layers) and options.layer_costs:
        raise FerdeskError(f"--layer-costs {options.layer_costs} names {len(costs)} weights for {len(layers)} layers")
    weighted = {layer: costs[min(place, len(costs) - 1)] for place, layer in enumerate(layers)}
    return {layer: options.unlabelled_weight * cost for layer, cost in weighted.items()}


def _layers(text: str, top: int) -> list[int]:
    if text == "all":
        return list(range(top + 1))
    if text == "top":
        return [top]
    if not all(word.strip().isdecimal() and int(word) <= top for word in text.split(",")):
        raise FerdeskError(f"--denoise-layers {text!r}: write all, top, or numbers from 0 (the crop) to {top}")
    return sorted({int(word) for word in text.split(",")})
