"""The training loop. It knows neither modes nor files."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.swa_utils import AveragedModel

from ferdesk.errors import FerdeskError
from ferdesk.train.batches import Batch
from ferdesk.train.networks import Network, standardise
from ferdesk.train.objectives import Objective
from ferdesk.train.optimise import one_cycle, set_rate


@dataclass(eq=False)
class Learner:
    """All that changes while training: one epoch turns it into the next."""

    network: Network
    objective: Objective
    optimizer: Optimizer
    average: AveragedModel
    epoch: int = 0
    """Epochs behind it."""


@dataclass(frozen=True)
class EpochReport:
    """What one epoch did."""

    epoch: int
    """From 1."""
    losses: dict[str, float]
    """Mean of each weighted term over the steps of the epoch that had it."""
    watched: dict[str, float]
    """Likewise of what the objective watches beside them."""
    learning_rate: float
    """At the last step."""
    images_per_second: float
    seconds: float


@dataclass(frozen=True)
class Schedule:
    """How long to train, and how fast."""

    epochs: int
    steps: int
    """Steps an epoch."""
    peak_rate: float


@dataclass(frozen=True)
class StepReport:
    """Where an epoch is, for a progress line."""

    step: int
    losses: dict[str, float]
    images_per_second: float


def train_epoch(
    learner: Learner,
    batches: Iterable[Batch],
    schedule: Schedule,
    precision: str,
    on_step: Callable[[StepReport], None] = lambda report: None,
) -> EpochReport:
    """Train for one epoch. Chance inside the networks comes from torch's global generator: seed it before."""
    learner.network.train()
    learner.objective.train()
    started, images, rate = time.perf_counter(), 0, 0.0
    sums: dict[str, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    watched: dict[str, float] = defaultdict(float)
    for step, batch in enumerate(batches, start=1):
        progress = (learner.epoch + (step - 1) / schedule.steps) / schedule.epochs
        rate = one_cycle(progress, schedule.peak_rate)
        set_rate(learner.optimizer, rate)
        for name, value in _step(learner, batch, progress, precision).items():
            sums[name] += value
            counts[name] += 1  # a mode need not have every term in every step
        for name, figure in learner.objective.watched.items():
            watched[name] += float(figure) / schedule.steps
        images += len(batch.labels) + (0 if batch.rows is None else len(batch.rows))
        speed = images / (time.perf_counter() - started)
        on_step(StepReport(step, {name: total / counts[name] for name, total in sums.items()}, speed))
    learner.epoch += 1
    seconds = time.perf_counter() - started
    losses = {name: total / counts[name] for name, total in sums.items()}
    return EpochReport(learner.epoch, losses, dict(watched), rate, images / seconds, seconds)


def _step(learner: Learner, batch: Batch, progress: float, precision: str) -> dict[str, float]:
    with autocast(precision):
        terms = learner.objective(learner.network, batch, progress)
    loss = torch.stack(list(terms.values())).sum()
    learner.optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    learner.optimizer.step()
    learner.network.after_step()
    learner.objective.after_step(learner.network)
    learner.average.update_parameters(learner.objective.network_to_evaluate(learner.network))
    values = {name: float(term.detach()) for name, term in terms.items()}
    for name, value in values.items():
        if not math.isfinite(value):
            raise FerdeskError(
                f"the loss {name!r} of epoch {learner.epoch + 1} is {value}, no longer a number to go by; "
                "train anew with a lower --rate, or with smaller weights of what is learnt beside the labels."
            )
    return values


def autocast(precision: str) -> AbstractContextManager[None]:
    """Linear maps in bfloat16 for `bf16`; nothing for `fp32`."""
    return torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16")


@torch.inference_mode()
def logits_of(network: nn.Module, pixels: Tensor, precision: str = "fp32", batch: int = 256) -> Tensor:
    """Crops, uint8 [n, 48, 48] -> float32 [n, 7] or FER+'s [n, 8], with the network in evaluation mode (left so)."""
    network.eval()
    parts = []
    with autocast(precision):
        for crops in torch.split(pixels, batch):
            x = standardise(crops).contiguous(memory_format=torch.channels_last)
            parts.append(network(x).float())
    return torch.cat(parts)
