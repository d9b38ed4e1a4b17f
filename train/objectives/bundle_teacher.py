"""A finished bundle as the teacher: what it says of the very crops that the student sees."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ferdesk.classify import Classifier

_GREY, _CONTRAST = 127.5, 40.0
"""Grey level of a standardised 0, and grey levels a deviation: white is three deviations away."""


class BundleTeacher:
    """Knowledge distillation (Hinton et al. 2015, arXiv 1503.02531) with one view for both: the teacher sees each
    augmented crop, not a prepared list of answers (Beyer et al. 2022, arXiv 2106.05237, section 3.1)."""

    def __init__(self, bundle: str) -> None:
        self._classifier = Classifier(bundle, threads=torch.get_num_threads())

    def scores(self, crops: Tensor) -> Tensor:
        """Standardised crops, float32 [n, 1, 48, 48] -> float32 [n, 7], rows sum to 1; no gradient.

        A bundle wants grey levels and standardises by itself, so any grey and contrast do.
        """
        grey = (crops.squeeze(1) * _CONTRAST + _GREY).round().clamp(0, 255)
        return torch.from_numpy(self._classifier.classify(np.ascontiguousarray(grey.to(torch.uint8).numpy())))
