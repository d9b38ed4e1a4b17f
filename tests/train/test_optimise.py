"""The schedule, the parameter groups, the average."""

from __future__ import annotations

import pytest
import torch

from ferdesk.train.networks import build_network
from ferdesk.train.optimise import OPTIMIZERS, averaged, one_cycle, parameter_groups, set_rate


def test_one_cycle_climbs_then_falls_to_nothing() -> None:
    rates = [one_cycle(step / 200, 0.1) for step in range(201)]
    peak = rates.index(max(rates))
    assert max(rates) == pytest.approx(0.1)
    assert 25 <= peak <= 35
    assert rates[:peak] == sorted(rates[:peak])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert rates[-1] == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("name", ["vgg", "deck"])
def test_only_matrices_decay(name: str) -> None:
    network = build_network(name)
    matrices, others = parameter_groups(network, 5e-4)
    assert matrices["weight_decay"] == 5e-4
    assert others["weight_decay"] == 0
    assert {id(block.linear.weight) for block in network.blocks} == {id(p) for p in matrices["params"]}
    assert len(matrices["params"]) + len(others["params"]) == len(list(network.parameters()))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_steps_at_the_rate_it_is_given(name: str) -> None:
    weight = torch.nn.Parameter(torch.ones(3))
    optimizer = OPTIMIZERS[name]([{"params": [weight], "weight_decay": 0.0}], 1.0)
    set_rate(optimizer, 0.0)
    weight.sum().backward()
    optimizer.step()
    assert torch.equal(weight, torch.ones(3))
    set_rate(optimizer, 0.1)
    optimizer.step()
    assert float(weight[0]) < 1


def test_the_average_follows_weights_and_statistics() -> None:
    network = build_network("tiny")
    average = averaged(network, 0.9)
    average.update_parameters(network)  # the first copies
    before = average.module.blocks[0].scale.clone()
    with torch.no_grad():
        network.blocks[0].scale += 1
        network.blocks[0].norm.running_mean += 1
    average.update_parameters(network)
    torch.testing.assert_close(average.module.blocks[0].scale, before + 0.1)
    torch.testing.assert_close(average.module.blocks[0].norm.running_mean, torch.full((2,), 0.1))
