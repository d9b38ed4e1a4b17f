"""The contract of every mode, and the supervised one by hand."""

from __future__ import annotations

import dataclasses
import math

import pytest
import torch

from ferdesk.train.batches import Batch
from ferdesk.train.networks import build_network
from ferdesk.train.objectives import OBJECTIVES, ObjectiveOptions, Supervised


def batch(n: int = 8) -> Batch:
    return Batch(torch.randn(n, 1, 48, 48), torch.arange(n) % 7)


@pytest.mark.parametrize("network", ["tiny", "deck"])
@pytest.mark.parametrize("mode", OBJECTIVES)
def test_every_mode_gives_finite_terms_that_reach_every_weight(mode: str, network: str) -> None:
    torch.manual_seed(0)
    student = build_network(network)
    terms = OBJECTIVES[mode](student, ObjectiveOptions(0.1))(student, batch(), 0.5)
    assert terms
    assert all(term.ndim == 0 and math.isfinite(term) for term in terms.values())
    torch.stack(list(terms.values())).sum().backward()
    assert all(parameter.grad is not None for parameter in student.parameters())


def test_supervised_is_cross_entropy() -> None:
    network = build_network("tiny").eval()
    data = batch(4)
    expected = -torch.log_softmax(network(data.crops), 1)[torch.arange(4), data.labels].mean()
    torch.testing.assert_close(Supervised(network)(network, data, 0.0)["supervised"], expected)


def test_the_decks_penalty_is_a_term_of_its_own() -> None:
    network = build_network("deck")
    assert set(Supervised(network)(network, batch(), 0.0)) == {"supervised", "penalty"}


def test_votes_are_a_weighted_cross_entropy_with_a_head_of_their_own() -> None:
    network = build_network("tiny").eval()
    objective = Supervised(network, ObjectiveOptions(votes_weight=2.0))
    votes = torch.zeros(4, 8)
    votes[0, 1], votes[1, 2], votes[1, 7] = 1.0, 0.25, 0.75  # on the others nobody named an expression
    data = dataclasses.replace(batch(4), votes=votes)
    assert objective.votes is not None
    logarithms = objective.votes(network.features(data.crops)).log_softmax(1)
    expected = -2.0 * (logarithms[0, 1] + 0.25 * logarithms[1, 2] + 0.75 * logarithms[1, 7]) / 4
    terms = objective(network, data, 0.0)
    torch.testing.assert_close(terms["votes"], expected)
    assert set(objective(network, batch(4), 0.0)) == {"supervised"}, "no votes, no term"
    assert Supervised(network).votes is None
