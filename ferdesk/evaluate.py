"""Accuracy of a bundle on a data set: on its own crops, or with detection and alignment in the loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import Progress

from ferdesk.calibration import reliability
from ferdesk.canvas import Canvas, align
from ferdesk.classify import Classifier
from ferdesk.console import console, print_notes
from ferdesk.dataset import Dataset, DatasetError, load_dataset
from ferdesk.dataset_quality import leaked_rows
from ferdesk.detect import Detector, YuNet
from ferdesk.emotions import EMOTIONS
from ferdesk.evaluate_table import print_evaluation
from ferdesk.metrics import DetectorLoop, Evaluation, Metrics, confusion_of, evaluate_scores, metrics_of
from ferdesk.unsure import unsure_at

__all__ = [
    "EvaluateOptions", "Evaluation", "Metrics", "evaluate", "evaluate_scores", "print_evaluation", "run_evaluate",
]  # fmt: skip

_CANVAS = Canvas()


@dataclass(frozen=True)
class EvaluateOptions:
    """What `ferdesk evaluate` is asked for."""

    data: Path
    split: str = "PrivateTest"
    bundle: str | Path | None = None
    drop_leaks: bool = False
    """Leave out images whose pixels a Training image has as well."""
    detector: bool = False
    """Put detection and alignment in the loop."""
    provider: str = "cpu"
    threads: int = 1


def run_evaluate(options: EvaluateOptions) -> Evaluation:
    """What `ferdesk evaluate` does, with a progress bar on the console. Raises FerdeskError for what cannot be read."""
    classifier = Classifier(options.bundle, provider=options.provider, threads=options.threads)
    dataset = load_dataset(options.data)
    print_notes(dataset.notes)
    rows = _rows(dataset, options.split, options.drop_leaks)
    if len(rows) == 0:
        raise DatasetError(f"{dataset.source} has no {options.split} images to judge; choose another --split")
    detector = YuNet() if options.detector else None
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(f"reading {options.split}", total=len(rows))
        return evaluate(
            dataset,
            options.split,
            classifier,
            drop_leaks=options.drop_leaks,
            detector=detector,
            advance=lambda faces: progress.advance(task, faces),
        )


def evaluate(
    dataset: Dataset,
    split: str,
    classifier: Classifier,
    *,
    drop_leaks: bool = False,
    detector: Detector | None = None,
    canvas: Canvas = _CANVAS,
    advance: Callable[[int], None] = lambda faces: None,
) -> Evaluation:
    """`classifier` on the images of `split`.

    With a `detector` each image is enlarged on `canvas`, the detector looks for its face, and what the runtime would
    crop of it is judged; a face that is not found counts as wrong. `advance` hears of each batch of faces done.
    """
    rows = _rows(dataset, split, drop_leaks)
    crops, labels = dataset.pixels[rows], dataset.labels[rows]
    scores = classifier.classify(crops, advance) if detector is None else classifier.classify(crops)
    metrics, loop, info = evaluate_scores(scores, labels), None, classifier.bundle.info
    unsure = unsure_at(info.unsure_threshold, scores, labels)
    if detector is not None:
        aligned = align(crops, detector, info.crop, canvas, advance)
        own_scores, scores = scores, classifier.classify(aligned.crops)
        metrics, loop = _judge(scores, own_scores, labels, aligned.found, canvas)
        unsure = unsure_at(info.unsure_threshold, scores, labels[aligned.found])
    return Evaluation(
        **vars(metrics),
        split=split,
        bundle=info.name,
        bundle_sha256=classifier.bundle.sha256,
        data=dataset.fingerprint,
        shown=unsure.shown if loop is None else unsure.shown * loop.share_found,
        shown_accuracy=unsure.accuracy if unsure.shown else None,
        leaks_dropped=len(dataset.rows(split)) - len(rows) if drop_leaks else None,
        loop=loop,
    )


def _rows(dataset: Dataset, split: str, drop_leaks: bool) -> NDArray[np.int64]:
    rows = dataset.rows(split)
    return np.setdiff1d(rows, leaked_rows(dataset, split)) if drop_leaks else rows


def _judge(
    scores: NDArray[np.float32],
    own_scores: NDArray[np.float32],
    labels: NDArray[np.int64],
    found: NDArray[np.bool_],
    canvas: Canvas,
) -> tuple[Metrics, DetectorLoop]:
    """Metrics with the missed counted as wrong; `scores` are of the faces found, `own_scores` of all own crops."""
    seen = labels[found]
    missed = np.bincount(labels[~found], minlength=len(EMOTIONS)).astype(np.int64)
    loop = DetectorLoop(
        found=len(seen),
        share_found=float(found.mean()) if len(found) else 0.0,
        missed=dict(zip(EMOTIONS, missed.tolist(), strict=True)),
        accuracy_found=evaluate_scores(scores, seen).accuracy,
        accuracy_crops=evaluate_scores(own_scores, labels).accuracy,
        accuracy_crops_found=evaluate_scores(own_scores[found], seen).accuracy,
        canvas_factor=canvas.factor,
        canvas_border=canvas.border,
    )
    confusion = confusion_of(scores.argmax(axis=1), seen)
    return metrics_of(confusion, missed, reliability(scores, seen)), loop
