"""A finished bundle as the teacher: what it says of the very crops that the student sees."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ferdesk.classify import Classifier

_WHITE = 255
_FLAT = 1e-6
"""Deviations between the darkest and the brightest pixel below which a crop is one grey."""


class BundleTeacher:
    """Knowledge distillation (Hinton et al. 2015, arXiv 1503.02531) with one view for both: the teacher sees each
    augmented crop, not a prepared list of answers (Beyer et al. 2022, arXiv 2106.05237, section 3.1)."""

    def __init__(self, bundle: str) -> None:
        self._classifier = Classifier(bundle, threads=torch.get_num_threads())

    def scores(self, crops: Tensor) -> Tensor:
        """Standardised crops, float32 [n, 1, 48, 48] -> float32 [n, 7], rows sum to 1; no gradient.

        A bundle wants grey levels and standardises by itself, so each crop may have all of them, from black to white.
        """
        darkest = crops.amin(dim=(1, 2, 3), keepdim=True)
        range_ = (crops.amax(dim=(1, 2, 3), keepdim=True) - darkest).clamp(min=_FLAT)
        grey = (_WHITE * (crops - darkest) / range_).squeeze(1).round()
        return torch.from_numpy(self._classifier.classify(np.ascontiguousarray(grey.to(torch.uint8).numpy())))
