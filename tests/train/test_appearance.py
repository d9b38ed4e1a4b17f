"""Light, blur and noise: what each does to a crop and what it leaves alone."""

from __future__ import annotations

import torch

from ferdesk.train.appearance import add_noise, bend_contrast, blur, dim, light_from_side


def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def grey(level: float = 100.0, n: int = 200) -> torch.Tensor:
    return torch.full((n, 48, 48), level)


def test_contrast_bends_by_a_gamma_and_keeps_black_and_white() -> None:
    ramp = torch.linspace(0, 255, 48).expand(200, 48, 48)
    bent = bend_contrast(ramp, 0.5, generator())
    assert torch.equal(bent[..., 0], torch.zeros(200, 48))
    torch.testing.assert_close(bent[..., -1], torch.full((200, 48), 255.0))
    assert bool((bent.diff(dim=2) > 0).all()), "the order of brightness stays"
    gamma = torch.log(bent[:, 0, 24] / 255) / torch.log(ramp[:, 0, 24] / 255)
    assert 0.70 < float(gamma.min()) < 0.8
    assert 1.3 < float(gamma.max()) < 1.42


def test_light_comes_from_every_side_and_sums_to_none() -> None:
    lit = light_from_side(grey(), 0.4, generator())
    torch.testing.assert_close(lit.mean(dim=(1, 2)), torch.full((200,), 100.0))
    left_to_right = lit[:, :, 40:].mean(dim=(1, 2)) - lit[:, :, :8].mean(dim=(1, 2))
    assert float(left_to_right.min()) < -30
    assert float(left_to_right.max()) > 30
    assert float((lit - 100).abs().max()) <= 100 * 0.4 * 2**0.5 + 0.01


def test_dimmed_crops_keep_whole_grey_levels_of_a_sixteenth_to_all_of_their_light() -> None:
    crops = torch.randint(0, 256, (400, 48, 48), generator=generator()).float()
    crops[:, 0, 0] = 240.0
    dimmed = dim(crops, 0.5, generator())
    kept = dimmed[:, 0, 0] / 240
    chosen = kept < 1
    assert 150 < int(chosen.sum()) < 250
    assert torch.equal(dimmed[~chosen], crops[~chosen])
    assert torch.equal(dimmed, dimmed.round())
    assert 15 <= float(dimmed[:, 0, 0].min()) < 17
    halvings = -kept[chosen].log2()
    assert 0.4 < float((halvings < 2).float().mean()) < 0.6, "as many lose up to three quarters as more"


def test_blur_spreads_a_point_in_its_share_of_crops() -> None:
    points = torch.zeros(200, 48, 48)
    points[:, 20, 20] = 160.0
    blurred = blur(points, 0.2, generator())
    changed = blurred[:, 20, 20] < 160
    assert 20 < int(changed.sum()) < 60
    assert torch.equal(blurred[~changed], points[~changed])
    spread = torch.tensor([20.0, 40.0, 20.0]).expand(int(changed.sum()), 3)
    torch.testing.assert_close(blurred[changed][:, 20, 19:22], spread)
    assert torch.equal(blur(grey(), 1.0, generator()), grey()), "borders do not darken"


def test_noise_is_as_strong_as_drawn() -> None:
    deviations = (add_noise(grey(), 6.0, generator()) - 100).std(dim=(1, 2))
    assert float(deviations.max()) < 6.3
    assert float(deviations.min()) < 0.5
    assert 2.5 < float(deviations.mean()) < 3.5
    assert float(add_noise(grey(254.0), 6.0, generator()).max()) <= 255.0
