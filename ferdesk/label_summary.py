"""What a labelling job comes to: counted row by row, shown as a table at its end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from ferdesk.classify import Classifier
from ferdesk.console import console, escaped
from ferdesk.emotions import EMOTIONS, UNSURE
from ferdesk.row import Row

_TOLD = 10
"""Unreadable files that the summary tells one by one."""


@dataclass(frozen=True)
class Summary:
    """The figures of a finished job."""

    files: int
    faces: int
    """Rows with a face: in a video, a person counts once a frame."""
    frames: int
    """Pictures and frames of videos that were looked at."""
    no_face: int
    """Files that could be read and in which nobody was found."""
    unreadable: int
    """Files that could not be read, or not wholly."""
    emotions: dict[str, int]
    """Faces by label, `unsure` last."""
    seconds: float
    errors: tuple[str, ...]
    """The first few of what went wrong."""
    bundle: str
    provider: str
    done_before: int = 0
    """Files that an earlier job had labelled; the other figures do not count them."""
    stopped: bool = False
    """Whoever watched the job ended it early; the table can be gone on with."""

    @property
    def exit_code(self) -> int:
        """0: all was read. 1: some was not."""
        return 1 if self.unreadable else 0


class Tally:
    """Counts while a job runs."""

    def __init__(self, files: int, done_before: int = 0) -> None:
        self.files = files
        self.done_before = done_before
        self.done = 0
        """Files that are finished."""
        self._began = time.monotonic()
        self._labels: Counter[str] = Counter()
        self._frames = self._no_face = self._unreadable = 0
        self._errors: list[str] = []
        self._faces_here, self._broken_here = 0, False

    def add(self, rows: Sequence[Row]) -> None:
        """The rows of one picture or frame of the present file."""
        for row in rows:
            if row.status == "ok":
                self._faces_here += 1
                self._labels[str(row.emotion)] += 1
            elif row.status == "unreadable":
                self._broken_here = True
                self._errors.append(str(row.error))
        del self._errors[_TOLD:]
        self._frames += rows[0].status != "unreadable"

    def end_file(self) -> None:
        """The present file is finished."""
        self.done += 1
        self._unreadable += self._broken_here
        self._no_face += not self._broken_here and not self._faces_here
        self._faces_here, self._broken_here = 0, False

    def summary(self, classifier: Classifier, *, stopped: bool = False) -> Summary:
        """The figures so far."""
        return Summary(
            files=self.done,
            faces=self._labels.total(),
            frames=self._frames,
            no_face=self._no_face,
            unreadable=self._unreadable,
            emotions={label: self._labels[label] for label in (*EMOTIONS, UNSURE)},
            seconds=time.monotonic() - self._began,
            errors=tuple(self._errors),
            bundle=classifier.bundle.info.name,
            provider=classifier.provider,
            done_before=self.done_before,
            stopped=stopped,
        )


def print_summary(summary: Summary, to: Console = console) -> None:
    """Print the table, and what could not be read."""
    to.print(_table(summary))
    for error in summary.errors:
        to.print(f"[yellow]unreadable:[/] {escaped(error)}", soft_wrap=True)
    more = summary.unreadable - len(summary.errors)
    if more > 0:
        to.print(f"… and {more} more; the table says which and why.")


def _table(summary: Summary) -> Table:
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    seconds = max(summary.seconds, 1e-9)
    rate = f"{summary.files / seconds:.1f} files/s"
    if summary.frames > summary.files:
        rate += f", {summary.frames / seconds:.1f} frames/s"
    if summary.done_before:
        table.add_row("files labelled before", f"{summary.done_before:,}")
    table.add_row("files", f"{summary.files:,}")
    if summary.frames > summary.files:
        table.add_row("pictures and frames", f"{summary.frames:,}")
    table.add_row("faces", f"{summary.faces:,}")
    table.add_row("files without a face", f"{summary.no_face:,}")
    table.add_row("unreadable files", f"{summary.unreadable:,}", style="yellow" if summary.unreadable else "")
    table.add_section()
    for label, count in summary.emotions.items():
        table.add_row(label, f"{100 * count / max(1, summary.faces):.1f} %")
    table.add_section()
    table.add_row("time", f"{summary.seconds:.1f} s, {rate}")
    table.add_row("bundle", f"{escaped(summary.bundle)}, {summary.provider}")
    return table
