"""What the batch dialog says of a job: how far it is, how long the rest takes, what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ferdesk.gui.batch.job import Headway
from ferdesk.gui.status_words import sentence
from ferdesk.percent import per_cent

if TYPE_CHECKING:
    from ferdesk.label_summary import Summary


def headway_words(headway: Headway) -> str:
    """Such as `312 of 1,204 files, about 3 minutes left, holiday.mp4`."""
    parts = [f"{int(headway.done):,} of {counted(headway.files, 'file')}"]
    if headway.seconds_left is not None:
        parts.append(left_words(headway.seconds_left))
    return ", ".join([*parts, headway.path.name])


def left_words(seconds: float) -> str:
    """A guess, as coarse as it is: `a few seconds left`, `about 40 seconds left`, `about 2 h 10 min left`."""
    if seconds < 7.5:
        return "a few seconds left"
    if seconds < 57.5:
        return f"about {round(seconds / 5) * 5} seconds left"
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return f"about {counted(minutes, 'minute')} left"
    tens = round(minutes / 10) * 10
    return f"about {tens // 60} h {tens % 60} min left"


def summary_words(summary: Summary) -> str:
    """What a job came to, in a few sentences."""
    lead = "Stopped after" if summary.stopped else "Done:"
    words = [
        f"{lead} {counted(summary.files, 'file')} in {_spent(summary.seconds)}, {counted(summary.faces, 'face')}; "
        f"{summary.no_face:,} without a face, {summary.unreadable:,} unreadable."
    ]
    if summary.done_before:
        words.append(f"{counted(summary.done_before, 'file')} had been labelled before.")
    if summary.faces:
        most = sorted(summary.emotions.items(), key=lambda item: -item[1])[:4]
        words.append(", ".join(f"{label} {per_cent(n / summary.faces)}" for label, n in most if n) + ".")
    if summary.errors:
        more = summary.unreadable - 1
        words.append(sentence(summary.errors[0]) + (f" And {more:,} more; the table says why." if more > 0 else ""))
    return " ".join(words)


def counted(number: int, noun: str) -> str:
    """`1 file`, `1,204 files`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _spent(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60} s"
