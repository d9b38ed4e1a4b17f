"""Optimizers by name, the learning-rate schedule, and the running average of the weights."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

_WARM_UP = 0.15
"""Share of the training in which the rate climbs."""


def one_cycle(progress: float, peak: float) -> float:
    """Learning rate at `progress` 0..1: a straight climb to `peak`, then half a cosine down to 0.

    After Smith & Topin 2017 (arXiv 1708.07120), with the cosine descent that is common today.
    """
    if progress < _WARM_UP:
        return peak * (0.04 + 0.96 * progress / _WARM_UP)
    return peak * 0.5 * (1 + math.cos(math.pi * (progress - _WARM_UP) / (1 - _WARM_UP)))


def parameter_groups(module: nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    """Decay for the weights of linear maps; none for scales, shifts, slopes and combinators."""
    matrices = [m.weight for m in module.modules() if isinstance(m, nn.Conv2d | nn.ConvTranspose2d | nn.Linear)]
    matrices = [weight for weight in matrices if weight.requires_grad]
    chosen = {id(weight) for weight in matrices}
    others = [parameter for parameter in module.parameters() if parameter.requires_grad and id(parameter) not in chosen]
    return [{"params": matrices, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]


def _sgd(groups: list[dict[str, Any]], rate: float) -> Optimizer:
    return torch.optim.SGD(groups, lr=rate, momentum=0.9, nesterov=True)


def _adamw(groups: list[dict[str, Any]], rate: float) -> Optimizer:
    return torch.optim.AdamW(groups, lr=rate)


OPTIMIZERS: Mapping[str, Callable[[list[dict[str, Any]], float], Optimizer]] = {"sgd": _sgd, "adamw": _adamw}


def set_rate(optimizer: Optimizer, rate: float) -> None:
    """Give every group the learning rate `rate`."""
    for group in optimizer.param_groups:
        group["lr"] = rate


def averaged(network: nn.Module, decay: float) -> AveragedModel:
    """The exponential moving average of a network, batch-norm statistics included."""
    return AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(decay), use_buffers=True)  # type: ignore[no-untyped-call]
