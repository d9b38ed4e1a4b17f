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


@dataclass(frozen=True, eq=False)
class Adjustment:
    """How often each emotion was in what a network learnt, and how much of that is taken out of its logits."""

    strength: float
    """0..1, tau in the paper; 0 changes nothing."""
    shares: NDArray[np.float64]
    """float64 [7], summing to 1, all above 0: the mean of the targets."""


class Adjusted(nn.Module):
    """Standardised crops, float32 [n, 1, 48, 48] -> logits, float32 [n, 7], less `strength * log(shares)`.

    The post-hoc way of Menon et al. 2021 (arXiv 2007.07314, section 4): at strength 1 of a perfect network the label is
    the one that would be likeliest if all emotions were as frequent. The trained weights stay as they are.
    """

    def __init__(self, network: nn.Module, adjustment: Adjustment) -> None:
        super().__init__()
        self.network = network
        prior = adjustment.strength * np.log(adjustment.shares)
        self.register_buffer("prior", torch.from_numpy(prior).float())

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
    """FerdeskError where `strength` is outside 0..1, or the labels learnt were not as frequent as FER2013's."""
    if not 0 <= strength <= 1:
        raise FerdeskError(f"--adjust {strength:g} is out of range; give 0 (off) to 1.")
    if strength == 0:
        return
    if config.labelled:
        raise FerdeskError("--adjust goes by how often FER2013 has each emotion; this network learnt from own faces.")
    if config.targets != "labels":
        raise FerdeskError("--adjust goes by how often a label is there; this network was taught votes.")
    if config.balance != "none":
        raise FerdeskError(
            f"--adjust does after training what --balance {config.balance} did in it; give one of the two alone."
        )
    if config.labels.endswith("/class"):
        raise FerdeskError("--adjust would do nothing: this network learnt as many labels of every emotion.")


def adjustment_of(strength: float, labels: NDArray[np.int64], smoothing: float) -> Adjustment:
    """By the labels that were learnt, int64 [n], 0..6, n > 0, smoothed as the targets were (`--label-smoothing`).

    Of an emotion that none has and without smoothing, one is made up.
    """
    counts = np.bincount(labels, minlength=len(EMOTIONS)).clip(min=1)
    shares = (1 - smoothing) * counts / counts.sum() + smoothing / len(EMOTIONS)
    return Adjustment(strength, np.asarray(shares, np.float64))


def trade_off(
    adjusted: NDArray[np.floating], labels: NDArray[np.int64], adjustment: Adjustment
) -> tuple[Traded, ...]:
    """What each strength makes of faces with the true `labels` [n], 0..6, n > 0; ascending, the chosen one among them.

    `adjusted` are their logits [n, 7] as `Adjusted` puts them out.
    """
    prior = np.log(adjustment.shares)
    plain = adjusted + adjustment.strength * prior
    strengths = sorted({*_TOLD, adjustment.strength})
    return tuple(_traded(strength, plain - strength * prior, labels) for strength in strengths)


def trade_off_table(trades: Sequence[Traded], chosen: float) -> Table:
    """`trades` for people, the strength that was chosen in bold."""
    title = "--adjust, on PublicTest without the images that are in Training too, fp32"
    table = Table(title=title, title_justify="left")
    for head in ("strength", "accuracy", "macro recall"):
        table.add_column(head, justify="right")
    for trade in trades:
        style = "bold" if trade.strength == chosen else None
        table.add_row(f"{trade.strength:g}", finely(trade.accuracy), finely(trade.macro_recall), style=style)
    return table


def in_words(trades: Sequence[Traded], chosen: float) -> str:
    """What the strength that was chosen does, for the card; empty without trades."""
    if not trades:
        return ""
    before, after = trades[0], next(trade for trade in trades if trade.strength == chosen)
    return (
        f"From the logits {after.strength:g} times the logarithm of each emotion's share of the targets learnt was "
        "subtracted (Menon et al. 2021), so that rare emotions are overlooked less: on PublicTest without the images "
        f"that are in Training too, in fp32, it has {finely(after.accuracy)} accuracy and {finely(after.macro_recall)} "
        f"macro recall so, and {finely(before.accuracy)} and {finely(before.macro_recall)} without that.\n\n"
    )


def _traded(strength: float, logits: NDArray[np.floating], labels: NDArray[np.int64]) -> Traded:
    metrics = evaluate_scores(softmax(logits), labels)
    return Traded(strength, metrics.accuracy, metrics.macro_recall)
