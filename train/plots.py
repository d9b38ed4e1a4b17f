"""The pictures of a run report: learning curves and confusion matrices, for light and for dark pages."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from .run_records import EpochRecord, RunRecord, SplitResult
from .targets import kinds_of


@dataclass(frozen=True)
class Theme:
    """Colours of a page."""

    paper: str
    ink: str
    faint: str
    rule: str
    strong: str
    """The hue of a full cell and of the main line."""


_FULL = 0.8
"""Share from which a cell of a confusion matrix has the full hue: few emotions are read better."""

LIGHT = Theme("#ffffff", "#1d1f23", "#6b7078", "#d8dbe0", "#2a5fa5")
DARK = Theme("#17191d", "#e6e8eb", "#9aa0a6", "#383c43", "#6ea8ee")

_LINES = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bbbbbb")  # Paul Tol, "bright"
_SPREAD = 30.0
"""Loss terms further apart than this factor are drawn on a logarithmic axis."""


def curves_png(record: RunRecord, theme: Theme = LIGHT) -> bytes:
    """Loss terms on the left, accuracies on the right with the best epoch marked. Needs at least one epoch."""
    figure = _figure(10.0, 4.0, theme)
    left, right = figure.subplots(1, 2)
    _draw_losses(left, record.epochs, theme)
    _draw_accuracy(right, record, theme)
    return png_of(figure)


def confusion_png(results: tuple[SplitResult, ...], theme: Theme = LIGHT) -> bytes:
    """A matrix a split, side by side: shares of each true emotion, with counts. Needs at least one result."""
    figure = _figure(5.2 * len(results), 5.0, theme)
    for axes, result in zip(np.atleast_1d(figure.subplots(1, len(results))), results, strict=True):
        _draw_confusion(axes, result, theme)
    return png_of(figure)


def _draw_losses(axes: Axes, epochs: tuple[EpochRecord, ...], theme: Theme) -> None:
    _dress(axes, "Loss", theme)
    numbers = [record.epoch for record in epochs]
    names = list(dict.fromkeys(name for record in epochs for name in record.losses))
    terms = {name: np.array([record.losses.get(name, np.nan) for record in epochs]) for name in names}
    for place, (name, values) in enumerate(terms.items()):
        axes.plot(numbers, values, color=_LINES[place % len(_LINES)], label=name, **_marks(epochs))
    if len(terms) > 1:
        total = np.nansum(list(terms.values()), axis=0)
        axes.plot(numbers, total, color=theme.ink, label="sum", linestyle="--", linewidth=1.2)
    positive = np.concatenate([values[values > 0] for values in terms.values()])
    if len(positive) and positive.max() / positive.min() > _SPREAD:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter("{x:g}")
    else:
        axes.set_ylim(bottom=0)
    _legend(axes, theme)


def _draw_accuracy(axes: Axes, record: RunRecord, theme: Theme) -> None:
    _dress(axes, "Accuracy, %", theme)
    numbers = [epoch.epoch for epoch in record.epochs]
    public = [100 * epoch.public_accuracy for epoch in record.epochs]
    axes.plot(numbers, public, color=theme.strong, label=record.chosen_on, **_marks(record.epochs))
    if record.best is not None:
        best = 100 * record.best.public_accuracy
        label = f"best: {best:.1f} % at epoch {record.best.epoch}"
        axes.plot([record.best.epoch], [best], "o", color=theme.strong, markersize=8, label=label, zorder=5)
    axes.margins(y=0.08)
    _legend(axes, theme)


def _draw_confusion(axes: Axes, result: SplitResult, theme: Theme) -> None:
    faces = result.confusion.sum(axis=1, keepdims=True)
    shares = result.confusion / np.maximum(faces, 1)
    scale = LinearSegmentedColormap.from_list("shares", [theme.paper, theme.strong])
    axes.imshow(shares, cmap=scale, vmin=0, vmax=_FULL)
    for row, column in np.ndindex(shares.shape):
        share, count = shares[row, column], result.confusion[row, column]
        color = theme.paper if share > 0.5 * _FULL else theme.ink
        axes.text(column, row - 0.1, f"{100 * share:.0f}", ha="center", va="center", color=color, fontsize=11)
        axes.text(column, row + 0.27, f"{count}", ha="center", va="center", color=color, fontsize=7)
    kinds = kinds_of(len(result.confusion))
    names = [kind.label for kind in kinds]
    axes.set_xticks(range(len(kinds)), names, rotation=40, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(kinds)), names)
    axes.tick_params(colors=theme.ink, length=0, labelsize=9, pad=9)
    axes.set_xlabel("read as", color=theme.faint, fontsize=9)
    axes.set_ylabel("true emotion", color=theme.faint, fontsize=9)
    title = f"{result.split}: {100 * result.accuracy:.1f} % of {result.n:,}"
    axes.set_title(title, color=theme.ink, fontsize=11, pad=10)
    axes.spines[:].set_visible(False)
    for place, kind in enumerate(kinds):
        below = len(kinds) - 0.42
        for corner, width, height in (((-0.68, place - 0.4), 0.1, 0.8), ((place - 0.4, below), 0.8, 0.1)):
            axes.add_patch(Rectangle(corner, width, height, color=kind.color, clip_on=False))


def _figure(width: float, height: float, theme: Theme) -> Figure:
    """A figure without pyplot, which would keep every figure alive and might open a window: this one is Agg's."""
    return Figure(figsize=(width, height), dpi=150, facecolor=theme.paper, layout="constrained")


def _dress(axes: Axes, title: str, theme: Theme) -> None:
    axes.set_facecolor(theme.paper)
    axes.set_title(title, loc="left", color=theme.ink, fontsize=11)
    axes.set_xlabel("epoch", color=theme.faint, fontsize=9)
    axes.grid(color=theme.rule, linewidth=0.6)
    axes.tick_params(which="both", colors=theme.faint, labelsize=9, length=0)
    axes.spines[:].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))


def _legend(axes: Axes, theme: Theme) -> None:
    """Below the axes, where it hides no line however many there are."""
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=4, labelcolor=theme.ink, frameon=False)


def _marks(epochs: tuple[EpochRecord, ...]) -> dict[str, Any]:
    """Points as well as a line while there are few of them: a line through one point cannot be seen."""
    return {"linewidth": 1.8, "marker": "o" if len(epochs) < 6 else "", "markersize": 4}


def png_of(figure: Figure) -> bytes:
    """A figure as a PNG file's bytes."""
    stream = io.BytesIO()
    figure.savefig(stream, format="png")
    return stream.getvalue()
