"""Mean teacher: the two look at the same crops, each in a view of its own."""

from __future__ import annotations

import torch
from torch.nn import functional

from ferdesk.train.augment import AUGMENTATIONS
from ferdesk.train.batches import Examples, Plan, batches
from ferdesk.train.objectives.mean_teacher import MeanTeacher
from tests.train.test_objectives import batch, made


def test_the_student_sees_one_view_and_the_teacher_the_other() -> None:
    network, objective = made("mean-teacher")
    assert isinstance(objective, MeanTeacher)
    network.eval()  # running statistics for both: nothing but the views and the weights tells them apart
    with torch.no_grad():
        network.head.shift += torch.linspace(0.0, 2.0, 7)
    data = batch(8, objective)
    student, teacher = network(data.views[0]).softmax(dim=1), objective.teacher.logits(data.views[1]).softmax(dim=1)
    expected = 50 * functional.mse_loss(student, teacher)
    torch.testing.assert_close(objective(network, data, 1.0)["consistency"], expected)


def test_two_views_with_one_augmentation_are_drawn_each_for_itself() -> None:
    pool = torch.randint(0, 256, (12, 48, 48), dtype=torch.uint8)
    tuned = AUGMENTATIONS["tuned"]
    plan = Plan(2, 4, tuned, unlabelled=6, views=(tuned,) * len(MeanTeacher.views))
    for drawn in batches(Examples(pool, torch.arange(12) % 7), pool, plan, 3):
        one, other = drawn.views
        assert bool((one != other).flatten(1).any(dim=1).all())
