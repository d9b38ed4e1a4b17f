"""Finished bundles as the teacher: what they say of the very crops that the student sees."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from ferdesk.classify import Classifier

_WHITE = 255
_FLAT = 1e-6
"""Deviations between the darkest and the brightest pixel below which a crop is one grey."""


class BundleTeacher:
    """Knowledge distillation (Hinton et al. 2015, arXiv 1503.02531) with one view for both: the teacher sees each
    augmented crop, not a prepared list of answers (Beyer et al. 2022, arXiv 2106.05237, section 3.1).

    Several bundles, at least one, teach the mean of their scores."""

    def __init__(self, bundles: Sequence[str]) -> None:
        self._classifiers = [Classifier(bundle, threads=torch.get_num_threads()) for bundle in bundles]

    def scores(self, crops: Tensor) -> Tensor:
        """Standardised crops, float32 [n, 1, 48, 48] -> float32 [n, 7], rows sum to 1; no gradient.

        A bundle wants grey levels and standardises by itself, so each crop may have all of them, from black to white.
        """
        darkest = crops.amin(dim=(1, 2, 3), keepdim=True)
        range_ = (crops.amax(dim=(1, 2, 3), keepdim=True) - darkest).clamp(min=_FLAT)
        grey = (_WHITE * (crops - darkest) / range_).squeeze(1).round()
        pixels = np.ascontiguousarray(grey.to(torch.uint8).numpy())
        said = [torch.from_numpy(classifier.classify(pixels)) for classifier in self._classifiers]
        return torch.stack(said).mean(dim=0)
