"""Reading one item of a labelling job: steps of results and failures out of a picture or a video.

A Labeller belongs to one thread. Nothing that is wrong with an item is raised; it comes as a step that says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ferdesk.emotions import UNSURE
from ferdesk.errors import FerdeskError
from ferdesk.images import VIDEO_SUFFIXES, read_image
from ferdesk.label_inputs import Item
from ferdesk.pipeline import Pipeline
from ferdesk.row import Row
from ferdesk.source_video import VideoSource
from ferdesk.sources import SourceError
from ferdesk.types import Face, Frame, Image, Result, Stats

LOST_FRAMES = 0.05
"""A video of which more than this share of the frames cannot be read counts as damaged. Not less, for many files
without a fault announce a few frames too many."""

_NO_STATS = Stats(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Sampling:
    """Which frames of a video are looked at: every n-th, and of those at most `fps` a second of media time."""

    every: int = 1
    fps: float | None = None

    def __post_init__(self) -> None:
        if self.every < 1:
            raise FerdeskError(f"--every {self.every}: give a whole number of frames, 1 or more")
        if self.fps is not None and not 0 < self.fps < math.inf:
            raise FerdeskError(f"--fps {self.fps:g}: give a number of frames a second above 0")


EVERY_FRAME = Sampling()


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What one picture or one sampled frame gave: a result, or the error that stands in its place."""

    share: float
    """How much of the item is done now, 0..1."""
    result: Result | None = None
    error: str | None = None


class Labeller:
    """Takes items through a pipeline, each without memory of the one before."""

    def __init__(self, pipeline: Pipeline, sampling: Sampling) -> None:
        self._pipeline = pipeline
        self._sampling = sampling

    def steps(self, item: Item, picture: Callable[[], Image] | None = None) -> Iterator[Step]:
        """The steps of `item`, at least one. `picture` hands over the picture where it was read ahead."""
        share = 0.0
        try:
            for step in self._steps(item, picture or (lambda: read_image(item.path))):
                share = step.share
                yield step
        except FerdeskError as error:
            yield Step(share, error=str(error))
        except Exception as error:  # noqa: BLE001 - whatever one file does to a decoder or the detector, the job goes on
            yield Step(share, error=f"{item.path}: cannot be processed ({type(error).__name__}: {error})")

    def _steps(self, item: Item, picture: Callable[[], Image]) -> Iterator[Step]:
        match item.kind:
            case "picture":
                yield self._picture(picture())
            case "video":
                yield from self._video(item)
            case "trouble":
                yield Step(1.0, error=item.trouble)

    def _picture(self, image: Image) -> Step:
        faces = self._pipeline.predict(image)
        return Step(1.0, Result(Frame(image, 0, 0.0), faces, _NO_STATS))

    def _video(self, item: Item) -> Iterator[Step]:
        source = VideoSource(item.path)
        try:
            source.open()
        except SourceError as error:
            if item.path.suffix.lower() in VIDEO_SUFFIXES:
                raise
            raise SourceError(f"{item.path}: neither a picture nor a video that can be read") from error
        self._pipeline.reset()
        try:
            yield from self._frames(source)
        finally:
            source.close()

    def _frames(self, source: VideoSource) -> Iterator[Step]:
        read, due = 0, 0.0
        while (frame := source.read()) is not None:
            read += 1
            if frame.index % self._sampling.every or frame.seconds < due:
                continue
            if self._sampling.fps is not None:
                due = _next_due(frame.seconds, 1.0 / self._sampling.fps)
            yield Step(source.share, self._pipeline.process(frame))
        lost, all_ = source.missing, read + source.missing
        if lost > max(5, LOST_FRAMES * all_):
            yield Step(1.0, error=f"{source.path}: {lost} of its {all_} frames cannot be read, it is damaged")


def rows_of(name: str, step: Step, *, raw: bool = False) -> tuple[Row, ...]:
    """The rows of a step: one a face; one `no_face`; or one `unreadable`. `raw`: the frame's own scores."""
    if step.result is None:
        return (Row(name, status="unreadable", error=step.error),)
    frame = step.result.frame
    if not step.result.faces:
        return (Row(name, frame.index, frame.seconds, status="no_face"),)
    return tuple(_face_row(name, frame, face, raw=raw) for face in step.result.faces)


def _face_row(name: str, frame: Frame, face: Face, *, raw: bool) -> Row:
    scores = face.scores if raw or face.smoothed is None else face.smoothed
    box = face.box
    return Row(
        name, frame.index, frame.seconds, face.track, box.x, box.y, box.width, box.height, face.detector_score,
        UNSURE if face.emotion is None else face.emotion.label, face.confidence,
        *(() if scores is None else scores.tolist()),
    )  # fmt: skip


def _next_due(seconds: float, interval: float) -> float:
    """The first multiple of `interval` after `seconds`, less the millisecond that a file's clock may be early."""
    return (int((seconds + 0.001) / interval) + 1) * interval - 0.001
