"""Logit adjustment: how far a bundle's scores forget how often each emotion was seen in training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from rich.table import Table
from torch import Tensor, nn

from ferdesk.emotions import EMOTIONS
from ferdesk.errors import FerdeskError
from ferdesk.export.confidence import softmax
from ferdesk.metrics import evaluate_scores
from ferdesk.percent import finely
from ferdesk.train.config import RunConfig

_TOLD = tuple(tenth / 10 for tenth in range(11))
"""Strengths that `trade_off` tells beside the one that was chosen."""


class Adjusted(nn.Module):
    """Standardised crops, float32 [n, 1, 48, 48] -> logits, float32 [n, 7], less `strength * log(shares)`.

    The post-hoc way of Menon et al. 2021 (arXiv 2007.07314, section 4): with strength 1 the label is the one that would
    be likeliest if all emotions were as frequent; 0 changes nothing. The trained weights stay as they are.

    Args:
        network: standardised crops to logits.
        shares: float64 [7], of each emotion among the labels that were learnt, all above 0.
        strength: 0..1, tau in the paper.
    """

    def __init__(self, network: nn.Module, shares: NDArray[np.float64], strength: float) -> None:
        super().__init__()
        self.network = network
        self.register_buffer("prior", torch.from_numpy(strength * np.log(shares)).float())

    def forward(self, x: Tensor) -> Tensor:
        """The network's logits, adjusted."""
        logits: Tensor = self.network(x) - self.get_buffer("prior")
        return logits


@dataclass(frozen=True)
class Traded:
    """What one strength makes of faces that were not trained on."""

    strength: float
    accuracy: float
    macro_recall: float


def check_adjustable(strength: float, config: RunConfig) -> None:
    """FerdeskError where it is no strength, or the network does not know emotions as often as its data set has them."""
    if not 0 <= strength <= 1:
        raise FerdeskError(f"--adjust {strength:g} is out of range; give 0 (off) to 1.")
    if strength and config.labelled:
        raise FerdeskError("--adjust goes by how often FER2013 has each emotion; this network learnt from own faces.")
    if strength and config.balance != "none":
        raise FerdeskError(
            f"--adjust does after training what --balance {config.balance} did in it; give one of the two alone."
        )


def shares_of(labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """float64 [7], summing to 1, of those of `labels` that are 0..6; an emotion that none has counts as seen once."""
    known = labels[(labels >= 0) & (labels < len(EMOTIONS))]
    counts = np.bincount(known, minlength=len(EMOTIONS)).clip(min=1)
    return np.asarray(counts / counts.sum(), np.float64)


def trade_off(
    adjusted: NDArray[np.floating], labels: NDArray[np.int64], shares: NDArray[np.float64], chosen: float
) -> tuple[Traded, ...]:
    """What each strength makes of faces with the true `labels` [n], 0..6, n > 0; ascending, `chosen` among them.

    `adjusted` are their logits [n, 7] as `Adjusted` puts them out with the strength that was chosen.
    """
    prior = np.log(shares)
    plain = adjusted + chosen * prior
    return tuple(_traded(strength, plain - strength * prior, labels) for strength in sorted({*_TOLD, chosen}))


def trade_off_table(trades: Sequence[Traded], chosen: float) -> Table:
    """`trades` for people, the strength that was chosen marked."""
    table = Table(title="logit adjustment on PublicTest, fp32", title_justify="left")
    for head in ("strength", "accuracy", "macro recall"):
        table.add_column(head, justify="right")
    for trade in trades:
        here = "[bold]" if trade.strength == chosen else ""
        cells = f"{trade.strength:g}", finely(trade.accuracy), finely(trade.macro_recall)
        table.add_row(*(here + cell for cell in cells))
    return table


def in_words(trades: Sequence[Traded], chosen: float) -> str:
    """What the strength that was chosen does, for the card; empty where nothing is adjusted."""
    if not chosen:
        return ""
    before, after = trades[0], next(trade for trade in trades if trade.strength == chosen)
    return (
        f"From the logits {after.strength:g} times the logarithm of each emotion's share of the labels learnt was "
        "subtracted (Menon et al. 2021), so that rare emotions are overlooked less: on PublicTest without the images "
        f"that are in Training too, in fp32, it has {finely(after.accuracy)} accuracy and {finely(after.macro_recall)} "
        f"macro recall so, and {finely(before.accuracy)} and {finely(before.macro_recall)} without that.\n\n"
    )


def _traded(strength: float, logits: NDArray[np.floating], labels: NDArray[np.int64]) -> Traded:
    metrics = evaluate_scores(softmax(logits), labels)
    return Traded(strength, metrics.accuracy, metrics.macro_recall)
