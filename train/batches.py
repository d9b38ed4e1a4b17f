"""From the whole data set, one uint8 tensor, to augmented, standardised batches with labels and without.

An epoch is, in every mode and with any share of labels, as many updates as one pass over all training images would
be in batches of the labelled size. So runs of as many epochs are runs of as many updates, and can be compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from ferdesk.train.augment import Augmentation, augment
from ferdesk.train.networks import standardise

_STREAMS_APART = 500_009
"""Added to the seed of the unlabelled stream, so that the labelled one is the same with it and without."""


@dataclass(frozen=True, eq=False)
class Batch:
    """What an objective sees at one step."""

    crops: Tensor
    """float32 [n, 1, 48, 48], augmented, standardised, channels_last."""
    labels: Tensor
    """int64 [n], 0..6; 0..7 where votes are the target."""
    votes: Tensor | None = None
    """float32 [n, 8], shares of FER+ votes; rows sum to 1, or to 0 where nobody named an expression."""
    views: tuple[Tensor, ...] = ()
    """Views of the same unlabelled crops, each float32 [m, 1, 48, 48], as the objective asks; empty if for none."""
    rows: Tensor | None = None
    """int64 [m], which rows of the pool the views are of."""


@dataclass(frozen=True, eq=False)
class Examples:
    """All labelled crops of a run, before augmentation."""

    pixels: Tensor
    """uint8 [n, 48, 48]"""
    labels: Tensor
    """int64 [n], 0..6; 0..7 where votes are the target"""
    votes: Tensor | None = None
    """float32 [n, 8], or None where a run has no votes"""
    framed: Tensor | None = None
    """uint8 [n, 48, 48], the same faces as the app's detector frames them, or None where a run does without"""
    replayed: Examples | None = None
    """Of what the network knew before, played again lest it forget: a part of every batch."""


@dataclass(frozen=True)
class Plan:
    """How an epoch is drawn."""

    steps: int
    labelled: int
    """Labelled crops a step."""
    augmentation: Augmentation
    """Of the labelled crops."""
    replayed: int = 0
    """Labelled crops a step out of `Examples.replayed`, after the others."""
    framed: float = 0.0
    """Share of the labelled crops that are drawn as the detector frames them, where `Examples.framed` has them."""
    balanced: bool = False
    """Draw every emotion as often, in place of every crop."""
    unlabelled: int = 0
    """Unlabelled crops a step."""
    views: tuple[Augmentation, ...] = ()
    """One for each view of the unlabelled crops."""


def seed_epoch(seed: int, epoch: int) -> int:
    """All chance of one epoch, dropout's included, comes from its number: resuming needs no saved generator state."""
    torch.manual_seed(seed * 1_000_003 + epoch)
    return seed * 1_000_003 + epoch


def steps_an_epoch(rows: int, batch: int) -> int:
    """Whole batches only, as batch norm wants them; one smaller batch where there are fewer rows than that."""
    return max(1, rows // batch)


def batches(examples: Examples, pool: Tensor, plan: Plan, seed: int) -> Iterator[Batch]:
    """The steps of one epoch. `pool` is uint8 [N, 48, 48], every training crop without its label.

    Either stream goes through its crops in random order, again and again until the epoch is over.
    """
    generator = torch.Generator().manual_seed(seed)
    labelled = _labelled(examples, plan, plan.labelled, generator)
    if examples.replayed is not None and plan.replayed:
        again = _labelled(examples.replayed, plan, plan.replayed, generator)
        labelled = (_joined(own, known) for own, known in zip(labelled, again, strict=True))
    unlabelled = _unlabelled(pool, plan, seed + _STREAMS_APART)
    for drawn in labelled:
        crops = _ready(drawn.pixels, plan.augmentation, generator)
        rows, views = next(unlabelled) if plan.views else (None, ())
        yield Batch(crops, drawn.labels, drawn.votes, views, rows)


def _labelled(examples: Examples, plan: Plan, count: int, generator: torch.Generator) -> Iterator[Examples]:
    """`count` labelled crops for each step. What is drawn is drawn at once, so that augmentation comes after it."""
    draw = _balanced if plan.balanced else _order
    order = draw(examples.labels, plan.steps * count, generator)
    anew = None if examples.framed is None else torch.rand(len(order), generator=generator) < plan.framed
    steps = (slice(step * count, (step + 1) * count) for step in range(plan.steps))
    return (_taken(examples, order[here], None if anew is None else anew[here]) for here in steps)


def _taken(examples: Examples, rows: Tensor, anew: Tensor | None) -> Examples:
    """These rows, the crops as they are or, where `anew` (bool [n]) says so, as the detector frames them."""
    pixels = examples.pixels[rows]
    if examples.framed is not None and anew is not None:
        pixels = torch.where(anew[:, None, None], examples.framed[rows], pixels)
    return Examples(pixels, examples.labels[rows], None if examples.votes is None else examples.votes[rows])


def _joined(own: Examples, known: Examples) -> Examples:
    """Both in one; nobody has voted on own faces, which rows of 0 say."""
    votes = known.votes
    if votes is not None:
        votes = torch.cat([votes.new_zeros(len(own.labels), votes.shape[1]), votes])
    return Examples(torch.cat([own.pixels, known.pixels]), torch.cat([own.labels, known.labels]), votes)


def _unlabelled(pool: Tensor, plan: Plan, seed: int) -> Iterator[tuple[Tensor, tuple[Tensor, ...]]]:
    generator = torch.Generator().manual_seed(seed)
    order = _order(pool, plan.steps * plan.unlabelled, generator)
    for step in range(plan.steps):
        rows = order[step * plan.unlabelled : (step + 1) * plan.unlabelled]
        yield rows, tuple(_ready(pool[rows], setting, generator) for setting in plan.views)


def _order(rows: Tensor, wanted: int, generator: torch.Generator) -> Tensor:
    """int64 [wanted]: as many random passes over the rows as it takes."""
    passes = [torch.randperm(len(rows), generator=generator) for _ in range(-(-wanted // len(rows)))]
    return torch.cat(passes)[:wanted]


def _balanced(labels: Tensor, wanted: int, generator: torch.Generator) -> Tensor:
    """int64 [wanted]: crops drawn with replacement, each emotion that occurs as likely as any other."""
    weights = 1.0 / torch.bincount(labels)[labels]
    return torch.multinomial(weights, wanted, replacement=True, generator=generator)


def _ready(pixels: Tensor, setting: Augmentation, generator: torch.Generator) -> Tensor:
    return standardise(augment(pixels, setting, generator)).contiguous(memory_format=torch.channels_last)
