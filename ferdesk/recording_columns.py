"""The columns of a recording's tables, declared once each: what they are called, hold and mean."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, Literal, TypeVar

from ferdesk.emotions import EMOTIONS, UNSURE
from ferdesk.neutral import Phase
from ferdesk.row import csv_cell, unicode_text
from ferdesk.types import Face, Scores
from ferdesk.valence import valence

Cell = str | int | float | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Moment:
    """A recorded frame."""

    frame: int
    """From 0, counted by the recording."""
    seconds: float
    """Since the recording's first frame; always increases."""
    time: str
    """When the frame was read: ISO 8601, UTC, milliseconds."""
    source_frame: int
    source_seconds: float
    """The source's own count and clock. They begin anew where a camera was lost and came back."""
    faces: int
    width: int
    height: int
    """Of the frame in pixels: the ground on which the boxes of its faces lie."""


@dataclass(frozen=True, slots=True, eq=False)
class FaceMoment:
    """A face on a recorded frame."""

    moment: Moment
    face: Face


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened while recording."""

    seconds: float
    """On the clock of `Moment.seconds`."""
    time: str
    kind: str
    """`mark`: a note that somebody made; `name`: `track` got the name `text`; `source`: lost or back, in words;
    `picture`: from now on the one called `text` is on show."""
    track: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column of a table whose rows are made of T."""

    name: str
    kind: Literal["text", "whole", "number"]
    help: str
    read: Callable[[T], Any]
    decimals: int = 4
    """Of a `number`. Milliseconds, tenths of a pixel, ten-thousandths of a score: the rest is noise."""

    def cell(self, row: T) -> Cell:
        """The row's value, rounded; None is an empty cell."""
        value = self.read(row)
        if value is None:
            return None
        if self.kind == "text":
            return " ".join(unicode_text(str(value)).split())  # a row is a line, also where somebody typed two
        if self.kind == "whole":
            return int(value)
        return round(float(value), self.decimals) if math.isfinite(value) else None


def csv_header(columns: Iterable[Column[T]]) -> str:
    """The first line of a csv file."""
    return ",".join(column.name for column in columns) + "\n"


def csv_line(columns: Iterable[Column[T]], row: T) -> str:
    """A row as a line of csv."""
    return ",".join(csv_cell(column.cell(row), column.decimals) for column in columns) + "\n"


def _score_columns(prefix: str, kind: str, read: Callable[[FaceMoment], Scores | None]) -> list[Column[FaceMoment]]:
    def score(index: int) -> Callable[[FaceMoment], float | None]:
        return lambda row: None if (scores := read(row)) is None else float(scores[index])

    return [
        Column(prefix + emotion, "number", f"{kind} score of {emotion}, 0..1", score(index))
        for index, emotion in enumerate(EMOTIONS)
    ]


def _valence(row: FaceMoment) -> float | None:
    return None if row.face.smoothed is None else float(valence(row.face.smoothed))


def _emotion(row: FaceMoment) -> str | None:
    if row.face.smoothed is None:
        return None
    return UNSURE if row.face.emotion is None else row.face.emotion.label


def _flaws(row: FaceMoment) -> str | None:
    return None if row.face.quality is None else " ".join(row.face.quality.flaws) or None


def _neutral_calibrated(row: FaceMoment) -> bool:
    return row.face.neutral is not None and row.face.neutral.phase is Phase.ON


# A new field of faces is a new line here: the recorder writes it, the reader reads it, the export carries it.
FACE_COLUMNS: Sequence[Column[FaceMoment]] = (
    Column("frame", "whole", "the recorded frame, from 0", attrgetter("moment.frame")),
    Column("seconds", "number", "since the first recorded frame", attrgetter("moment.seconds"), 3),
    Column("time", "text", "when the frame was read, UTC", attrgetter("moment.time")),
    Column("track", "whole", "one person while they stay in view, from 1", attrgetter("face.track")),
    Column("x", "number", "left edge of the box in pixels", attrgetter("face.box.x"), 1),
    Column("y", "number", "upper edge of the box in pixels", attrgetter("face.box.y"), 1),
    Column("width", "number", "of the box in pixels", attrgetter("face.box.width"), 1),
    Column("height", "number", "of the box in pixels", attrgetter("face.box.height"), 1),
    Column("detector_score", "number", "how sure the detector was, 0..1", attrgetter("face.detector_score")),
    Column("emotion", "text", "the label shown, or unsure", _emotion),
    Column("confidence", "number", "score of the label; of an unsure face the highest", attrgetter("face.confidence")),
    *_score_columns("", "smoothed", lambda row: row.face.smoothed),
    *_score_columns("raw_", "the frame's own", lambda row: row.face.scores),
    Column("valence", "number", "happy minus the strongest of sad, angry, fear and disgust, -1..1", _valence),
    Column("flaws", "text", "what makes the face hard to read: small dark bright flat blurred turned tilted", _flaws),
    Column("neutral_calibrated", "whole", "1: smoothed scores are corrected for a neutral face", _neutral_calibrated),
)
"""faces.csv: a row a face a frame."""

FRAME_COLUMNS: Sequence[Column[Moment]] = (
    Column("frame", "whole", "from 0; frame n is the n-th picture of the video", attrgetter("frame")),
    Column("seconds", "number", "since the first recorded frame", attrgetter("seconds"), 3),
    Column("time", "text", "when the frame was read, UTC", attrgetter("time")),
    Column("source_frame", "whole", "the source's own count", attrgetter("source_frame")),
    Column("source_seconds", "number", "the source's own clock", attrgetter("source_seconds"), 3),
    Column("faces", "whole", "how many faces were found", attrgetter("faces")),
    Column("width", "whole", "of the frame in pixels", attrgetter("width")),
    Column("height", "whole", "of the frame in pixels", attrgetter("height")),
)
"""frames.csv: a row a frame, also where nobody was in view."""

EVENT_COLUMNS: Sequence[Column[Event]] = (
    Column("seconds", "number", "since the first recorded frame", attrgetter("seconds"), 3),
    Column("time", "text", "UTC", attrgetter("time")),
    Column("kind", "text", "mark, name, source, picture, or unmark: the last mark does not count", attrgetter("kind")),
    Column("track", "whole", "whom it concerns", attrgetter("track")),
    Column("text", "text", "the note, the name, what became of the source, the picture", attrgetter("text")),
)
"""events.csv: a row an event."""

NO_MARKS = ("name", "picture")
"""Kinds of events that charts and players do not number and draw no line for."""
