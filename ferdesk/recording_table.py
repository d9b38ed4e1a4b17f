"""A recording's tables as columns of numpy: read from csv or Parquet, written as csv, JSON Lines or Parquet."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ferdesk.errors import FerdeskError
from ferdesk.recording_columns import Cell, Column, csv_header
from ferdesk.row import csv_cell

EMPTY = -1
"""What an empty cell of whole numbers is read as; of numbers it is NaN, of text ""."""


class RecordingError(FerdeskError):
    """A recording that is not there, is damaged or cannot be written."""


class Columns:
    """A table by columns, all of one length: int64 for whole numbers, float64 for numbers, object (str) for text."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._arrays = dict(arrays)

    def __len__(self) -> int:
        return len(next(iter(self._arrays.values()), ()))

    def __getitem__(self, name: str) -> NDArray[Any]:
        """The column of that name."""
        return self._arrays[name]

    def pick(self, rows: NDArray[Any]) -> Columns:
        """Only the rows that a mask or an array of indices names."""
        return Columns({name: array[rows] for name, array in self._arrays.items()})

    def extended(self, name: str, array: NDArray[Any]) -> Columns:
        """With one more column."""
        return Columns(self._arrays | {name: array})


def read_csv(path: Path, columns: Sequence[Column[Any]]) -> Columns:
    """Read a table of the recorder's, without a last line that a kill has cut short.

    Columns that a file lacks, because an earlier version wrote it, are empty. Raises RecordingError.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise RecordingError(f"{path}: cannot be read ({error.strerror}); the recording is incomplete") from error
    whole = text[: text.rfind(b"\n") + 1].decode("utf-8", "replace")
    try:
        header, *rows = list(csv.reader(whole.split("\n")[:-1])) or [[]]
    except csv.Error as error:
        raise RecordingError(f"{path}: cannot be read as csv ({error}); the file is damaged") from error
    if whole and columns[0].name not in header:
        raise RecordingError(f"{path}: line 1 does not name the columns of a recording; the file is damaged")
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise RecordingError(f"{path}: line {number} has {len(row)} cells, not {len(header)}; the file is damaged")
    cells = dict(zip(header, zip(*rows, strict=True), strict=True)) if rows else {}
    empty = ("",) * len(rows)
    return Columns({column.name: _parsed(path, column, cells.get(column.name, empty)) for column in columns})


def read_parquet(path: Path, columns: Sequence[Column[Any]]) -> Columns:
    """As `read_csv`, of a Parquet file."""
    arrow = load_pyarrow(path, "reading")
    try:
        table = arrow.parquet.read_table(path)
    except (OSError, ValueError, arrow.ArrowException) as error:
        raise RecordingError(f"{path}: cannot be read, it is damaged ({error})") from error
    empty = [None] * table.num_rows
    found = {name: table.column(name).to_pylist() for name in table.column_names}
    return Columns({column.name: _array(column, found.get(column.name, empty)) for column in columns})


def write_table(path: Path, columns: Sequence[Column[Any]], table: Columns) -> None:
    """Write .csv, .jsonl or .parquet, whole or not at all, in place of what is there. Raises RecordingError."""
    write = {".csv": _write_csv, ".jsonl": _write_json_lines, ".parquet": _write_parquet}[path.suffix.lower()]
    partial = path.with_name(path.name + ".part")
    try:
        write(partial, columns, table)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise RecordingError(f"{path}: cannot be written ({error.strerror or error})") from error


def _write_csv(path: Path, columns: Sequence[Column[Any]], table: Columns) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(csv_header(columns))
        file.writelines(
            ",".join(csv_cell(cell, column.decimals) for column, cell in zip(columns, row, strict=True)) + "\n"
            for row in zip(*(_cells(column, table) for column in columns), strict=True)
        )


def _write_json_lines(path: Path, columns: Sequence[Column[Any]], table: Columns) -> None:
    names = [column.name for column in columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in zip(*(_cells(column, table) for column in columns), strict=True):
            file.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, allow_nan=False) + "\n")


def _write_parquet(path: Path, columns: Sequence[Column[Any]], table: Columns) -> None:
    arrow = load_pyarrow(path.with_suffix(""), "writing")
    types = {"text": arrow.string(), "whole": arrow.int64(), "number": arrow.float64()}
    schema = arrow.schema([(column.name, types[column.kind]) for column in columns])
    arrays = {column.name: _cells(column, table) for column in columns}
    arrow.parquet.write_table(arrow.Table.from_pydict(arrays, schema=schema), path)


def _cells(column: Column[Any], table: Columns) -> list[Cell]:
    """The column for writing, with None where it is empty."""
    values = table[column.name].tolist()
    if column.kind == "text":
        return [value or None for value in values]
    if column.kind == "whole":
        return [None if value == EMPTY else value for value in values]
    return [None if math.isnan(value) else round(value, column.decimals) for value in values]


def _parsed(path: Path, column: Column[Any], cells: Sequence[str]) -> NDArray[Any]:
    try:
        return _array(column, [cell or None for cell in cells])
    except ValueError as error:
        raise RecordingError(f"{path}: column {column.name} holds what is no number; the file is damaged") from error


def _array(column: Column[Any], cells: Sequence[Any]) -> NDArray[Any]:
    if column.kind == "text":
        return np.array(["" if cell is None else str(cell) for cell in cells], object)
    if column.kind == "whole":
        return np.array([EMPTY if cell is None else int(cell) for cell in cells], np.int64)
    return np.array([math.nan if cell is None else float(cell) for cell in cells], np.float64)


def load_pyarrow(path: Path, doing: str) -> Any:
    """The module pyarrow; RecordingError where it is not installed, which says what cannot be done to `path`."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise RecordingError(f"{path}: {doing} .parquet needs pyarrow: pip install pyarrow") from error
    return pyarrow
