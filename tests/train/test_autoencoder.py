"""The autoencoder: first alone, then with the labels; with noise it draws the crop that it did not see."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from ferdesk.train.networks import Network
from ferdesk.train.objectives import ObjectiveOptions
from ferdesk.train.objectives.autoencoder import Autoencoder
from tests.train.test_objectives import batch, made


def looked_at(network: Network) -> list[Tensor]:
    """Every input that the network gets from now on."""
    seen: list[Tensor] = []

    def note(block: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        seen.append(inputs[0].clone())

    network.chain[0].register_forward_pre_hook(note)
    return seen


@pytest.mark.parametrize("name", ["tiny", "deck"])
def test_labels_count_only_after_a_fifth_of_the_training(name: str) -> None:
    network, objective = made("autoencoder", name)
    data = batch(8, objective)
    for progress in (0.0, 0.1, 0.19):
        assert set(objective(network, data, progress)) == {"reconstruction"}
    later = {"reconstruction", "supervised"} | ({"penalty"} if name == "deck" else set())
    for progress in (0.2, 0.9):
        assert set(objective(network, data, progress)) == later


@pytest.mark.parametrize("noise_std", [None, 0.0, 0.5])
def test_the_network_sees_the_noise_and_the_decoder_is_to_draw_without(noise_std: float | None) -> None:
    options = ObjectiveOptions(noise_std=noise_std, unlabelled_weight=3.0)
    network, objective = made("autoencoder", options=options)
    assert isinstance(objective, Autoencoder)
    data, seen = batch(8, objective), looked_at(network)
    crops = torch.cat([data.crops, data.views[0]])
    found = objective(network, data, 0.1)["reconstruction"]
    noise = seen[0] - crops
    assert float(noise.mean()) == pytest.approx(0.0, abs=0.02)
    assert float(noise.std()) == pytest.approx(noise_std or 0.0, abs=0.02)
    drawn = objective._draw(network.features(seen[0]))
    torch.testing.assert_close(found, 3.0 * functional.mse_loss(drawn, crops))


def test_a_denoising_autoencoder_learns_to_draw() -> None:
    network, objective = made("autoencoder", options=ObjectiveOptions(noise_std=0.3))
    optimizer = torch.optim.Adam([*network.parameters(), *objective.parameters()], 0.02)
    data, errors = batch(8, objective), []
    for crops in (data.crops, *data.views):
        crops.copy_(torch.linspace(-2, 2, 48).expand_as(crops))  # lighter and lighter from the left to the right
    for _ in range(12):
        optimizer.zero_grad()
        error = objective(network, data, 0.1)["reconstruction"]
        error.backward()
        optimizer.step()
        errors.append(float(error.detach()))
    assert errors[-1] < 0.7 * errors[0]
