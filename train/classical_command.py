"""`ferdesk-train classical`: what learning machines without deep networks make of the same faces."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from ferdesk.console import console, escaped
from ferdesk.dataset import Dataset, load_dataset
from ferdesk.errors import FerdeskError
from ferdesk.metrics import confusion_of, metrics_of
from ferdesk.train.classical import Method, check_count, methods
from ferdesk.train.classical_table import ClassicalResult, read_results, write_results
from ferdesk.train.training_data import REPORT_ON, SELECT_ON, sha256_of
from ferdesk.train.weights_file import network_in, weights_file
from ferdesk.writable import check_folder


def classical(
    data: Annotated[Path, typer.Option(help="FER2013 in any of its forms.")],
    out: Annotated[Path, typer.Option(help="Folder for classical.md and classical.csv.")],
    features: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="A bundle, or best.pt of a run, for machines on its features.")
    ] = "",
    images: Annotated[int | None, typer.Option(min=1, help="Learn from that many Training images only.")] = None,
    only: Annotated[str, typer.Option(help="Only the methods whose name begins so.")] = "",
) -> None:
    """Compare k nearest neighbours, trees and support vector machines on pixels, HOG and a network's features.

    What stands in classical.csv already is kept and not done again.
    """
    check_folder(out)
    dataset = load_dataset(data)
    rows = _training_rows(dataset, images)
    every = _every_method(features)
    chosen = [method for method in every if method.name.startswith(only)]
    if not chosen:
        raise FerdeskError(f"No method's name begins with {only!r}: {'; '.join(method.name for method in every)}.")
    out.mkdir(parents=True, exist_ok=True)
    results = read_results(out / "classical.csv", len(rows), dataset.fingerprint)
    for method in chosen:
        if method.name not in results:
            with console.status(method.name):
                results[method.name] = _try(method, dataset, rows)
            write_results(results, [method.name for method in every], len(rows), out)
        latest = results[method.name]
        console.print(f"{escaped(latest.name)}: {latest.private:.2f} % in {latest.minutes:.1f} minutes", soft_wrap=True)
    console.print(escaped(str(out / "classical.md")), soft_wrap=True)


def _every_method(features: str) -> tuple[Method, ...]:
    """Those on a network's features bear the hash of its file: results of another one are not theirs."""
    if not features:
        return methods(None)
    file = weights_file(features)
    return methods(network_in(file)[1], f"{features} ({sha256_of(str(file))[:8]})")


def _training_rows(dataset: Dataset, images: int | None) -> np.ndarray:
    rows = dataset.rows("Training")
    if not all(len(dataset.rows(split)) for split in ("Training", SELECT_ON, REPORT_ON)):
        raise FerdeskError(f"{dataset.source}: Training, {SELECT_ON} and {REPORT_ON} images are needed")
    rows = np.sort(np.random.default_rng(0).permutation(rows)[:images]) if images else rows
    check_count(len(rows))
    return rows


def _try(method: Method, dataset: Dataset, rows: np.ndarray) -> ClassicalResult:
    began = time.monotonic()
    estimator = method.build().fit(method.describe(dataset.pixels[rows]), dataset.labels[rows])
    judged = {}
    for split in (SELECT_ON, REPORT_ON):
        test = dataset.rows(split)
        found = np.asarray(estimator.predict(method.describe(dataset.pixels[test])), np.int64)
        judged[split] = metrics_of(confusion_of(found, dataset.labels[test]), np.zeros(7, np.int64))
    minutes, private = (time.monotonic() - began) / 60, judged[REPORT_ON]
    accuracy, public, recall = (100 * share for share in
                                (private.accuracy, judged[SELECT_ON].accuracy, private.macro_recall))  # fmt: skip
    return ClassicalResult(method.name, accuracy, public, recall, minutes, len(rows), dataset.fingerprint)
