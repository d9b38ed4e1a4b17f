"""Row: one line of the labeller's output, and how its cells are rounded and spelled in every kind of table."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any, Literal

Status = Literal["ok", "no_face", "unreadable"]
"""A face; a picture or frame without one; a file, or a part of it, that could not be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One face, or the word that there is none. None is an empty cell; the fields are the columns, in their order."""

    file: str
    """The path as it was given; for files found in a folder, the folder as given and what lies below it."""
    frame: int | None = None
    """From 0. 0 for pictures."""
    seconds: float | None = None
    """Media time of the frame. 0 for pictures."""
    track: int | None = None
    """One person within one video, from 1; of a picture the number of the face, the largest first."""
    x: float | None = None
    """Left edge of the box in pixels of the upright frame; may lie outside it."""
    y: float | None = None
    width: float | None = None
    height: float | None = None
    detector_score: float | None = None
    """0..1."""
    emotion: str | None = None
    """One of the seven, or `unsure`."""
    confidence: float | None = None
    """0..1, the score of `emotion`; where that is `unsure`, the highest score."""
    angry: float | None = None
    """The seven scores, 0..1, adding up to 1."""
    disgust: float | None = None
    fear: float | None = None
    happy: float | None = None
    sad: float | None = None
    surprise: float | None = None
    neutral: float | None = None
    status: Status = "ok"
    error: str | None = None
    """Why a file or frame is `unreadable`, in words."""


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Row))
TEXT_COLUMNS = frozenset({"file", "emotion", "status", "error"})
WHOLE_COLUMNS = frozenset({"frame", "track"})

# Milliseconds, tenths of a pixel, ten-thousandths of a probability: finer digits are noise of the detector.
_DECIMALS = {name: 4 for name in COLUMNS if name not in TEXT_COLUMNS | WHOLE_COLUMNS}
_DECIMALS |= {"seconds": 3, "x": 1, "y": 1, "width": 1, "height": 1}


def row_values(row: Row) -> dict[str, str | int | float | None]:
    """The cells by column, rounded alike for every kind of table, text as valid Unicode."""
    return {name: _value(name, getattr(row, name)) for name in COLUMNS}


def csv_line(row: Row) -> str:
    """The row as a line of csv, numbers with a fixed count of decimals, cells in quotes where they must be."""
    return ",".join(csv_cell(value, _DECIMALS.get(name, 0)) for name, value in row_values(row).items()) + "\n"


def _value(name: str, value: Any) -> str | int | float | None:
    if value is None:
        return None
    if name in TEXT_COLUMNS:
        return unicode_text(str(value))
    if name in WHOLE_COLUMNS:
        return int(value)
    return round(float(value), _DECIMALS[name]) if math.isfinite(value) else None  # JSON knows no NaN


def unicode_text(text: str) -> str:
    """`text` as valid Unicode: a name that is none on disk comes with lone surrogates, which UTF-8 cannot hold."""
    return text.encode("utf-8", "backslashreplace").decode()


def csv_cell(value: str | int | float | None, decimals: int) -> str:
    """A cell of csv: floats with `decimals`, None empty, text in quotes where it must be."""
    if isinstance(value, float):
        return f"{value:.{decimals}f}"
    text = "" if value is None else str(value)
    # By hand: before Python 3.13 the csv module leaves a lone carriage return bare, and its own reader splits there.
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text
