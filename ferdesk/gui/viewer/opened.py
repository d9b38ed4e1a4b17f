"""A recording with all that the viewer shows of it; made by another thread than the GUI's, for it takes seconds."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path

from ferdesk.gui.words import tr
from ferdesk.playback import Playback
from ferdesk.recording import Recording, open_recording
from ferdesk.recording_summary import RecordingSummary, summarize
from ferdesk.timeseries import Timeseries


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """An hour of two faces is some 100 MB."""

    playback: Playback
    summary: RecordingSummary
    series: tuple[Timeseries, ...]
    """Of each person of the summary."""

    @property
    def recording(self) -> Recording:
        """The tables."""
        return self.playback.recording


def open_for_viewing(folder: Path) -> Opened:
    """Read the recording in `folder`. Raises RecordingError."""
    importlib.import_module("ferdesk.gui.timeline_plot")  # loads pyqtgraph: not while the window waits
    recording = open_recording(folder)
    playback, summary = Playback(recording), summarize(recording)
    return Opened(playback, summary, tuple(playback.series(person.person) for person in summary.people))


def lasting_note(recording: Recording) -> str:
    """What somebody who looks at it should know all the time; empty where all is as it should be."""
    notes = []
    if not recording.complete:
        notes.append(
            tr(
                "This recording was not ended in order (ferdesk was killed, or it is being recorded still); all that "
                "was written is here."
            )
        )
    if not len(recording.frames):
        notes.append(tr("It holds no frames."))
    elif recording.video is None:
        notes.append(tr("No video was kept: the boxes stand where the faces were."))
    return " ".join(notes)


def changing_note(recording: Recording, *, pictured: bool, drawn: bool, filtered: bool) -> str:
    """What to know of the frame on show."""
    if recording.video is not None and not pictured:
        return tr("The video has no picture of this moment.")
    if drawn and filtered:
        return tr("Boxes and labels are part of the video; who is left out of the figures is still seen in it.")
    return ""
