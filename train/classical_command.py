"""`ferdesk-train classical`: what learning machines without deep networks make of the same faces."""

from __future__ import annotations

import csv
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from ferdesk.console import console, escaped
from ferdesk.dataset import Dataset, load_dataset
from ferdesk.errors import FerdeskError
from ferdesk.metrics import confusion_of, metrics_of
from ferdesk.train.checkpoint import load_network
from ferdesk.train.classical import Method, methods
from ferdesk.train.markdown import markdown_table
from ferdesk.train.training_data import REPORT_ON, SELECT_ON


@dataclass(frozen=True)
class ClassicalResult:
    """One line of the table; shares of 1."""

    name: str
    private: float
    public: float
    macro_recall: float
    """On PrivateTest."""
    minutes: float


def classical(
    data: Annotated[Path, typer.Option(help="FER2013 in any of its forms.")],
    out: Annotated[Path, typer.Option(help="Folder for classical.md and classical.csv.")],
    features: Annotated[Path | None, typer.Option(help="best.pt of a run, for machines on its features.")] = None,
    images: Annotated[int | None, typer.Option(min=50, help="Learn from that many Training images only.")] = None,
) -> None:
    """Compare k nearest neighbours, trees and support vector machines on pixels, HOG and a network's features."""
    dataset = load_dataset(data)
    rows = _training_rows(dataset, images)
    network = None if features is None else load_network(features).network
    out.mkdir(parents=True, exist_ok=True)
    results: list[ClassicalResult] = []
    for method in methods(network):
        with console.status(method.name):
            results.append(_try(method, dataset, rows))
        latest = results[-1]
        console.print(f"{escaped(latest.name)}: {latest.private:.2%} in {latest.minutes:.1f} minutes", soft_wrap=True)
        _write(results, len(rows), out)
    console.print(escaped(str(out / "classical.md")), soft_wrap=True)


def _training_rows(dataset: Dataset, images: int | None) -> np.ndarray:
    rows = dataset.rows("Training")
    if not all(len(dataset.rows(split)) for split in ("Training", SELECT_ON, REPORT_ON)):
        raise FerdeskError(f"{dataset.source}: Training, {SELECT_ON} and {REPORT_ON} images are needed")
    return np.sort(np.random.default_rng(0).permutation(rows)[:images]) if images else rows


def _try(method: Method, dataset: Dataset, rows: np.ndarray) -> ClassicalResult:
    began = time.monotonic()
    estimator = method.build().fit(method.describe(dataset.pixels[rows]), dataset.labels[rows])
    judged = {}
    for split in (SELECT_ON, REPORT_ON):
        test = dataset.rows(split)
        found = np.asarray(estimator.predict(method.describe(dataset.pixels[test])), np.int64)
        judged[split] = metrics_of(confusion_of(found, dataset.labels[test]), np.zeros(7, np.int64))
    minutes = (time.monotonic() - began) / 60
    private = judged[REPORT_ON]
    return ClassicalResult(method.name, private.accuracy, judged[SELECT_ON].accuracy, private.macro_recall, minutes)


def _write(results: list[ClassicalResult], images: int, out: Path) -> None:
    rows = [
        [line.name, f"{100 * line.private:.2f}", f"{100 * line.public:.2f}", f"{100 * line.macro_recall:.1f}",
         f"{line.minutes:.1f}"]
        for line in results
    ]  # fmt: skip
    head = ["method", "PrivateTest", "PublicTest", "macro recall", "minutes"]
    with (out / "classical.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([head, *rows])
    text = f"Learnt from {images:,} Training images; percent.\n\n{markdown_table(head, rows)}\n"
    (out / "classical.md").write_text(text, encoding="utf-8")
