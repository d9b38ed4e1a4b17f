"""A recording as one file for other programs: its faces as csv, JSON Lines or Parquet, or its timeline as PNG."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ferdesk.chart import to_png
from ferdesk.recording import Recording
from ferdesk.recording_chart import recording_chart
from ferdesk.recording_columns import FACE_COLUMNS, Column, FaceMoment
from ferdesk.recording_summary import summarize
from ferdesk.recording_table import RecordingError, write_table
from ferdesk.tables import TABLES, free_output

PERSON: Column[FaceMoment] = Column("person", "text", "the name that was given, or such as person 2", lambda row: None)
EXPORT_COLUMNS = (*FACE_COLUMNS[:4], PERSON, *FACE_COLUMNS[4:])
"""The columns of an exported table: those of faces.csv, and whose face it is."""


def export_recording(recording: Recording, path: Path, *, overwrite: bool = False) -> None:
    """Write what `path`'s suffix asks for: .csv, .jsonl, .parquet or .png. Raises FerdeskError where that cannot be."""
    suffix = free_output(path, (*TABLES, ".png"), overwrite=overwrite)
    if suffix == ".png":
        _write_png(recording, path)
        return
    names = {track: person.name for person in recording.people for track in person.tracks}
    people = np.array([names.get(track, "") for track in recording.faces["track"].tolist()], object)
    write_table(path, EXPORT_COLUMNS, recording.faces.extended(PERSON.name, people))


def _write_png(recording: Recording, path: Path) -> None:
    try:
        path.write_bytes(to_png(recording_chart(recording, summarize(recording))))
    except OSError as error:
        raise RecordingError(f"{path}: cannot be written ({error.strerror})") from error
