"""Playback: what a recording shows at a moment: picture, faces, markers. Blurred faces stay blurred.

`shown` belongs to one thread, which may be another than that of all the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ferdesk.emotions import EMOTIONS, Emotion
from ferdesk.markers import Marker
from ferdesk.matroska import Fit, fit
from ferdesk.matroska_reader import FilmReader
from ferdesk.person import Sign, sign_of
from ferdesk.recording import LABELS, Person, Recording
from ferdesk.recording_columns import NO_MARKS
from ferdesk.recording_summary import rows_of_person
from ferdesk.recording_table import EMPTY
from ferdesk.timeseries import Timeseries, timeseries
from ferdesk.types import Box, Face, Frame, Image, Landmarks, Result, Scores, Stats

_GROUND = 58
"""Grey of the ground that stands where no picture was kept."""
_SMALLEST_GROUND = (320, 240)
_NO_STATS = Stats(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
_NO_LANDMARKS: Landmarks = np.zeros((5, 2), np.float32)
_AT = 0.0005
"""Seconds within which two moments are one: tables hold milliseconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A frame of a recording. Its faces have no crop and no landmarks, for these are not recorded."""

    result: Result
    pictured: bool
    """False where no picture was kept, and a plain ground stands for it."""
    drawn: bool
    """True where boxes and labels are part of the picture already."""


class Playback:
    """A recording that may have been killed, with or without a video."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self._seconds = recording.frames["seconds"]
        self._face_frames = recording.faces["frame"]
        self._scores = recording.scores.astype(np.float32)
        self._raw = np.stack([recording.faces["raw_" + name] for name in EMOTIONS], axis=1).astype(np.float32)
        self._labels = recording.labels
        self._video = recording.video
        self._film: FilmReader | None = None
        self._plain: Image = np.zeros((0, 0, 3), np.uint8)
        self._usual_size = _usual_size(recording)
        self.people = recording.people
        """Everybody; asked for once, as that takes a while."""
        self.markers = tuple(_markers(recording))
        """In the order of time."""

    @property
    def frames(self) -> int:
        """How many there are; 0 where nothing was recorded."""
        return len(self._seconds)

    @property
    def end(self) -> float:
        """Seconds of the last frame."""
        return self.recording.seconds

    def seconds_of(self, index: int) -> float:
        """When frame `index` was taken."""
        return float(self._seconds[index])

    def index_at(self, seconds: float) -> int:
        """The frame on show at that moment: the last that had come by then, the first before there was any."""
        found = int(np.searchsorted(self._seconds, seconds + _AT, "right")) - 1
        return min(max(found, 0), max(self.frames - 1, 0))

    def next_marker(self, seconds: float) -> Marker | None:
        """The first marker after that moment."""
        return next((marker for marker in self.markers if marker.seconds > seconds + _AT), None)

    def previous_marker(self, seconds: float) -> Marker | None:
        """The last marker before that moment."""
        return next((marker for marker in reversed(self.markers) if marker.seconds < seconds - _AT), None)

    def series(self, person: Person) -> Timeseries:
        """The person's scores and valence over the whole time."""
        rows = rows_of_person(self.recording, person)
        faces = self.recording.faces
        return timeseries(
            faces["seconds"][rows], self._scores[rows], start=0.0, end=self.end, valences=faces["valence"][rows]
        )

    def signs(self) -> Mapping[int, Sign]:
        """By track: how the person is told on the picture, as OverlayStyle takes it."""
        return {track: _sign(person) for person in self.people for track in person.tracks}

    def shown(self, index: int, tracks: frozenset[int] | None = None) -> Shown:
        """Frame `index` with those of its faces that are of these tracks; of all where None."""
        image = self._picture(index)
        pictured = image is not None
        told = self._size(index)
        if image is None:
            image = self._ground(told or self._usual_size)
        drawn = (image.shape[1], image.shape[0])
        size = told or drawn
        place = fit(size, drawn)
        first, last = np.searchsorted(self._face_frames, (index, index + 1))
        numbers = self.recording.faces["track"][first:last].tolist()
        faces = tuple(
            self._face(row, size, place)
            for row, track in zip(range(first, last), numbers, strict=True)
            if tracks is None or track in tracks
        )
        frame = Frame(image, index, self.seconds_of(index))
        return Shown(Result(frame, faces, _NO_STATS), pictured, pictured and self.recording.meta.video == "overlay")

    def close(self) -> None:
        """Close the film, in the thread that calls `shown`. May be called again."""
        if self._film is not None:
            self._film.close()
            self._film = None

    def _picture(self, index: int) -> Image | None:
        if self._video is None:
            return None
        try:
            if self._film is None:
                self._film = FilmReader(self._video)
            return self._film.picture(self.seconds_of(index))
        except OSError:  # the disk went; the tables are in memory
            return None

    def _size(self, index: int) -> tuple[int, int] | None:
        """Width and height of the frame whose faces they are; the film has one size, into which all are fitted."""
        frames = self.recording.frames
        width, height = int(frames["width"][index]), int(frames["height"][index])
        return None if EMPTY in (width, height) else (width, height)

    def _ground(self, size: tuple[int, int]) -> Image:
        width, height = size
        if self._plain.shape[:2] != (height, width):
            self._plain = np.full((height, width, 3), _GROUND, np.uint8)
        return self._plain

    def _face(self, row: int, size: tuple[int, int], place: Fit) -> Face:
        """A face of a frame of this size, as it lies in the picture."""
        faces, across, down = self.recording.faces, place.width / size[0], place.height / size[1]
        x, y, width, height = (float(faces[name][row]) for name in ("x", "y", "width", "height"))
        track, label = int(faces["track"][row]), int(self._labels[row])
        return Face(
            Box(place.x + x * across, place.y + y * down, width * across, height * down), _NO_LANDMARKS,
            float(faces["detector_score"][row]), None if track == EMPTY else track,
            scores=_known(self._raw[row]), smoothed=_known(self._scores[row]),
            emotion=Emotion(label) if label < len(EMOTIONS) else None,
        )  # fmt: skip


def tracks_of(people: Iterable[Person]) -> frozenset[int]:
    """All tracks of these people."""
    return frozenset(track for person in people for track in person.tracks)


def _known(scores: Scores) -> Scores | None:
    return None if np.isnan(scores).any() else scores


def _sign(person: Person) -> Sign:
    number = person.tracks[0]
    return sign_of(number, "" if person.name == f"person {number}" else person.name)


def _markers(recording: Recording) -> Iterable[Marker]:
    """Events that are marks, numbered as in charts and reports."""
    events = recording.events
    marked = events.pick(~np.isin(events["kind"], NO_MARKS))
    for number, (seconds, text) in enumerate(zip(marked["seconds"].tolist(), marked["text"].tolist(), strict=True), 1):
        yield Marker(seconds, number, text)


def _usual_size(recording: Recording) -> tuple[int, int]:
    """Of a ground on which every face has room, for recordings that do not tell the size of their frames."""
    faces, (width, height) = recording.faces, _SMALLEST_GROUND
    if not len(faces):
        return width, height
    right, bottom = (faces["x"] + faces["width"]).max(), (faces["y"] + faces["height"]).max()
    return max(width, int(right) + 1), max(height, int(bottom) + 1)


assert LABELS[: len(EMOTIONS)] == EMOTIONS, "an index into LABELS is an Emotion"
