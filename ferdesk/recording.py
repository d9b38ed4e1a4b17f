"""Recording: a recorded session, read from its folder, also from one whose recorder was killed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ferdesk.emotions import EMOTIONS, UNSURE
from ferdesk.recording_columns import EVENT_COLUMNS, FACE_COLUMNS, FRAME_COLUMNS
from ferdesk.recording_csv import read_csv
from ferdesk.recording_folder import EVENTS_FILE, FACES_FILE, FACES_PARQUET, FRAMES_FILE, VIDEO_FILE
from ferdesk.recording_meta import RecordingMeta, read_meta
from ferdesk.recording_table import EMPTY, Columns, RecordingError, read_parquet

__all__ = ["LABELS", "Person", "Recording", "RecordingError", "open_recording"]

LABELS = (*EMOTIONS, UNSURE)
"""What a face can be called; `Recording.labels` holds indices into it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a recording: one track, or all that got the same name."""

    name: str
    """As given, else such as "person 2"."""
    tracks: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """All that a folder holds but the video. `faces`, `frames` and `events` have the columns of recording_columns."""

    folder: Path
    meta: RecordingMeta
    faces: Columns
    """In the order of `frame`."""
    frames: Columns
    events: Columns

    @property
    def complete(self) -> bool:
        """False while it is being recorded, or where its recorder was killed."""
        return self.meta.ended is not None

    @property
    def seconds(self) -> float:
        """From the first frame to the last."""
        return float(self.frames["seconds"][-1]) if len(self.frames) else 0.0

    @property
    def video(self) -> Path | None:
        """The video, where there is one."""
        path = self.folder / VIDEO_FILE
        return path if path.is_file() else None

    @property
    def scores(self) -> NDArray[np.float64]:
        """[faces, 7], smoothed; NaN where a face has none."""
        return np.stack([self.faces[emotion] for emotion in EMOTIONS], axis=1)

    @property
    def labels(self) -> NDArray[np.int64]:
        """[faces], indices into LABELS."""
        numbers = {label: index for index, label in enumerate(LABELS)}
        return np.array([numbers.get(label, len(EMOTIONS)) for label in self.faces["emotion"]], np.int64)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, in the order in which they were first seen. The last name that a track got counts."""
        names = dict(self._names())
        tracks: dict[str, list[int]] = {}
        for track in dict.fromkeys(self.faces["track"].tolist()):
            if track != EMPTY:
                tracks.setdefault(names.get(track) or f"person {track}", []).append(track)
        return tuple(Person(name, tuple(numbers)) for name, numbers in tracks.items())

    def only(self, people: Iterable[Person]) -> Recording:
        """The same recording as if these people alone had been in view: no face, count or name tells of the others."""
        tracks = [track for person in people for track in person.tracks]
        faces = self.faces.pick(np.isin(self.faces["track"], tracks))
        counts = np.bincount(faces["frame"], minlength=len(self.frames)).astype(np.int64)
        events = self.events.pick(np.isin(self.events["track"], [EMPTY, *tracks]))
        return Recording(self.folder, self.meta, faces, self.frames.extended("faces", counts), events)

    def _names(self) -> Iterable[tuple[int, str]]:
        events = self.events
        for kind, track, text in zip(events["kind"], events["track"], events["text"], strict=True):
            if kind == "name":
                yield int(track), str(text)


def open_recording(folder: Path) -> Recording:
    """Read a recording's folder, also while it is being recorded or after its recorder was killed.

    A last line that was cut short does not count, nor do faces whose frame was not written any more, nor marks that
    were taken back. Raises RecordingError where the folder is no recording, or a file is missing or damaged in another
    way.
    """
    meta = read_meta(folder)
    frames = read_csv(folder / FRAMES_FILE, FRAME_COLUMNS)
    if not np.array_equal(frames["frame"], np.arange(len(frames))):
        raise RecordingError(f"{folder / FRAMES_FILE}: frames are missing or out of order; the file is damaged")
    events = _standing(read_csv(folder / EVENTS_FILE, EVENT_COLUMNS))
    csv = folder / FACES_FILE  # where the conversion was killed both are there, and csv is whole in any case
    parquet = folder / FACES_PARQUET
    if parquet.exists() and not csv.exists():
        faces = read_parquet(parquet, FACE_COLUMNS)
    else:
        faces = read_csv(csv, FACE_COLUMNS)
    return Recording(folder, meta, faces.pick(faces["frame"] < len(frames)), frames, events)


def _standing(events: Columns) -> Columns:
    """The events without marks that were taken back, and without the taking back."""
    marks: list[int] = []
    gone = np.zeros(len(events), np.bool_)
    for row, kind in enumerate(events["kind"]):
        if kind == "mark":
            marks.append(row)
        elif kind == "unmark":
            gone[[row, *marks[-1:]]] = True
            del marks[-1:]
    return events.pick(~gone)
