"""What makes the scores shown honest: logits divided by a temperature, as a rule higher where a network doubts.

One temperature for all faces (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, section 4.2) leaves a
network as it is that promises too much in the middle and too little at the top, as one may that learnt smoothed labels
and a teacher's soft scores. So the temperature goes by how much a face's scores are spread, much as it goes by their
entropy in Balanya, Maroñas and Ramos, "Adaptive Temperature Scaling for Robust Calibration of Deep Neural Networks"
(arXiv 2208.00461). One number divides all logits of a face, so no label changes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

_WANDERS = 0.25
"""How far from 0 the logarithm of `sure` and the slope lie as a rule: the deviation of a normal prior on each. A dozen
faces, all of which may happen to be right, must not make the network as good as certain of everything. Of 3,300 faces
it takes a slope of 0.23 to 0.20."""

_COLDEST, _HOTTEST = 0.05, 20.0
_FLATTEST, _STEEPEST = -1.0, 2.0
"""Slopes. From -1.3 on a face that is surer than another by its logits could have the lower score."""

_STEPS = 200


@dataclass(frozen=True)
class Temperature:
    """T(p) = sure * exp(slope * (1 - sum of p squared)), with p = softmax(logits)."""

    sure: float
    """Of a face whose score is all on one emotion: 0.05 to 20."""
    slope: float = 0.0
    """-1 to 2; above 0 makes T higher the more the scores are spread, 0 makes it one for all faces."""

    def scores(self, logits: NDArray[np.floating]) -> NDArray[np.float64]:
        """Logits [n, k] -> scores, float64 [n, k], rows summing to 1."""
        exact = torch.from_numpy(np.asarray(logits, np.float64))
        return np.asarray(tempered(exact, self.sure, self.slope).softmax(dim=1).numpy(), np.float64)


def tempered(logits: Tensor, sure: Tensor | float, slope: Tensor | float) -> Tensor:
    """Float [n, k] -> float [n, k]: the logits divided by their temperature.

    The sum of squares is how likely two who each draw an emotion by these scores draw the same one (Simpson 1949).
    """
    spread = 1.0 - logits.softmax(dim=1).square().sum(dim=1, keepdim=True)
    return logits * (torch.exp(-slope * spread) / sure)


def fit_temperature(logits: NDArray[np.floating], labels: NDArray[np.integer]) -> Temperature:
    """The temperature whose highest scores best say which labels are right, of faces that were not trained on.

    `logits` is [n, k], finite, `labels` [n]. The highest score is what people are shown and what "unsure" goes by, so
    it alone counts, as in Le Coz, Herbin and Adjed, "Confidence Calibration of Classifiers with Many Classes" (NeurIPS
    2024, arXiv 2411.02988): the cross-entropy of "right" with it, and a weak prior beside it that keeps T near 1 where
    there are few faces.
    """
    exact = torch.from_numpy(np.asarray(logits, np.float64))
    best = exact.argmax(dim=1, keepdim=True)
    right = best[:, 0] == torch.from_numpy(np.asarray(labels, np.int64))
    at = torch.zeros(2, dtype=torch.float64, requires_grad=True)  # log sure and slope

    def cost() -> Tensor:
        scaled = tempered(exact, at[0].exp(), at[1]).log_softmax(dim=1)
        is_best = scaled.gather(1, best)[:, 0]
        is_other = scaled.scatter(1, best, -math.inf).logsumexp(dim=1)
        likely = torch.where(right, is_best, is_other).sum()
        return ((at / _WANDERS).square().sum() / 2 - likely) / max(1, len(labels))

    _descend(at, cost)
    log_sure, slope = at.detach().tolist()
    sure = math.exp(min(max(log_sure, math.log(_COLDEST)), math.log(_HOTTEST)))
    return Temperature(sure, min(max(slope, _FLATTEST), _STEEPEST))


def _descend(at: Tensor, cost: Callable[[], Tensor]) -> None:
    """Move `at` to the minimum of `cost`, by L-BFGS (Liu and Nocedal 1989)."""
    optimizer = torch.optim.LBFGS([at], max_iter=_STEPS, tolerance_change=1e-10, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        value = cost()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(closure)  # type: ignore[no-untyped-call]
