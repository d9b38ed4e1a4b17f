"""A recording's csv tables read as columns of numpy: an hour's rows in a second and little memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from ferdesk.recording_columns import Column
from ferdesk.recording_table import EMPTY, Columns, RecordingError

_BLOCK = 256
"""Rows that are parsed together. While numpy parses no other thread goes on: 2 ms, which no window notices."""
_BUFFER = 1 << 20
"""Bytes that are read together. At each reading a thread that waits for its turn begins to wait anew, so that with the
usual 8 kB a window may not get any for 80 ms.
"""

Arrays = list[NDArray[Any]]


def read_csv(path: Path, columns: Sequence[Column[Any]]) -> Columns:
    """Read a table of the recorder's, without a last line that a kill has cut short.

    Columns that a file lacks, because an earlier version wrote it, are empty. Raises RecordingError.
    """
    try:
        with path.open("rb", _BUFFER) as file:
            lines = _whole_lines(file)
            header = next(lines, None)
            reader = _Reader(path, columns, (header or "").split(","))
            if header is not None and columns[0].name not in reader.header:
                raise RecordingError(f"{path}: line 1 does not name the columns of a recording; the file is damaged")
            return reader.read(lines)
    except OSError as error:
        raise RecordingError(f"{path}: cannot be read ({error.strerror}); the recording is incomplete") from error
    except csv.Error as error:
        raise RecordingError(f"{path}: cannot be read as csv ({error}); the file is damaged") from error


def _whole_lines(file: BinaryIO) -> Iterator[str]:
    for line in file:
        if line.endswith(b"\n"):
            yield line[:-1].decode("utf-8", "replace")


class _Reader:
    def __init__(self, path: Path, columns: Sequence[Column[Any]], header: list[str]) -> None:
        self.header = header
        self._path = path
        self._columns = columns
        self._place = {name: place for place, name in enumerate(header)}
        known = [column for column in columns if column.name in self._place]
        self._numbers = [self._place[column.name] for column in known if column.kind != "text"]
        self._row_of_number = {place: row for row, place in enumerate(self._numbers)}
        self._texts = max((self._place[column.name] for column in known if column.kind == "text"), default=-1) + 1
        self._memory: dict[str, str] = {}

    def read(self, lines: Iterator[str]) -> Columns:
        blocks = [[self._array(column, ()) for column in self._columns]]
        number = 2
        while block := list(islice(lines, _BLOCK)):
            blocks.append(self._plain(block) or self._any(block, number))
            number += len(block)
        arrays = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
        return Columns({column.name: array for column, array in zip(self._columns, arrays, strict=True)})

    def _plain(self, block: list[str]) -> Arrays | None:
        """Lines without quotes, gaps and damage, as nearly all are, are left to numpy's own fast parser."""
        commas = len(self.header) - 1
        if not self._numbers or any(line.count(",") != commas or '"' in line for line in block):
            return None
        try:
            numbers = np.loadtxt(block, np.float64, delimiter=",", comments=None, usecols=self._numbers, ndmin=2).T
        except ValueError:
            return None  # empty cells, or no numbers at all
        cells = list(zip(*(line.split(",", self._texts)[: self._texts] for line in block), strict=True))
        arrays = [self._from_block(column, numbers, cells, len(block)) for column in self._columns]
        return None if any(array is None for array in arrays) else [a for a in arrays if a is not None]

    def _from_block(
        self, column: Column[Any], numbers: NDArray[np.float64], cells: list[tuple[str, ...]], rows: int
    ) -> NDArray[Any] | None:
        place = self._place.get(column.name)
        if place is None:
            return self._array(column, ("",) * rows)
        if column.kind == "text":
            return self._array(column, cells[place])
        values = np.array(numbers[self._row_of_number[place]])
        if column.kind == "number":
            return values
        whole: NDArray[np.int64] = np.nan_to_num(values).astype(np.int64)
        return whole if np.array_equal(whole, values) else None

    def _any(self, block: list[str], number: int) -> Arrays:
        rows = list(csv.reader(block))
        for line, row in enumerate(rows, number):
            if len(row) != len(self.header):
                cells = f"{len(row)} cells, not {len(self.header)}"
                raise RecordingError(f"{self._path}: line {line} has {cells}; the file is damaged")
        columns, empty = list(zip(*rows, strict=True)), ("",) * len(rows)
        return [
            self._array(column, empty if (place := self._place.get(column.name)) is None else columns[place])
            for column in self._columns
        ]

    def _array(self, column: Column[Any], cells: Sequence[str]) -> NDArray[Any]:
        """Cells as an array. Equal texts become one object."""
        if column.kind == "text":
            return np.array([self._memory.setdefault(cell, cell) for cell in cells], object)
        kind: type[int] | type[float]
        kind, empty = (int, str(EMPTY)) if column.kind == "whole" else (float, "nan")
        try:
            numbers = [kind(cell or empty) for cell in cells]
        except ValueError as error:
            told = f"{self._path}: column {column.name} holds what is no number; the file is damaged"
            raise RecordingError(told) from error
        return np.array(numbers, np.int64 if kind is int else np.float64)
