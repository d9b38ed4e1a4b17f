"""A recording's summary on the console."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ferdesk.html_page import duration
from ferdesk.recording import Recording
from ferdesk.recording_summary import EPISODE_SECONDS, PersonSummary, RecordingSummary, summarize
from ferdesk.time_axis import clock
from ferdesk.valence import valence_words


def print_recording(recording: Recording, to: Console) -> None:
    """Print what was recorded, and a table of each person's figures."""
    summary = summarize(recording)
    for line in _lines(recording, summary):
        to.print(Text(line), soft_wrap=True)
    for person in summary.people:
        to.print(_table(person))


def _lines(recording: Recording, summary: RecordingSummary) -> Iterator[str]:
    meta = recording.meta
    yield f"{meta.source}, recorded {meta.started[:19].replace('T', ' ')} UTC with the bundle {meta.bundle}"
    if not recording.complete:
        yield "Not ended in order, or being recorded still; all that was written is here."
    people = len(summary.people)
    yield (
        f"{duration(summary.seconds)}, {summary.frames:,} frames, {summary.faces:,} faces, "
        f"{people} {'person' if people == 1 else 'people'}, {len(recording.events)} events"
    )
    if summary.unrecorded >= 1:
        yield f"Not recorded in between: {duration(summary.unrecorded)}"
    if summary.gaps:
        shown = ", ".join(f"{clock(start)}–{clock(end)}" for start, end in summary.gaps[:8])
        more = len(summary.gaps) - 8
        yield f"Nobody in view: {shown}" + (f" and {more} times more" if more > 0 else "")


def _table(person: PersonSummary) -> Table:
    title = f"{person.person.name}: in view {duration(person.seconds)}, mean valence {valence_words(person.valence)}"
    table = Table(title=Text(title), title_justify="left")
    table.add_column("label")
    for name in ("share", "time", f"episodes ≥ {EPISODE_SECONDS:g} s", "mean", "longest"):
        table.add_column(name, justify="right")
    for figures in person.labels:
        lengths = (figures.mean_seconds, figures.longest_seconds)
        table.add_row(
            figures.label, f"{100 * figures.share:.1f} %", f"{figures.seconds:.1f} s", str(figures.episodes),
            *(f"{length:.1f} s" if figures.episodes else "–" for length in lengths),
        )  # fmt: skip
    return table
