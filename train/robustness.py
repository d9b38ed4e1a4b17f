"""How accuracy falls as crops are disturbed: curves, a table, and a picture of every step on an average face."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ferdesk.classify import Classifier
from ferdesk.dataset import Dataset
from ferdesk.train.disturb import DISTURBANCES, Disturbance
from ferdesk.train.plots import LIGHT, Theme, png_of
from ferdesk.unsure import unsure_at


@dataclass(frozen=True)
class Curve:
    """One bundle under one disturbance."""

    bundle: str
    disturbance: Disturbance
    accuracy: tuple[float, ...]
    """Shares: of the crops as they are, then of each step."""
    shown: tuple[float, ...]
    """Which share of the faces keeps a label, where the bundle calls the others unsure."""
    shown_accuracy: tuple[float, ...]
    """Which share of those labels is right; 0 where none is shown."""


def curves_of(
    classifier: Classifier, name: str, dataset: Dataset, split: str, unsure: float | None = None
) -> tuple[Curve, ...]:
    """Accuracy on a split under every disturbance and step, of all faces and of those that the bundle dares to name.

    `unsure` is the score under which it does not, 0..1; None: as the bundle says.
    """
    unsure = classifier.bundle.info.unsure_threshold if unsure is None else unsure
    rows = dataset.rows(split)
    crops, labels = dataset.pixels[rows], dataset.labels[rows]
    spec = classifier.bundle.info.crop
    plain = _judged(classifier, crops, labels, unsure)
    curves = []
    for kind in DISTURBANCES:
        steps = [plain, *(_judged(classifier, kind.apply(crops, step, spec), labels, unsure) for step in kind.steps)]
        curves.append(Curve(name, kind, *(tuple(values) for values in zip(*steps, strict=True))))
    return tuple(curves)


def write_curves(curves: tuple[Curve, ...], out: Path) -> None:
    """`robustness.csv` and `robustness.png` in `out`."""
    with (out / "robustness.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["bundle", "disturbance", "unit", "step", "accuracy", "shown", "shown_accuracy"])
        for curve in curves:
            kind = curve.disturbance
            shares = zip(curve.accuracy, curve.shown, curve.shown_accuracy, strict=True)
            for step, told in zip((0, *kind.steps), shares, strict=True):
                figures = [f"{share:.4f}" for share in told]
                writer.writerow([curve.bundle, kind.name, kind.unit, f"{step:g}" if step else "", *figures])
    (out / "robustness.png").write_bytes(png_of(_figure(curves, LIGHT)))


def steps_png(face: NDArray[np.uint8], classifier: Classifier, theme: Theme = LIGHT) -> bytes:
    """Every step of every disturbance on one crop, uint8 [48, 48]; a PNG file's bytes."""
    columns = 1 + max(len(kind.steps) for kind in DISTURBANCES)
    figure = Figure(figsize=(1.32 * columns, 1.35 * len(DISTURBANCES)), dpi=110, facecolor=theme.paper)
    axes = figure.subplots(len(DISTURBANCES), columns, squeeze=False)
    spec = classifier.bundle.info.crop
    for line, kind in zip(axes, DISTURBANCES, strict=True):
        pictures = [face, *(kind.apply(face[None], step, spec)[0] for step in kind.steps)]
        for place, picture, step in zip(line, pictures, ("as it is", *kind.steps), strict=True):
            place.imshow(picture, cmap="gray", vmin=0, vmax=255)
            place.set_title(f"{step:g}" if isinstance(step, int | float) else step, fontsize=8, color=theme.ink, pad=2)
        line[0].set_ylabel(f"{kind.name},\n{kind.unit}", fontsize=7, color=theme.ink)
    for place in axes.flat:
        place.set_xticks([])
        place.set_yticks([])
        place.spines[:].set_visible(False)
    figure.subplots_adjust(left=0.1, right=0.99, top=0.97, bottom=0.01, wspace=0.05, hspace=0.28)
    return png_of(figure)


def _judged(
    classifier: Classifier, crops: NDArray[np.uint8], labels: NDArray[np.int64], unsure: float
) -> tuple[float, float, float]:
    """Accuracy, share of labels shown, and accuracy of those."""
    scores = classifier.classify(crops)
    right, kept = float((scores.argmax(axis=1) == labels).mean()), unsure_at(unsure, scores, labels)
    return right, kept.shown, kept.accuracy


def _figure(curves: tuple[Curve, ...], theme: Theme) -> Figure:
    figure = Figure(figsize=(11.0, 5.6), dpi=150, facecolor=theme.paper, layout="constrained")
    axes = figure.subplots(2, 4, sharey=True)
    for place, kind in zip(axes.flat, DISTURBANCES, strict=True):
        _draw(place, [curve for curve in curves if curve.disturbance is kind], kind, theme)
    axes[0, 0].set_ylabel("accuracy, %", color=theme.faint, fontsize=9)
    axes[1, 0].set_ylabel("accuracy, %", color=theme.faint, fontsize=9)
    handles, labels = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False, labelcolor=theme.ink)
    return figure


def _draw(place: Axes, curves: list[Curve], kind: Disturbance, theme: Theme) -> None:
    numbers = range(1 + len(kind.steps))
    for curve, style in zip(curves, ("-", "--", ":", "-."), strict=False):
        values = [100 * value for value in curve.accuracy]
        place.plot(numbers, values, style, color=theme.strong, marker="o", markersize=3.5, label=curve.bundle)
        if len(curves) == 1:  # of more bundles these lines would hide one another; the csv has them
            sure, right = ([100 * value for value in part] for part in (curve.shown, curve.shown_accuracy))
            place.plot(numbers, right, ":", color=theme.ink, linewidth=1.2, label="labels shown: right")
            place.plot(numbers, sure, "-.", color=theme.faint, linewidth=1.2, label="labels shown: share of faces")
    place.set_xticks(list(numbers), ["as it is", *(f"{step:g}" for step in kind.steps)])
    place.set_title(f"{kind.name}, {kind.unit}", loc="left", color=theme.ink, fontsize=9)
    place.set_ylim(0, 100)
    place.set_facecolor(theme.paper)
    place.tick_params(colors=theme.faint, labelsize=8, length=0)
    place.grid(color=theme.rule, linewidth=0.6)
    place.spines[:].set_visible(False)
