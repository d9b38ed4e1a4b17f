"""The reliability diagram: whether labels with a score of 0.7 are right seven times in ten, and how many have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ferdesk.calibration import ReliabilityBin

from .plots import LIGHT, Theme, png_of


@dataclass(frozen=True)
class Reliability:
    """What one panel shows."""

    title: str
    bins: tuple[ReliabilityBin, ...]
    """Of equal width over the highest score."""
    ece: float
    """Expected calibration error, 0..1."""
    unsure: float | None = None
    """The score under which a label is "unsure", where that is chosen."""


def reliability_png(panels: Sequence[Reliability], theme: Theme = LIGHT) -> bytes:
    """A panel each, side by side (after Guo et al. 2017, figure 1); a PNG file's bytes. Needs at least one panel.

    Above, each bar is the share of right labels among the faces whose highest score lies there; on the dashed line
    scores are honest, and what is missing to it or goes beyond is hatched. Below, the share of faces.
    """
    figure = Figure(figsize=(4.6 * len(panels), 5.2), dpi=150, facecolor=theme.paper, layout="constrained")
    axes = figure.subplots(2, len(panels), squeeze=False, sharex=True, height_ratios=(3, 1))
    for panel, above, below in zip(panels, axes[0], axes[1], strict=True):
        _draw_accuracy(above, panel, theme)
        _draw_faces(below, panel, theme)
    axes[0, 0].set_ylabel("labels that are right, %", color=theme.faint, fontsize=9)
    axes[1, 0].set_ylabel("faces, %", color=theme.faint, fontsize=9)
    return png_of(figure)


def _draw_accuracy(axes: Axes, panel: Reliability, theme: Theme) -> None:
    filled = [one for one in panel.bins if one.n]
    middles, width = _middles(filled), 100 / max(1, len(panel.bins))
    right = np.array([100 * one.accuracy for one in filled])
    told = np.array([100 * one.confidence for one in filled])
    axes.bar(middles, right, 0.92 * width, color=theme.strong, label="right")
    axes.bar(
        middles, np.abs(told - right), 0.92 * width, np.minimum(told, right), color="none", edgecolor=theme.ink,
        linewidth=0.6, hatch="////", label="gap to the score",
    )  # fmt: skip
    axes.plot([0, 100], [0, 100], "--", color=theme.ink, linewidth=1.2, label="honest")
    axes.set_ylim(0, 100)
    n = sum(one.n for one in panel.bins)
    title = f"{panel.title}: ECE {100 * panel.ece:.1f} % of {n:,} faces"
    axes.set_title(title, loc="left", color=theme.ink, fontsize=11)
    _dress(axes, panel, theme)
    axes.legend(loc="upper left", labelcolor=theme.ink, frameon=False, fontsize=9)


def _draw_faces(axes: Axes, panel: Reliability, theme: Theme) -> None:
    n = max(1, sum(one.n for one in panel.bins))
    width = 100 / max(1, len(panel.bins))
    axes.bar(_middles(panel.bins), [100 * one.n / n for one in panel.bins], 0.92 * width, color=theme.faint)
    _dress(axes, panel, theme)
    axes.set_xlim(0, 100)
    axes.set_xlabel("highest score, %", color=theme.faint, fontsize=9)
    if panel.unsure is not None:
        place = (100 * panel.unsure - 1.5, 0.95)
        axes.annotate(
            "unsure", place, xycoords=("data", "axes fraction"), ha="right", va="top", color=theme.ink, fontsize=9
        )


def _dress(axes: Axes, panel: Reliability, theme: Theme) -> None:
    axes.set_facecolor(theme.paper)
    axes.set_axisbelow(True)
    axes.grid(color=theme.rule, linewidth=0.6)
    axes.tick_params(colors=theme.faint, labelsize=9, length=0)
    axes.spines[:].set_visible(False)
    if panel.unsure is not None:
        axes.axvline(100 * panel.unsure, color=theme.ink, linewidth=1.2, linestyle=":")


def _middles(bins: Sequence[ReliabilityBin]) -> NDArray[np.float64]:
    return np.array([50 * (one.low + one.high) for one in bins])
