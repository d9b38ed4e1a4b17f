"""Recording without a window: any source through the pipeline into a folder. What `ferdesk record` does."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from rich.status import Status

from ferdesk.classify import Classifier
from ferdesk.console import console, escaped
from ferdesk.errors import FerdeskError
from ferdesk.live import Live
from ferdesk.pipeline import DEFAULT_SETTINGS, Pipeline, PipelineSettings
from ferdesk.recorder import Recorder
from ferdesk.recording_meta import RecordOptions
from ferdesk.recording_video import VideoKind
from ferdesk.source_story import SourceStory
from ferdesk.source_stream import StreamSource
from ferdesk.sources import Source, SourceError, open_source
from ferdesk.types import Result

_IDLE_SECONDS = 0.5


@dataclass(frozen=True)
class RecordJob:
    """What `ferdesk record` is asked for."""

    source: str
    folder: Path
    seconds: float | None = None
    """Of the source's time; None: to its end, or until Ctrl-C."""
    video: VideoKind | None = None
    blur_faces: bool = False
    parquet: bool = False
    bundle: str | Path | None = None
    provider: str = "cpu"
    threads: int = 1
    settings: PipelineSettings = DEFAULT_SETTINGS
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded."""

    frames: int
    seconds: float


def run_record(job: RecordJob, pipeline: Pipeline | None = None) -> Recorded:
    """Record until the source or the time is over, or Ctrl-C; `pipeline` in place of the one that the job describes.

    Of a file, also of one at an address, every frame is recorded, as fast as it can be; of a camera or stream the
    newest, in real time, and what becomes of the source is noted as events. The folder is made when the first frame is
    there. Raises FerdeskError.
    """
    if job.seconds is not None and not job.seconds > 0:
        raise FerdeskError(f"--seconds {job.seconds:g}: give a number above 0")
    if job.blur_faces and job.video is None:
        raise FerdeskError("--blur-faces concerns the video; add --video plain or --video overlay")
    source = open_source(job.source)
    if pipeline is None:
        pipeline = Pipeline(Classifier(job.bundle, provider=job.provider, threads=job.threads), job.settings)
    if isinstance(source, StreamSource):
        source.settle()
    results = _live_results(source, pipeline) if source.live else _file_results(source, pipeline)
    with closing(results):
        return _record(replace(job, source=source.name), pipeline, results)  # the name hides passwords


def _record(job: RecordJob, pipeline: Pipeline, results: Iterator[Result | str | None]) -> Recorded:
    first = next((step for step in results if isinstance(step, Result)), None)
    if first is None:
        raise SourceError(f"{job.source} holds no picture that can be read")
    bundle = pipeline.classifier.bundle
    options = RecordOptions(
        job.source, bundle.info.name, bundle.sha256, pipeline.settings, pipeline.classifier.provider,
        job.video, job.blur_faces, job.parquet,
    )  # fmt: skip
    with Recorder(job.folder, options) as recorder, _status(job) as status:
        try:
            recorder.add(first)
            _take(job, recorder, results, status)
        except KeyboardInterrupt:
            console.print("Stopped.")
    return Recorded(recorder.frames, recorder.seconds)


def _take(job: RecordJob, recorder: Recorder, results: Iterator[Result | str | None], status: Status | None) -> None:
    began, told = time.monotonic(), 0.0
    for step in results:
        if isinstance(step, Result):
            recorder.add(step)
        elif step is not None:
            recorder.mark(step, kind="source")
        if status is not None and time.monotonic() > told + _IDLE_SECONDS:
            told = time.monotonic()
            status.update(f"recording {escaped(job.source)}: {recorder.seconds:.0f} s. Ctrl-C ends it.")
        lost = step is None and time.monotonic() - began  # nothing comes any more, but the time runs
        if job.seconds is not None and max(recorder.seconds, lost) >= job.seconds:
            return


def _file_results(source: Source, pipeline: Pipeline) -> Generator[Result | str | None, None, None]:
    """Every frame of a file, and what could not be read of it, behind the frame with which that is known."""
    source.open()
    told = ""
    try:
        while (frame := source.read()) is not None:
            yield pipeline.process(frame)
            if source.note != told:
                yield (told := source.note)
        if source.note != told:
            yield source.note
    finally:
        source.close()


def _live_results(source: Source, pipeline: Pipeline) -> Generator[Result | str | None, None, None]:
    """The newest results, a sentence when the source is lost or comes back, None when nothing came for a while.

    Raises SourceError where the source was never there.
    """
    live = Live(lambda: pipeline, source, pipeline.settings)
    live.start()
    seen, story = False, SourceStory(source.name)
    try:
        while True:
            result = live.results.wait(_IDLE_SECONDS)
            state = live.stats()
            if result is None and live.results.closed:
                raise SourceError(state.message)
            if result is None and not seen and state.source_state == "lost":
                raise SourceError(state.message.removesuffix("; trying again"))
            if seen and (news := story.next(source.name, state.source_state, state.message or state.remark)):
                yield news
            seen = seen or result is not None
            if result is None and state.source_state == "ended":
                return
            yield result
    finally:
        live.stop()


def _status(job: RecordJob) -> Status | nullcontext[None]:
    return nullcontext() if job.quiet or not console.is_terminal else console.status("recording")
