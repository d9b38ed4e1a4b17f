"""`ferdesk-train robustness`: how much bad light, blur, a scarf or a tilt takes away."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track
from rich.table import Table

from ferdesk.classify import Classifier
from ferdesk.console import console, escaped
from ferdesk.dataset import DatasetError, load_dataset
from ferdesk.errors import FerdeskError
from ferdesk.train.robustness import Curve, curves_of, steps_png, write_curves
from ferdesk.writable import check_folder

MOST = 4
"""Bundles that can be told apart in one picture."""


def robustness(
    data: Annotated[Path, typer.Option(help="FER2013 in any of its forms.")],
    out: Annotated[Path, typer.Option(help="Folder for robustness.csv, robustness.png and steps.png.")],
    bundle: Annotated[
        list[str] | None, typer.Option(help="A bundle's name or path; more than one to compare. [default: default]")
    ] = None,
    split: Annotated[str, typer.Option(help="Training, PublicTest or PrivateTest.")] = "PrivateTest",
) -> None:
    """Measure bundles on disturbed crops: dark, lit from a side, blurred, small, covered, tilted, shifted."""
    bundles = bundle or ["default"]
    if len(bundles) > MOST:
        raise FerdeskError(f"--bundle was given {len(bundles)} times; {MOST} can be told apart in one picture")
    check_folder(out)
    dataset = load_dataset(data)
    rows = dataset.rows(split)
    if len(rows) == 0:
        raise DatasetError(f"{dataset.source} has no {split} images to judge; choose another --split")
    classifiers = {name: Classifier(name) for name in bundles}
    curves: tuple[Curve, ...] = ()
    stems = [Path(name).stem for name in classifiers]
    called = classifiers if len(set(stems)) < len(stems) else stems  # in full where the files have one name
    work = list(zip(called, classifiers.values(), strict=True))
    for name, classifier in track(work, "disturbing crops", console=console, transient=True):
        curves += curves_of(classifier, name, dataset, split)
    out.mkdir(parents=True, exist_ok=True)
    write_curves(curves, out)
    mean = dataset.pixels[rows].mean(axis=0).astype("uint8")  # nobody's face
    (out / "steps.png").write_bytes(steps_png(mean, next(iter(classifiers.values()))))
    console.print(_table(curves))
    console.print(f"kept in {escaped(str(out))}", soft_wrap=True)


def _table(curves: tuple[Curve, ...]) -> Table:
    table = Table("bundle", "disturbance", "as it is", "1", "2", "3", "4", title="accuracy in % at each step")
    for curve in curves:
        table.add_row(curve.bundle, curve.disturbance.name, *(f"{100 * value:.1f}" for value in curve.accuracy))
    return table
