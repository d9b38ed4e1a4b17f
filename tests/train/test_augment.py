"""Augmentation: every change is what it says, by hand-made settings."""

from __future__ import annotations

import dataclasses

import pytest
import torch

from ferdesk.train.augment import AUGMENTATIONS, Augmentation, augment


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def spot(x: int = 30, y: int = 24, n: int = 64) -> torch.Tensor:
    """Crops with one bright square around (x, y)."""
    crops = torch.zeros(n, 48, 48, dtype=torch.uint8)
    crops[:, y - 1 : y + 2, x - 1 : x + 2] = 255
    return crops


def centres(images: torch.Tensor) -> torch.Tensor:
    """[n, 2] (x, y) of the brightness' centre, from the crop's middle."""
    axis = torch.arange(48) - 23.5
    mass = images.sum(dim=(1, 2))
    return torch.stack([(images.sum(1) * axis).sum(1) / mass, (images.sum(2) * axis).sum(1) / mass], dim=1)


def test_none_changes_nothing() -> None:
    crops = torch.randint(0, 256, (4, 48, 48), dtype=torch.uint8)
    assert torch.equal(augment(crops, AUGMENTATIONS["none"], generator()), crops.float())


def test_flip_mirrors_half_of_them() -> None:
    x = centres(augment(spot(), Augmentation(flip=True), generator()))[:, 0]
    assert set(x.round().tolist()) == {-6.0, 6.0} or set((2 * x).round().tolist()) == {-13.0, 13.0}
    assert 16 < int((x < 0).sum()) < 48


def test_shift_moves_no_further_than_its_share() -> None:
    moved = centres(augment(spot(24, 24), Augmentation(shift=0.1), generator())) - 0.5
    assert float(moved.abs().max()) <= 4.9
    assert float(moved.abs().max()) > 3.5


def test_rotate_keeps_the_distance_to_the_middle() -> None:
    turned = centres(augment(spot(36, 24), Augmentation(rotate=20), generator()))
    distance = turned.norm(dim=1)
    angle = torch.rad2deg(torch.atan2(turned[:, 1], turned[:, 0]))
    assert float((distance - distance.mean()).abs().max()) < 0.3
    assert 15 < float(angle.abs().max()) < 23


def test_zoom_scales_x_and_y_by_themselves() -> None:
    scaled = centres(augment(spot(36, 36), Augmentation(zoom=0.1), generator())) / 12.5
    assert 0.89 < float(scaled.min()) < float(scaled.max()) < 1.13
    assert float((scaled[:, 0] - scaled[:, 1]).abs().max()) > 0.05


def test_shear_slants() -> None:
    slanted = centres(augment(spot(24, 38), Augmentation(shear=0.2), generator()))
    assert float((slanted[:, 0] - 0.5).abs().max()) > 1.5
    assert float((slanted[:, 1] - 14.5).abs().max()) < 0.2


def test_erase_covers_a_box_with_the_mean_in_its_share_of_crops() -> None:
    crops = torch.randint(0, 256, (200, 48, 48), dtype=torch.uint8)
    images = augment(crops, Augmentation(erase=0.5), generator())
    altered = (images - crops).abs() > 0.01
    changed = altered.float().mean(dim=(1, 2))
    assert 70 < int((changed > 0).sum()) < 130
    assert float(changed.max()) < 0.25
    first = int(changed.argmax())
    assert float(images[first][altered[first]].std()) < 0.01


def test_the_same_generator_gives_the_same_batch() -> None:
    crops = torch.randint(0, 256, (8, 48, 48), dtype=torch.uint8)
    first, again = (augment(crops, AUGMENTATIONS["tuned"], generator(5)) for _ in range(2))
    assert torch.equal(first, again)
    assert not torch.equal(first, augment(crops, AUGMENTATIONS["tuned"], generator(6)))


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_values_stay_grey_levels(name: str) -> None:
    crops = torch.randint(0, 256, (16, 48, 48), dtype=torch.uint8)
    images = augment(crops, AUGMENTATIONS[name], generator())
    assert images.shape == (16, 48, 48)
    assert 0 <= float(images.min()) <= float(images.max()) <= 255


def test_the_decks_settings_grow() -> None:
    mild, medium, strong = (dataclasses.astuple(AUGMENTATIONS[name]) for name in ("mild", "medium", "strong"))
    assert all(a <= b <= c for a, b, c in zip(mild, medium, strong, strict=True))


def test_spared_crops_are_moved_and_nothing_else() -> None:
    crops = torch.randint(0, 256, (200, 48, 48), dtype=torch.uint8)
    setting = Augmentation(rotate=10, noise=6, contrast=0.5, erase=1.0)
    moved = augment(crops, dataclasses.replace(setting, noise=0, contrast=0, erase=0), generator())
    spared = augment(crops, dataclasses.replace(setting, spared=0.5), generator())
    untouched = (spared == moved).all(dim=2).all(dim=1)
    assert 70 < int(untouched.sum()) < 130
