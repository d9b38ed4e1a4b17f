"""From the whole data set, one uint8 tensor, to augmented and standardised batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from ferdesk.train.augment import Augmentation, augment
from ferdesk.train.networks import standardise


@dataclass(frozen=True, eq=False)
class Batch:
    """What an objective sees at one step."""

    crops: Tensor
    """float32 [n, 1, 48, 48], augmented, standardised, channels_last."""
    labels: Tensor
    """int64 [n], 0..6."""
    votes: Tensor | None = None
    """float32 [n, 8], shares of FER+ votes; rows sum to 1, or to 0 where nobody named an expression."""


def epoch_generator(seed: int, epoch: int) -> torch.Generator:
    """All chance of one epoch, dropout's included, comes from its number: resuming needs no saved generator state."""
    torch.manual_seed(seed * 1_000_003 + epoch)
    return torch.Generator().manual_seed(seed * 1_000_003 + epoch)


def steps_an_epoch(rows: int, batch: int) -> int:
    """Whole batches only, as batch norm wants them; one smaller batch where there are fewer rows than that."""
    return max(1, rows // batch)


@dataclass(frozen=True, eq=False)
class Examples:
    """All labelled crops of a run, before augmentation."""

    pixels: Tensor
    """uint8 [n, 48, 48]"""
    labels: Tensor
    """int64 [n], 0..6"""
    votes: Tensor | None = None
    """float32 [n, 8], or None where a run has no votes"""


def supervised_batches(
    examples: Examples, size: int, setting: Augmentation, generator: torch.Generator
) -> Iterator[Batch]:
    """One pass over all examples in random order."""
    pixels, labels, votes = examples.pixels, examples.labels, examples.votes
    order = torch.randperm(len(pixels), generator=generator)
    for step in range(steps_an_epoch(len(pixels), size)):
        chosen = order[step * size : (step + 1) * size]
        crops = standardise(augment(pixels[chosen], setting, generator))
        crops = crops.contiguous(memory_format=torch.channels_last)
        yield Batch(crops, labels[chosen], None if votes is None else votes[chosen])
