"""What makes the scores shown honest: logits divided by a temperature that goes by what is read, and how surely.

One temperature for all faces (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, section 4.2) leaves a
network as it is that promises too much of one emotion and too little of another, as one does whose logits were
adjusted, or too much in the middle and too little at the top, as one may that learnt smoothed labels. So the
temperature goes by the scores, much as it goes by their entropy in Balanya, Maroñas and Ramos, "Adaptive Temperature
Scaling for Robust Calibration of Deep Neural Networks" (arXiv 2208.00461). One number divides all logits of a face, so
no label changes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ferdesk.emotions import EMOTIONS
from ferdesk.export.confidence import softmax

_WANDERS = 0.25
"""How far from 0 log level, slope and what each emotion adds lie as a rule: the deviation of a normal prior on each. A
dozen faces, all of which may happen to be right, must not make the network as good as certain of everything."""

_COLDEST, _HOTTEST = 0.05, 20.0
_APART = 0.5
_FLATTEST, _STEEPEST = -0.5, 2.0
"""Bounds within which a face that is surer by its logits has the higher score."""

_STEPS = 200


@dataclass(frozen=True)
class Temperature:
    """T(p) = level * exp(sum of by_emotion * p + slope * (1 - sum of p squared)), with p = softmax(logits)."""

    level: float
    """0.05 to 20."""
    slope: float = 0.0
    """-0.5 to 2; above 0 makes T higher the more the scores are spread."""
    by_emotion: tuple[float, ...] = (0.0,) * len(EMOTIONS)
    """-0.5 to 0.5, in the order of Emotion: what each emotion adds to log T."""

    def scores(self, logits: NDArray[np.floating]) -> NDArray[np.float64]:
        """Logits [n, 7] -> scores, float64 [n, 7], rows summing to 1."""
        return softmax(self.divide(_exact(logits)).numpy())

    def divide(self, logits: Tensor) -> Tensor:
        """Logits, float [n, 7], divided by their temperature."""
        logs = math.log(self.level) + torch.tensor(self.by_emotion, dtype=logits.dtype)
        return _divided(logits, logs, self.slope)


def fit_temperature(logits: NDArray[np.floating], labels: NDArray[np.integer]) -> Temperature:
    """The temperature whose highest scores best say which labels are right, of faces that were not trained on.

    `logits` is [n, 7], finite, `labels` [n]. The highest score is what people are shown and what "unsure" goes by, so
    it alone counts, as in Le Coz, Herbin and Adjed, "Confidence Calibration of Classifiers with Many Classes" (NeurIPS
    2024, arXiv 2411.02988): the cross-entropy of "right" with it, and a weak prior beside it that keeps T near 1 where
    there are few faces.
    """
    exact = _exact(logits)
    best = exact.argmax(dim=1, keepdim=True)
    right = best[:, 0] == torch.from_numpy(np.asarray(labels, np.int64))
    at = torch.zeros(2 + len(EMOTIONS), dtype=torch.float64, requires_grad=True)  # log level, slope, each emotion

    def cost() -> Tensor:
        scaled = _divided(exact, at[0] + at[2:], at[1]).log_softmax(dim=1)
        is_best = scaled.gather(1, best)[:, 0]
        is_other = scaled.scatter(1, best, -math.inf).logsumexp(dim=1)
        likely = torch.where(right, is_best, is_other).sum()
        return ((at / _WANDERS).square().sum() / 2 - likely) / max(1, len(labels))

    _descend(at, cost)
    found = at.detach()
    level = found[0].clamp(math.log(_COLDEST), math.log(_HOTTEST)).exp()
    by_emotion = found[2:].clamp(-_APART, _APART)
    return Temperature(float(level), float(found[1].clamp(_FLATTEST, _STEEPEST)), tuple(by_emotion.tolist()))


def _exact(logits: NDArray[np.floating]) -> Tensor:
    return torch.from_numpy(np.asarray(logits, np.float64))


def _divided(logits: Tensor, logs: Tensor, slope: Tensor | float) -> Tensor:
    """`logs`, float [7], are each emotion's part of log T.

    The sum of squares is how likely two who each draw an emotion by these scores draw the same one (Simpson 1949). No
    matrix product here: in a graph it would be rounded to eight bits.
    """
    p = logits.softmax(dim=1)
    log_t = (p * logs).sum(dim=1, keepdim=True) + slope * (1.0 - p.square().sum(dim=1, keepdim=True))
    return logits * torch.exp(-log_t)


def _descend(at: Tensor, cost: Callable[[], Tensor]) -> None:
    """Move `at` to the minimum of `cost`, by L-BFGS (Liu and Nocedal 1989)."""
    optimizer = torch.optim.LBFGS([at], max_iter=_STEPS, tolerance_change=1e-10, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        value = cost()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(closure)  # type: ignore[no-untyped-call]
