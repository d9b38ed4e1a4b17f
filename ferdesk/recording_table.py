"""A recording's tables as columns of numpy: read from Parquet, written as csv, JSON Lines or Parquet."""

from __future__ import annotations

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


def read_parquet(path: Path, columns: Sequence[Column[Any]]) -> Columns:
    """As `recording_csv.read_csv`, of a Parquet file."""
    arrow = load_pyarrow(path, "reading")
    try:
        table = arrow.parquet.read_table(path)
        return Columns({column.name: _from_arrow(arrow, table, column) for column in columns})
    except (OSError, ValueError, arrow.ArrowException) as error:
        raise RecordingError(f"{path}: cannot be read, it is damaged ({error})") from error


def _from_arrow(arrow: Any, table: Any, column: Column[Any]) -> NDArray[Any]:
    kind, empty, dtype = {
        "text": (arrow.string(), "", object),
        "whole": (arrow.int64(), EMPTY, np.int64),
        "number": (arrow.float64(), math.nan, np.float64),
    }[column.kind]
    if column.name not in table.column_names:
        return np.full(table.num_rows, empty, dtype)
    return np.array(table.column(column.name).cast(kind).fill_null(empty).to_numpy(), dtype)


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


def load_pyarrow(path: Path, doing: str) -> Any:
    """The module pyarrow; RecordingError where it is not installed, which says what cannot be done to `path`."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise RecordingError(f"{path}: {doing} .parquet needs pyarrow: pip install pyarrow") from error
    return pyarrow
