"""The built-in demo without a window: who is seen, and with what expression, a line every half second."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ferdesk.classify import Classifier
from ferdesk.demo import FPS
from ferdesk.emotions import UNSURE, UNSURE_COLOR
from ferdesk.errors import FerdeskError
from ferdesk.pipeline import Pipeline
from ferdesk.sources import DEMO, open_source
from ferdesk.types import Face, Frame, Result

_LINE_SECONDS = 0.5
_BAR = 10


def run_console_demo(
    seconds: float, bundle: str | Path | None = None, *, provider: str = "cpu", threads: int = 1, to: Console
) -> None:
    """Label `seconds` of the demo, in real time where somebody watches and at once where not. Raises FerdeskError."""
    if not seconds > 0:
        raise FerdeskError(f"--seconds {seconds:g}: give a number above 0")
    pipeline = Pipeline(Classifier(bundle, provider=provider, threads=threads))
    busy, frames, next_line = 0.0, 0, 0.0
    began = time.monotonic()
    for frame in _demo(seconds):
        if to.is_terminal:
            time.sleep(max(0.0, began + frame.seconds - time.monotonic()))
        result = pipeline.process(frame)
        busy += result.stats.frame_ms / 1000
        frames += 1
        if frame.seconds >= next_line:
            next_line += _LINE_SECONDS
            to.print(_line(result, to.options.ascii_only), soft_wrap=True)
    to.print(f"{frames} frames, {frames / busy:.0f} a second, {pipeline.classifier.provider}.")


def _demo(seconds: float) -> Iterator[Frame]:
    source = open_source(DEMO)
    source.open()
    try:
        for _ in range(max(1, round(seconds * FPS))):
            frame = source.read()
            if frame is None:
                return
            yield frame
    finally:
        source.close()


def _line(result: Result, ascii_only: bool) -> Text:
    line = Text(f"{result.frame.seconds:5.1f} s")
    if not result.faces:
        line.append("  nobody")
    for face in sorted(result.faces, key=lambda face: face.track or 0):
        color = UNSURE_COLOR if face.emotion is None else face.emotion.color
        line.append("  ").append(_said(face, ascii_only), style=color)
    return line


def _said(face: Face, ascii_only: bool) -> str:
    label = UNSURE if face.emotion is None else face.emotion.label
    full = round(_BAR * face.confidence)
    bar = "#" * full + "." * (_BAR - full) if ascii_only else "█" * full + "░" * (_BAR - full)
    return f"#{face.track} {label:8} {100 * face.confidence:3.0f} % {bar}"
