"""What comes after what in the ladder (arXiv 1507.02672, Algorithm 1): both ways worked out on a two-layer network."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from ferdesk.train.networks import Block, Network, build_network
from ferdesk.train.objectives import ObjectiveOptions
from ferdesk.train.objectives.ladder import Ladder
from ferdesk.train.objectives.ladder_passes import corrupted_pass
from ferdesk.train.objectives.noise import with_noise
from tests.train.test_objectives import batch

FACES, HIDDEN = 9, 5


def two_layers() -> Network:
    """Crops to five numbers, with a scale and a shift that no mistake can hide behind; these to seven logits."""
    torch.manual_seed(0)
    below = Block(nn.Linear(48 * 48, HIDDEN, bias=False), HIDDEN, activation=nn.Tanh(), flatten=True)
    network = Network([below, Block(nn.Linear(HIDDEN, 7, bias=False), 7, normalise=False)]).train()
    assert below.scale is not None
    with torch.no_grad():
        below.scale.copy_(torch.tensor([0.5, -2.0, 3.0, 1.5, 0.1]))
        below.shift.copy_(torch.tensor([1.0, -0.5, 0.3, -2.0, 0.7]))
        network.head.shift.copy_(torch.linspace(-1.0, 2.0, 7))
    return network


def whitened(x: Tensor) -> Tensor:
    """Mean 0 and deviation 1 in each channel of the batch."""
    over = [d for d in range(x.ndim) if d != 1]
    return (x - x.mean(over, keepdim=True)) / (x.var(over, correction=0, keepdim=True) + 1e-5).sqrt()


def denoised(noisy: Tensor, u: Tensor, a: Tensor) -> Tensor:
    mean = a[0] * torch.sigmoid(a[1] * u + a[2]) + a[3] * u + a[4]
    share = a[5] * torch.sigmoid(a[6] * u + a[7]) + a[8] * u + a[9]
    return (noisy - mean) * share + mean


def test_on_the_way_down_the_signal_is_normalised_and_begins_as_the_scores() -> None:
    ladder = Ladder(two_layers(), ObjectiveOptions())
    with torch.no_grad():
        for parameter in ladder.combinators.parameters():
            parameter.copy_(0.5 * torch.randn_like(parameter))
    noisy = (torch.randn(FACES, 1, 48, 48), torch.randn(FACES, HIDDEN), torch.randn(FACES, 7))
    logits = 2.0 * torch.randn(FACES, 7)
    a = [module.a for module in ladder.combinators.values()]
    mirrors = [module.linear.weight for module in ladder.mirrors.values()]
    top = denoised(noisy[2], whitened(logits.exp() / logits.exp().sum(dim=1, keepdim=True)), a[2])
    middle = denoised(noisy[1], whitened(top @ mirrors[1].T), a[1])
    drawn = (middle @ mirrors[0].T).view(FACES, 1, 48, 48)
    expected = {2: top, 1: middle, 0: denoised(noisy[0], whitened(drawn), a[0])}
    torch.testing.assert_close(ladder.decode(noisy, logits), expected, atol=1e-4, rtol=1e-4)


def test_on_the_way_up_noise_comes_between_normalisation_and_scale_and_shift() -> None:
    network, crops = two_layers(), torch.randn(FACES, 1, 48, 48)
    below, head = network.chain
    torch.manual_seed(1)
    found, logits = corrupted_pass(network, crops, 0.4)

    torch.manual_seed(1)
    at_the_crop = with_noise(crops, 0.4)
    z = with_noise(whitened(at_the_crop.flatten(1) @ below.linear.weight.T), 0.4)  # type: ignore[operator, union-attr]
    h = torch.tanh(below.scale * z + below.shift)
    linear = h @ head.linear.weight.T  # type: ignore[operator, union-attr]
    mean, deviation = linear.mean(dim=0), (linear.var(dim=0, correction=0) + 1e-5).sqrt()
    top = with_noise((linear - mean) / deviation, 0.4)
    torch.testing.assert_close(found, (at_the_crop, z, top), atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(logits, top * deviation + mean + head.shift, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_labels_are_learnt_on_the_noisy_pass(smoothing: float) -> None:
    torch.manual_seed(0)
    network = build_network("tiny").train()
    ladder = Ladder(network, ObjectiveOptions(noise_std=0.5, label_smoothing=smoothing))
    data = batch(8, ladder)
    crops = torch.cat([data.crops, data.views[0]])
    torch.manual_seed(2)
    found = ladder(network, data, 0.5)["supervised"]

    def cost(noise_std: float) -> Tensor:
        torch.manual_seed(2)
        logarithms = functional.log_softmax(corrupted_pass(network, crops, noise_std)[1][:8], dim=1)
        named = logarithms[torch.arange(8), data.labels]
        return -((1 - smoothing) * named + smoothing * logarithms.mean(dim=1)).mean()

    torch.testing.assert_close(found, cost(0.5))
    assert abs(float((found - cost(0.0)).detach())) > 0.01
