"""The contract of every mode, and the supervised one by hand."""

from __future__ import annotations

import math

import pytest
import torch

from ferdesk.train.batches import Batch
from ferdesk.train.networks import build_network
from ferdesk.train.objectives import OBJECTIVES, Supervised


def batch(n: int = 8) -> Batch:
    return Batch(torch.randn(n, 1, 48, 48), torch.arange(n) % 7)


@pytest.mark.parametrize("network", ["tiny", "deck"])
@pytest.mark.parametrize("mode", OBJECTIVES)
def test_every_mode_gives_finite_terms_that_reach_every_weight(mode: str, network: str) -> None:
    torch.manual_seed(0)
    student = build_network(network)
    terms = OBJECTIVES[mode](0.1)(student, batch(), 0.5)
    assert terms
    assert all(term.ndim == 0 and math.isfinite(term) for term in terms.values())
    torch.stack(list(terms.values())).sum().backward()
    assert all(parameter.grad is not None for parameter in student.parameters())


def test_supervised_is_cross_entropy() -> None:
    network = build_network("tiny").eval()
    data = batch(4)
    expected = -torch.log_softmax(network(data.crops), 1)[torch.arange(4), data.labels].mean()
    torch.testing.assert_close(Supervised()(network, data, 0.0)["supervised"], expected)


def test_the_decks_penalty_is_a_term_of_its_own() -> None:
    assert set(Supervised()(build_network("deck"), batch(), 0.0)) == {"supervised", "penalty"}
