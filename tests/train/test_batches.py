"""Two streams of crops: the same labelled one with and without the other, and views of one and the same crop."""

from __future__ import annotations

import dataclasses

import torch

from ferdesk.train.augment import AUGMENTATIONS
from ferdesk.train.batches import Examples, Plan, batches

NONE, STRONG = AUGMENTATIONS["none"], AUGMENTATIONS["strong"]
POOL = torch.arange(30)[:, None, None] * torch.ones(30, 48, 48) + torch.arange(48)
EXAMPLES = Examples(POOL[:10], torch.arange(10) % 7)
PLAN = Plan(steps=5, labelled=4, augmentation=STRONG, unlabelled=6, views=(NONE, NONE, STRONG))


def test_the_labelled_stream_does_not_depend_on_the_other() -> None:
    with_views = list(batches(EXAMPLES, POOL, PLAN, 3))
    alone = list(batches(EXAMPLES, POOL, dataclasses.replace(PLAN, unlabelled=0, views=()), 3))
    assert all(torch.equal(one.crops, other.crops) for one, other in zip(with_views, alone, strict=True))
    assert all(torch.equal(one.labels, other.labels) for one, other in zip(with_views, alone, strict=True))
    assert all(batch.views == () and batch.rows is None for batch in alone)


def test_views_are_of_the_same_crops_each_in_its_own_way() -> None:
    for batch in batches(EXAMPLES, POOL, PLAN, 3):
        assert batch.rows is not None
        plain, again, strong = batch.views
        assert plain.shape == strong.shape == (6, 1, 48, 48)
        assert torch.equal(plain, again)
        assert not torch.equal(plain, strong)


def test_every_pass_has_each_crop_once() -> None:
    drawn = list(batches(EXAMPLES, POOL, PLAN, 3))
    rows = torch.cat([batch.rows for batch in drawn if batch.rows is not None])
    assert sorted(rows.tolist()) == list(range(30))
    labels = torch.cat([batch.labels for batch in drawn])
    assert torch.equal(torch.bincount(labels), 2 * torch.bincount(EXAMPLES.labels)), "two passes over ten"


def test_the_seed_decides() -> None:
    first, same, other = (next(iter(batches(EXAMPLES, POOL, PLAN, seed))) for seed in (3, 3, 4))
    assert torch.equal(first.crops, same.crops)
    assert torch.equal(first.views[2], same.views[2])
    assert not torch.equal(first.crops, other.crops)


def test_balanced_batches_have_every_emotion_as_often() -> None:
    rare = Examples(POOL, torch.tensor([0] * 27 + [3] * 3))
    plan = dataclasses.replace(PLAN, steps=50, balanced=True, views=())
    labels = torch.cat([batch.labels for batch in batches(rare, POOL, plan, 3)])
    assert 70 < int((labels == 3).sum()) < 130
