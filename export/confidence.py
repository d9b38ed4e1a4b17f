"""How far to trust a score: the softmax, and the score under which a label is "unsure"."""

from __future__ import annotations

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
