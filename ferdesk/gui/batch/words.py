"""What the batch dialog says of a job: how far it is, how long the rest takes, what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ferdesk.gui.batch.job import Headway
from ferdesk.gui.status_words import sentence
from ferdesk.gui.words import tr
from ferdesk.percent import per_cent

if TYPE_CHECKING:
    from ferdesk.label_summary import Summary


def headway_words(headway: Headway) -> str:
    """Such as `312 of 1,204 files, about 3 minutes left, holiday.mp4`."""
    parts = [tr("{done:,} of {files:,} files", done=int(headway.done), files=headway.files)]
    if headway.seconds_left is not None:
        parts.append(left_words(headway.seconds_left))
    return ", ".join([*parts, headway.path.name])


def left_words(seconds: float) -> str:
    """A guess, as coarse as it is: `a few seconds left`, `about 40 seconds left`, `about 2 h 10 min left`."""
    if seconds < 7.5:
        return tr("a few seconds left")
    if seconds < 57.5:
        return tr("about {seconds} seconds left", seconds=round(seconds / 5) * 5)
    minutes = max(1, round(seconds / 60))
    if minutes == 1:
        return tr("about a minute left")
    if minutes < 60:
        return tr("about {minutes} minutes left", minutes=minutes)
    tens = round(minutes / 10) * 10
    return tr("about {hours} h {minutes} min left", hours=tens // 60, minutes=tens % 60)


def summary_words(summary: Summary) -> str:
    """What a job came to, in a few sentences. Figures stand behind their words, for languages differ in plurals."""
    words = [
        tr("Stopped.") if summary.stopped else tr("Done."),
        tr(
            "Files: {files:,}, without a face: {no_face:,}, unreadable: {unreadable:,}; faces: {faces:,}; {time}.",
            files=summary.files,
            no_face=summary.no_face,
            unreadable=summary.unreadable,
            faces=summary.faces,
            time=_spent(summary.seconds),
        ),
    ]
    if summary.done_before:
        words.append(tr("Files labelled before: {files:,}.", files=summary.done_before))
    if summary.faces:
        most = sorted(summary.emotions.items(), key=lambda item: -item[1])[:4]
        words.append(", ".join(f"{tr(label)} {per_cent(n / summary.faces)}" for label, n in most if n) + ".")
    if summary.errors:
        words.append(sentence(summary.errors[0]))
    if summary.unreadable > 1:
        words.append(tr("The table says why for the others."))
    return " ".join(words)


def _spent(seconds: float) -> str:
    if seconds < 60:
        return tr("{seconds:.1f} s", seconds=seconds)
    return tr("{minutes} min {seconds} s", minutes=int(seconds) // 60, seconds=int(seconds) % 60)
