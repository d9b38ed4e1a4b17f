"""What the ladder works out by hand instead of by torch's own operations: the same numbers, the same gradients."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from ferdesk.train.objectives import pieces as pieces_module
from ferdesk.train.objectives.distance import Distance
from ferdesk.train.objectives.gaussian import GaussianDenoising
from ferdesk.train.objectives.noise import with_noise

SHAPES = [(9, 3), (5, 3, 4, 6)]


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces_module, "_PIECE", 12)  # several pieces, and a rest


def gradients(result: Tensor, *inputs: Tensor) -> tuple[Tensor, ...]:
    weights = torch.randn(result.shape, generator=torch.Generator().manual_seed(3))
    return torch.autograd.grad((result * weights).sum(), inputs)


@pytest.mark.parametrize("shape", SHAPES)
def test_denoising_is_its_formula_in_value_and_gradient(shape: tuple[int, ...]) -> None:
    torch.manual_seed(0)
    noisy, u, a = (torch.randn(size, requires_grad=True) for size in (shape, shape, (10, 3)))
    b = a.view(10, 3, *[1] * (len(shape) - 2))
    mean = b[0] * torch.sigmoid(b[1] * u + b[2]) + b[3] * u + b[4]
    share = b[5] * torch.sigmoid(b[6] * u + b[7]) + b[8] * u + b[9]
    expected = (noisy - mean) * share + mean
    estimate = GaussianDenoising.of(noisy, u, a)
    torch.testing.assert_close(estimate, expected)
    torch.testing.assert_close(gradients(estimate, noisy, u, a), gradients(expected, noisy, u, a), atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("shape", SHAPES)
def test_distance_is_its_formula_in_value_and_gradient(shape: tuple[int, ...]) -> None:
    torch.manual_seed(0)
    linear, estimate = torch.randn(shape), torch.randn(shape, requires_grad=True)
    deviation = torch.tensor([0.5, 1.0, 3.0])
    mean = torch.tensor([-1.0, 0.2, 2.0])
    one = [1] * (len(shape) - 2)
    expected = ((linear - mean.view(1, 3, *one)) / deviation.view(1, 3, *one) - estimate).square().mean()
    distance = Distance.of(linear, mean, deviation, estimate)
    torch.testing.assert_close(distance, expected)
    torch.testing.assert_close(gradients(distance, estimate), gradients(expected, estimate))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_noise_is_gaussian_anew_every_time_and_the_same_for_a_seed(
    dtype: torch.dtype, layout: torch.memory_format
) -> None:
    z = torch.zeros(20, 8, 24, 24, dtype=dtype).contiguous(memory_format=layout)
    torch.manual_seed(0)
    first, second = with_noise(z, 0.5), with_noise(z, 0.5)
    assert first.dtype == dtype
    assert first.is_contiguous(memory_format=layout)
    for noise in (first.float(), second.float()):
        assert float(noise.mean()) == pytest.approx(0, abs=0.01)
        assert float(noise.std()) == pytest.approx(0.5, abs=0.01)
        assert float((noise.abs() < 0.5).float().mean()) == pytest.approx(0.683, abs=0.01)
    correlation = torch.corrcoef(torch.stack([first.float().flatten(), second.float().flatten()]))[0, 1]
    assert abs(float(correlation)) < 0.02
    torch.manual_seed(0)
    assert torch.equal(with_noise(z, 0.5), first)
