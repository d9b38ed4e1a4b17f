"""What makes scores honest: the temperature of the softmax, and the score under which a label is "unsure"."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ferdesk.unsure import Unsure, unsure_at

WANTED_ACCURACY = 0.80
"""Of the labels that are shown, this share should be right."""

FEWEST_SHOWN = 0.50
"""But at least this share of faces gets a label, for an app that says "unsure" all the time says nothing."""

LOWEST_THRESHOLD = 0.30
"""Two sevenths: a label below twice what chance would give is a guess, however often it may be right."""

FEW = 200
"""Faces below which no threshold is chosen, and a card says that its figures are rough."""

SURER_THAN_NOT = 0.50
"""The threshold then: a label is shown where it is likelier than all the others together."""

_DOUBT = 0.25
"""How far from 1 a temperature lies as a rule: the deviation of its logarithm. Thousands of faces overrule that; a
dozen, all of which may happen to be right, must not make the network as good as certain of everything."""

_GOLDEN = (math.sqrt(5) - 1) / 2
_COLDEST, _HOTTEST = 0.05, 20.0


def fit_temperature(logits: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    """The likeliest temperature T of softmax(logits / T) once `labels` were seen: 0.05 to 20.

    `logits` is [n, 7], `labels` [n], of faces that were not trained on. One number for all emotions, which changes no
    label (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, section 4.2), found by a golden-section
    search over log T. Beside the likelihood counts that log T is 0 give or take a quarter (a normal prior): of 3,500
    faces it moves T by less than a thousandth, of seven it keeps T near 1.
    """
    exact, n = np.asarray(logits, np.float64), max(1, len(labels))

    def cost(log_t: float) -> float:
        return _nll(exact / math.exp(log_t), labels) + (log_t / _DOUBT) ** 2 / (2 * n)

    return math.exp(_golden_section(cost, math.log(_COLDEST), math.log(_HOTTEST)))


def choose_unsure(scores: NDArray[np.floating], labels: NDArray[np.integer]) -> Unsure:
    """The lowest threshold, in hundredths, whose labels are WANTED_ACCURACY right while FEWEST_SHOWN get one.

    `scores` [n, 7] and `labels` [n] are of faces that were not trained on, n > 0. Where accuracy is out of reach, the
    highest threshold that still shows enough; where nothing shows enough, LOWEST_THRESHOLD; of fewer than FEW faces
    SURER_THAN_NOT.
    """
    if len(labels) < FEW:
        return unsure_at(SURER_THAN_NOT, scores, labels)
    hundredths = range(round(100 * LOWEST_THRESHOLD), 100)
    all_of_them = [unsure_at(hundredth / 100, scores, labels) for hundredth in hundredths]
    enough = [unsure for unsure in all_of_them if unsure.shown >= FEWEST_SHOWN]
    right = [unsure for unsure in enough if unsure.accuracy >= WANTED_ACCURACY]
    return right[0] if right else enough[-1] if enough else all_of_them[0]


def rule(public: Unsure, n: int) -> str:
    """By which the threshold was chosen on n faces, as the end of a sentence."""
    if n < FEW:
        return f"that label is likelier than all others together; {n} faces are too few to choose a threshold on."
    wanted, fewest = f"{100 * WANTED_ACCURACY:.0f} %", f"{100 * FEWEST_SHOWN:.0f} %"
    if public.accuracy >= WANTED_ACCURACY:
        return f"the lowest threshold that makes {wanted} of the labels shown right."
    return f"{wanted} of the labels shown were to be right, which is out of reach while {fewest} of the faces get one."


def softmax(logits: NDArray[np.floating]) -> NDArray[np.float64]:
    """Rows that sum to 1, float64 [n, 7]."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True), dtype=np.float64)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float64)


def _nll(logits: NDArray[np.float64], labels: NDArray[np.integer]) -> float:
    shifted = logits - logits.max(axis=1, keepdims=True)
    normaliser = np.log(np.exp(shifted).sum(axis=1))
    return float((normaliser - shifted[np.arange(len(labels)), labels]).mean())


def _golden_section(function: Callable[[float], float], low: float, high: float, tolerance: float = 1e-5) -> float:
    """The minimum of a function with one valley (Kiefer 1953)."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    while high - low > tolerance:
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = function(right)
    return (low + high) / 2
