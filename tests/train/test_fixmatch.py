"""FixMatch's pseudo-labels: aligned with the labels' shares before anything is made of them."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from ferdesk.train.objectives import ObjectiveOptions
from ferdesk.train.objectives.fixmatch import FixMatch
from tests.train.test_objectives import batch, made


def test_scores_are_aligned_with_the_labels_shares_by_hand() -> None:
    _, objective = made("fixmatch")
    assert isinstance(objective, FixMatch)
    objective.label_share.copy_(torch.tensor([0.5, 0.3, 0.2, 0.0, 0.0, 0.0, 0.0]))
    objective.mean_scores.copy_(torch.tensor([0.2, 0.2, 0.6, 0.1, 0.1, 0.1, 0.1]))
    scores = torch.tensor([[0.2, 0.2, 0.6, 0.0, 0.0, 0.0, 0.0], [0.6, 0.2, 0.2, 0.0, 0.0, 0.0, 0.0]])
    labels = torch.tensor([0, 0, 0, 1])
    found = objective._aligned(scores, labels)

    # 99 parts of what was known, one of this step: shares 3/4 and 1/4 of the labels, mean scores 0.4, 0.2, 0.4.
    share = torch.tensor([0.5025, 0.2995, 0.198])
    mean = torch.tensor([0.202, 0.2, 0.598])
    torch.testing.assert_close(objective.label_share[:3], share)
    torch.testing.assert_close(objective.mean_scores[:3], mean)
    ratio = torch.tensor([2.487624, 1.4975, 0.331104])
    first = torch.tensor([0.2, 0.2, 0.6]) * ratio  # 0.497525, 0.2995, 0.198662: what was likeliest is no longer so
    second = torch.tensor([0.6, 0.2, 0.2]) * ratio  # 1.492574, 0.2995, 0.066221
    expected = torch.stack([first / 0.995687, second / 1.858295])
    torch.testing.assert_close(found[:, :3], expected, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(found.sum(dim=1), torch.ones(2))


@pytest.mark.parametrize("usual", [2, 5])
def test_what_the_student_is_taught_is_aligned(usual: int) -> None:
    network, objective = made("fixmatch", options=ObjectiveOptions(threshold=0.9))
    assert isinstance(objective, FixMatch)
    objective.label_share.zero_()[usual] = 1.0  # nearly all labels so far, so all crops of a network that knows nothing
    data = batch(7, objective)
    network.eval()
    expected = functional.cross_entropy(network(data.views[1]), torch.full((7,), usual))
    torch.testing.assert_close(objective(network, data, 1.0)["pseudo"], expected)
    assert float(objective.watched["used"]) == 1.0
