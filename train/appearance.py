"""What a camera and a lamp change in a crop: contrast curve, light from a side, too little light, blur, noise."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

WHITE = 255.0
_DARKEST = 4.0
"""Binary logarithm of the least light that `dim` leaves: a sixteenth."""


def bend_contrast(images: Tensor, limit: float, generator: torch.Generator) -> Tensor:
    """Crops [n, 48, 48] in 0..255 to the power of a gamma between 2^-limit and 2^limit, one for each crop."""
    gamma = 2 ** (limit * _both_ways(len(images), generator))
    return WHITE * (images.clamp(0, WHITE) / WHITE) ** gamma[:, None, None]


def light_from_side(images: Tensor, limit: float, generator: torch.Generator) -> Tensor:
    """Crops [n, 48, 48] in 0..255, brighter by up to `limit` (a share) on one side and darker on the other.

    That is at the middle of an edge; in a corner towards which the light comes it is the root of 2 times as much.
    """
    n, height, width = images.shape
    angle = math.pi * _both_ways(n, generator)[:, None, None]
    strength = limit * torch.rand(n, generator=generator)[:, None, None]
    x, y = torch.linspace(-1, 1, width), torch.linspace(-1, 1, height)[:, None]
    return (images * (1 + strength * (angle.cos() * x + angle.sin() * y))).clamp(0, WHITE)


def dim(images: Tensor, probability: float, generator: torch.Generator) -> Tensor:
    """Crops [n, 48, 48] in 0..255, some of them with all to a sixteenth of their light, every halving alike often.

    What falls between two grey levels is lost, as a camera loses it.
    """
    n = len(images)
    kept = 2 ** (-_DARKEST * torch.rand(n, generator=generator))[:, None, None]
    chosen = torch.rand(n, generator=generator) < probability
    return torch.where(chosen[:, None, None], (images * kept).round(), images)


def blur(images: Tensor, probability: float, generator: torch.Generator) -> Tensor:
    """Crops [n, 48, 48], some of them as a face further away looks: averaged over 3 by 3 pixels, the middle most."""
    side = torch.tensor([0.25, 0.5, 0.25])
    kernel = (side[:, None] * side)[None, None]
    padded = functional.pad(images.unsqueeze(1), (1, 1, 1, 1), mode="replicate")
    chosen = torch.rand(len(images), generator=generator) < probability
    return torch.where(chosen[:, None, None], functional.conv2d(padded, kernel).squeeze(1), images)


def add_noise(images: Tensor, limit: float, generator: torch.Generator) -> Tensor:
    """Crops [n, 48, 48] in 0..255 with Gaussian noise; its deviation, up to `limit` grey levels, is drawn for each."""
    deviation = limit * torch.rand(len(images), generator=generator)[:, None, None]
    return (images + deviation * torch.randn(images.shape, generator=generator)).clamp(0, WHITE)


def _both_ways(n: int, generator: torch.Generator) -> Tensor:
    """[n], -1..1"""
    return torch.rand(n, generator=generator) * 2 - 1
