"""Batch labelling: pictures, folders and videos in, a table with a row a face out. What `ferdesk label` does.

One thread labels; a second one reads pictures ahead of it.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ferdesk.annotate import Annotator, Film, frame_rate
from ferdesk.classify import Classifier
from ferdesk.console import console, escaped
from ferdesk.errors import FerdeskError
from ferdesk.images import read_image
from ferdesk.label_inputs import Item, find_items
from ferdesk.label_steps import EVERY_FRAME, Labeller, Sampling, rows_of
from ferdesk.label_summary import Summary, Tally
from ferdesk.paths import looking_at
from ferdesk.pipeline import DEFAULT_SETTINGS, Pipeline, PipelineSettings
from ferdesk.row import Row, unicode_text
from ferdesk.table_resume import Resumed, resume_table
from ferdesk.tables import Table, open_table
from ferdesk.types import Image, Result

_AHEAD = 1
"""Pictures that are decoded while one is labelled. Decoding a photograph takes longer than finding its faces."""


@dataclass(frozen=True)
class LabelOptions:
    """What `ferdesk label` is asked for."""

    paths: tuple[Path, ...]
    output: Path | None = None
    """.csv, .jsonl or .parquet; None: csv on standard output."""
    bundle: str | Path | None = None
    provider: str = "cpu"
    threads: int = 1
    settings: PipelineSettings = DEFAULT_SETTINGS
    """Smoothing holds within a video only."""
    sampling: Sampling = EVERY_FRAME
    """Holds for videos."""
    annotate: Path | None = None
    """A folder for copies with overlays."""
    raw_scores: bool = False
    """Write a frame's own seven scores in place of the smoothed ones. `emotion` and `confidence` stay smoothed."""
    overwrite: bool = False
    resume: bool = False
    """Go on with `output` if it exists: files that are in it are left out, but for the last and for those that could
    not be read, which are done again."""
    quiet: bool = False
    """No progress and no summary."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelNews:
    """What one step of a job gave, for whoever watches it. Figures do not count files of earlier jobs."""

    files: int
    """Files to do."""
    done: float
    """Files that are done, the present one in part."""
    item: Item
    rows: tuple[Row, ...]
    result: Result | None
    """None where the step could not be read."""


Watch = Callable[[LabelNews], bool]
"""Called after each step, on the labelling thread; True ends the job, with a table that is valid."""


def run_label(options: LabelOptions, pipeline: Pipeline | None = None, watch: Watch | None = None) -> Summary:
    """Label everything that `options` name and write the table; `pipeline` in place of the one that they describe.

    A picture is read by itself, a video with tracks and smoothing that begin anew in each file. Every sampled frame of
    a video in which nobody is found gets a row `no_face` of its own, so that gaps are seen. A file that cannot be
    read, wholly or in part, gets a row `unreadable` that says why, and the job goes on.

    Raises:
        FerdeskError: for what the user has to mend first (paths, output, bundle), and where the output fills the disk.
    """
    items = find_items(options.paths, leave_out=options.annotate)
    may_hold_copies = options.overwrite or options.resume
    annotator = None if options.annotate is None else Annotator(options.annotate, overwrite=may_hold_copies)
    if pipeline is None:
        classifier = Classifier(options.bundle, provider=options.provider, threads=options.threads)
        pipeline = Pipeline(classifier, options.settings)
    if annotator is not None:
        annotator.reserve(items)
    job = _Job(options, Labeller(pipeline, options.sampling), annotator, watch)
    opened = _open_table(options, items)
    left = [item for item in items if unicode_text(str(item.path.absolute())) not in opened.files]
    tally = Tally(len(left), len(items) - len(left))
    with opened.table as table, _progress(options) as progress:
        try:
            stopped = job.run(left, table, tally, progress)
        except KeyboardInterrupt:
            console.print(f"Stopped after {tally.done} of {tally.files} files; what they gave is written.")
            raise
    return tally.summary(pipeline.classifier, stopped=stopped)


def _open_table(options: LabelOptions, items: Iterable[Item]) -> Resumed:
    if not options.resume:
        return Resumed(open_table(options.output, overwrite=options.overwrite), frozenset())
    if options.output is None:
        raise FerdeskError("--resume goes on with a file; name it with --output")
    if options.overwrite:
        raise FerdeskError("--resume keeps what --force would replace; give one of them")
    with looking_at(options.output):
        exists = options.output.is_file()
        filled = exists and options.output.stat().st_size > 0
    if filled:
        return resume_table(options.output, _named(items))
    return Resumed(open_table(options.output, overwrite=exists), frozenset())


def _named(items: Iterable[Item]) -> frozenset[str]:
    """What a table may call the files, and the folders around them, which have a row where they cannot be searched."""
    files = {item.path.absolute() for item in items}
    nearest = {path.parent for path in files}
    folders = {folder for path in nearest for folder in (path, *path.parents)}
    return frozenset(unicode_text(str(path)) for path in files | folders)


class _Job:
    """One run over all items."""

    def __init__(
        self, options: LabelOptions, labeller: Labeller, annotator: Annotator | None, watch: Watch | None
    ) -> None:
        self._options = options
        self._labeller = labeller
        self._annotator = annotator
        self._watch = watch

    def run(self, items: Iterable[Item], table: Table, tally: Tally, progress: Progress) -> bool:
        """True if the watcher ended it."""
        bar = progress.add_task("", total=tally.files)
        for item, picture in _read_ahead(items):
            progress.update(bar, description=escaped(item.path.name))
            with self._film(item) or nullcontext() as film:
                for step in self._labeller.steps(item, picture):
                    rows = rows_of(str(item.path), step, raw=self._options.raw_scores)
                    table.write(rows)
                    tally.add(rows)
                    if film is not None and step.result is not None:
                        film.add(step.result)
                    elif self._annotator is not None and step.result is not None:
                        self._annotator.picture(item, step.result)
                    done = tally.done + step.share
                    progress.update(bar, completed=done)
                    if self._watch is not None and self._watch(LabelNews(tally.files, done, item, rows, step.result)):
                        if step.share >= 1.0:
                            tally.end_file()
                        return True
            tally.end_file()
            progress.update(bar, completed=tally.done)
        return False

    def _film(self, item: Item) -> Film | None:
        if self._annotator is None or item.kind != "video":
            return None
        sampling = self._options.sampling
        rate = frame_rate(item.path) / sampling.every
        return self._annotator.film(item, rate if sampling.fps is None else min(rate, sampling.fps))


def _read_ahead(items: Iterable[Item]) -> Iterator[tuple[Item, Callable[[], Image] | None]]:
    """Each item; with a picture, a call that hands it over or raises what reading it raised."""
    waiting: deque[tuple[Item, Future[Image] | None]] = deque()
    with ThreadPoolExecutor(max_workers=1) as pool:
        for item in items:
            waiting.append((item, pool.submit(read_image, item.path) if item.kind == "picture" else None))
            if len(waiting) > _AHEAD:
                yield _handed(*waiting.popleft())
        while waiting:
            yield _handed(*waiting.popleft())


def _handed(item: Item, future: Future[Image] | None) -> tuple[Item, Callable[[], Image] | None]:
    return item, None if future is None else future.result


def _progress(options: LabelOptions) -> Progress:
    mixed_up = options.output is None and sys.stdout.isatty()  # rows and a moving bar on one screen
    return Progress(
        *(TextColumn("labelling"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()),
        TextColumn("{task.description}"),
        console=console,
        transient=True,
        disable=options.quiet or mixed_up or not console.is_terminal,
        speed_estimate_period=120,
    )
