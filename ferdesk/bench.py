"""How fast the pipeline is on this computer, stage by stage. What `ferdesk bench` does.

Frames are decoded before the clock starts and the first ones are not counted: the figures are of a running pipeline.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import ferdesk.opencv_env  # noqa: F401  isort: skip

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table

from ferdesk.classify import Classifier
from ferdesk.console import console, escaped
from ferdesk.errors import FerdeskError
from ferdesk.machine import package_versions, processor_name
from ferdesk.pipeline import DEFAULT_SETTINGS, Pipeline, PipelineSettings
from ferdesk.sources import open_source
from ferdesk.types import Frame, Image, Stats

STAGES = ("detect", "track", "crop", "classify", "smooth", "frame")
"""The pipeline's stages in their order, and `frame`, all of them together."""

_WARM_UP = 20
_ONE_CROP_CALLS = 400
_MOST_BYTES = 140_000_000
"""Of decoded frames; a longer source is shown again and again. Of the demo that is the first five seconds, in which it
shows one face."""
_STEP = 1 / 30
"""Seconds between two frames on the clock that tracker and smoother see."""


@dataclass(frozen=True)
class BenchOptions:
    """What `ferdesk bench` is asked for."""

    source: str = "demo"
    frames: int = 300
    bundle: str | Path | None = None
    provider: str = "cpu"
    threads: int = 1
    settings: PipelineSettings = DEFAULT_SETTINGS


@dataclass(frozen=True)
class Spread:
    """Milliseconds: the middle, and what 95 in 100 stay below."""

    p50_ms: float
    p95_ms: float


@dataclass(frozen=True)
class Bench:
    """What was measured."""

    stages: dict[str, Spread]
    """By STAGES."""
    fps: float
    """Frames a second of the pipeline alone, one after the other."""
    overhead: float
    """A frame's p50 over the detector's: 1.0 would be detection alone."""
    classify_one_crop: Spread
    """One call with one crop, whatever the source shows."""
    faces_per_frame: float
    frames: int
    width: int
    """Of the first frame, in pixels."""
    height: int
    source: str
    bundle: str
    bundle_sha256: str
    provider: str
    """The one really in use."""
    threads: int
    opencv_threads: int
    processor: str
    versions: dict[str, str | None]

    def to_json(self) -> dict[str, Any]:
        """All of it, such as `stages.detect.p50_ms`."""
        return asdict(self)


def run_bench(options: BenchOptions) -> Bench:
    """Measure. Raises FerdeskError for a source or bundle that cannot be read, and where the source has no frames."""
    if options.frames < 1:
        raise FerdeskError(f"--frames {options.frames}: give 1 or more")
    images = _decoded(options.source, options.frames)
    classifier = Classifier(options.bundle, provider=options.provider, threads=options.threads)
    pipeline = Pipeline(classifier, options.settings)
    _process(pipeline, images, 0, _WARM_UP)
    measured, faces = _process(pipeline, images, _WARM_UP, options.frames)
    stages = {name: _spread([float(getattr(stats, f"{name}_ms")) for stats in measured]) for name in STAGES}
    return Bench(
        stages=stages,
        fps=1000 * len(measured) / sum(stats.frame_ms for stats in measured),
        overhead=stages["frame"].p50_ms / stages["detect"].p50_ms,
        classify_one_crop=_spread(_one_crop(classifier)),
        faces_per_frame=faces / len(measured),
        frames=len(measured),
        width=images[0].shape[1],
        height=images[0].shape[0],
        source=options.source,
        bundle=classifier.bundle.info.name,
        bundle_sha256=classifier.bundle.sha256,
        provider=classifier.provider,
        threads=options.threads,
        opencv_threads=cv2.getNumThreads(),
        processor=processor_name(),
        versions=package_versions(),
    )


def print_bench(bench: Bench, to: Console = console) -> None:
    """Print the figures as a table."""
    to.print(f"{escaped(bench.source)}: {bench.frames} frames of {bench.width}x{bench.height}", soft_wrap=True)
    table = Table()
    for title in ("stage", "p50 ms", "p95 ms"):
        table.add_column(title, justify="left" if title == "stage" else "right")
    for name in STAGES:
        table.add_row(*_cells(name, bench.stages[name]), end_section=name in ("smooth", "frame"))
    table.add_row(*_cells("one crop alone", bench.classify_one_crop))
    to.print(table)
    to.print(
        f"{bench.fps:.1f} frames/s with {bench.faces_per_frame:.2f} faces a frame; "
        f"a frame takes {bench.overhead:.2f} times the detector alone",
        soft_wrap=True,
    )
    to.print(
        f"{escaped(bench.bundle)} on {bench.provider}, threads: {bench.threads} (OpenCV {bench.opencv_threads}), "
        f"{escaped(bench.processor)}",
        soft_wrap=True,
    )


def _cells(name: str, spread: Spread) -> tuple[str, str, str]:
    return name, f"{spread.p50_ms:.3f}", f"{spread.p95_ms:.3f}"


def _decoded(spec: str, most: int) -> list[Image]:
    """Up to `most` frames of the source, as many as fit into the memory set aside for them."""
    source = open_source(spec)
    images: list[Image] = []
    source.open()
    try:
        room = _MOST_BYTES
        while len(images) < most and room > 0 and (frame := source.read()) is not None:
            images.append(frame.image.copy())  # a source may use its buffer again
            room -= frame.image.nbytes
    finally:
        source.close()
    if not images:
        raise FerdeskError(f"{spec}: not one frame could be read from it")
    return images


def _process(pipeline: Pipeline, images: Sequence[Image], first: int, count: int) -> tuple[list[Stats], int]:
    """Take `count` frames through the pipeline, on a clock that goes on where the source begins again."""
    measured, faces = [], 0
    for index in range(first, first + count):
        result = pipeline.process(Frame(images[index % len(images)], index, index * _STEP))
        measured.append(result.stats)
        faces += len(result.faces)
    return measured, faces


def _one_crop(classifier: Classifier) -> list[float]:
    """Milliseconds of each of many calls with a single crop. Its content does not matter to the time."""
    size = classifier.bundle.info.crop.size
    crop = np.random.default_rng(0).integers(0, 256, (1, size, size), dtype=np.uint8)
    times = []
    for call in range(_WARM_UP + _ONE_CROP_CALLS):
        began = time.perf_counter()
        classifier.classify(crop)
        if call >= _WARM_UP:
            times.append(1000 * (time.perf_counter() - began))
    return times


def _spread(milliseconds: Sequence[float]) -> Spread:
    p50, p95 = np.percentile(milliseconds, [50, 95]).tolist()
    return Spread(p50, p95)
