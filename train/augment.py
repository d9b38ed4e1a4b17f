"""Augmentation of a whole batch at once: one affine warp by `grid_sample`, other light, a box erased."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional

from ferdesk.train.appearance import add_noise, bend_contrast, blur, dim, light_from_side


@dataclass(frozen=True)
class Augmentation:
    """The largest change of each kind; every one is drawn uniformly, a crop at a time."""

    flip: bool = False
    """Mirror half of the crops."""
    rotate: float = 0.0
    """Degrees."""
    shift: float = 0.0
    """Share of the crop's side, in x and in y."""
    zoom: float = 0.0
    """Share: 0.1 draws factors in 0.9..1.1."""
    shear: float = 0.0
    """Tangent of the shearing angle."""
    erase: float = 0.0
    """Probability that a box is painted over with the crop's mean."""
    contrast: float = 0.0
    """Binary logarithm of gamma."""
    side_light: float = 0.0
    """Share by which one side is brighter and the other darker."""
    dim: float = 0.0
    """Probability that most of a crop's light is gone."""
    blur: float = 0.0
    """Probability that a crop is blurred."""
    noise: float = 0.0
    """Deviation of Gaussian noise in grey levels."""
    spared: float = 0.0
    """Probability that a crop is moved only: not covered, its light and sharpness as they are."""

    @property
    def is_identity(self) -> bool:
        """Whether crops come out as they went in."""
        return self == Augmentation()


_MILD = Augmentation(flip=True, rotate=10, shift=0.05, zoom=0.05, shear=0.05)
_CALM = replace(_MILD, erase=0.2, contrast=0.5, side_light=0.4, dim=0.2, blur=0.2, noise=6)

AUGMENTATIONS: Mapping[str, Augmentation] = {
    "none": Augmentation(),
    "mild": _MILD,
    "medium": Augmentation(flip=True, rotate=20, shift=0.1, zoom=0.1, shear=0.1),
    "strong": Augmentation(flip=True, rotate=40, shift=0.2, zoom=0.2, shear=0.2),
    "tuned": Augmentation(flip=True, rotate=20, shift=0.1, zoom=0.1, shear=0.1, erase=0.5),
    "webcam": Augmentation(
        flip=True, rotate=20, shift=0.1, zoom=0.1, shear=0.1, erase=0.5, contrast=0.5, side_light=0.4, blur=0.2, noise=6
    ),
    "calm": _CALM,
    "gentle": replace(_CALM, spared=0.5),
}
"""The deck states its strongest setting in numbers (`strong`); `mild` and `medium` are a quarter and a half of it.
`tuned` is `medium` with half of the crops partly covered; `webcam` also knows bad light, blur and a camera's noise.
`calm` is for the last epochs of a training: moved as in `mild`, seldom covered, in light worse than in `webcam`.
`gentle` does so to half of the crops and only moves the others: for a network that is led on."""


def augment(crops: Tensor, setting: Augmentation, generator: torch.Generator) -> Tensor:
    """Changed copies of crops: uint8 or float32 [n, 48, 48] in 0..255 -> float32 [n, 48, 48] in 0..255.

    Pixels from beyond the border repeat it. All chance comes from `generator`.
    """
    images = crops.float()
    if setting.is_identity:
        return images
    moved = _warp(images, setting, generator)
    changed = _change_appearance(moved, setting, generator)
    changed = _erase(changed, setting.erase, generator) if setting.erase else changed
    if not setting.spared:
        return changed
    kept = torch.rand(len(moved), generator=generator) < setting.spared
    return torch.where(kept[:, None, None], moved, changed)


def _warp(images: Tensor, setting: Augmentation, generator: torch.Generator) -> Tensor:
    matrices = _affine_matrices(len(images), setting, generator)
    grid = functional.affine_grid(matrices, [len(images), 1, *images.shape[1:]], align_corners=False)
    return functional.grid_sample(images.unsqueeze(1), grid, padding_mode="border", align_corners=False).squeeze(1)


def _change_appearance(images: Tensor, setting: Augmentation, generator: torch.Generator) -> Tensor:
    """In the order in which the world does it: the lamp, the distance, the camera."""
    if setting.contrast:
        images = bend_contrast(images, setting.contrast, generator)
    if setting.side_light:
        images = light_from_side(images, setting.side_light, generator)
    if setting.dim:
        images = dim(images, setting.dim, generator)
    if setting.blur:
        images = blur(images, setting.blur, generator)
    return add_noise(images, setting.noise, generator) if setting.noise else images


def _affine_matrices(n: int, setting: Augmentation, generator: torch.Generator) -> Tensor:
    """[n, 2, 3], from output to input coordinates in -1..1."""

    def draw(limit: float) -> Tensor:
        return (torch.rand(n, generator=generator) * 2 - 1) * limit

    angle, shear = draw(math.radians(setting.rotate)), draw(setting.shear)
    scale_x, scale_y = 1 + draw(setting.zoom), 1 + draw(setting.zoom)
    if setting.flip:
        scale_x = scale_x * (torch.randint(0, 2, (n,), generator=generator) * 2 - 1)
    cos, sin = angle.cos(), angle.sin()
    # rotation @ [[1, shear], [0, 1]] @ diag(scale_x, scale_y)
    first = torch.stack([cos * scale_x, (cos * shear - sin) * scale_y, draw(2 * setting.shift)], dim=1)
    second = torch.stack([sin * scale_x, (sin * shear + cos) * scale_y, draw(2 * setting.shift)], dim=1)
    return torch.stack([first, second], dim=1)


def _erase(images: Tensor, probability: float, generator: torch.Generator) -> Tensor:
    """Cover a box of 5-20 % of the area, in proportions of 1:2 to 2:1 (after Zhong et al. 2017, arXiv 1708.04896)."""
    n, height, width = images.shape
    area = (0.05 + 0.15 * torch.rand(n, generator=generator)) * height * width
    ratio = 2 ** (torch.rand(n, generator=generator) * 2 - 1)
    box_height, box_width = (area * ratio).sqrt(), (area / ratio).sqrt()
    top = torch.rand(n, generator=generator) * (height - box_height)
    left = torch.rand(n, generator=generator) * (width - box_width)
    chosen = torch.rand(n, generator=generator) < probability
    rows, columns = torch.arange(height), torch.arange(width)
    in_rows = (rows >= top[:, None]) & (rows < (top + box_height)[:, None])
    in_columns = (columns >= left[:, None]) & (columns < (left + box_width)[:, None])
    covered = in_rows[:, :, None] & in_columns[:, None, :] & chosen[:, None, None]
    return torch.where(covered, images.mean(dim=(1, 2), keepdim=True), images)
