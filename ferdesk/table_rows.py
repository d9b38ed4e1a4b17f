"""The whole rows of a table that is there already, in each of its forms: what files they are of, and a copy of some."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from ferdesk.row import COLUMNS, csv_cell
from ferdesk.tables import TableError

_FOREIGN = "it is no table of ferdesk label"
_STATUS = COLUMNS.index("status")
_JSON_BEGIN = '{"file": "'

Mark = tuple[str, str]
"""File and status of a row."""


def _text(path: Path, newline: str) -> TextIO:
    """Bytes that are no UTF-8, as of a letter cut in two, can be read so but not written: no kept row holds any."""
    return path.open(encoding="utf-8", errors="surrogateescape", newline=newline)


def _csv_rows(path: Path) -> Iterator[list[str]]:
    """The whole rows below the heading."""
    with _text(path, "") as file:
        reader = csv.reader(file)
        if next(reader, None) != list(COLUMNS):
            raise ValueError(_FOREIGN)
        yield from (row for row in reader if len(row) == len(COLUMNS))


def _csv_marks(path: Path) -> Iterator[Mark]:
    return ((row[0], row[_STATUS]) for row in _csv_rows(path))


def _csv_copy(path: Path, part: Path, without: Collection[str]) -> None:
    with part.open("w", encoding="utf-8", newline="") as copy:
        copy.write(",".join(COLUMNS) + "\n")
        for row in _csv_rows(path):
            if row[0] not in without:
                copy.write(",".join(csv_cell(cell, 0) for cell in row) + "\n")


def _json_rows(path: Path) -> Iterator[tuple[Mark, str]]:
    """Mark and line of each whole row."""
    with _text(path, "\n") as file:
        for line in file:
            if not line.endswith("\n") and _is_cut(line):
                return
            row = json.loads(line)
            if not isinstance(row, dict) or list(row) != list(COLUMNS):
                raise ValueError(_FOREIGN)
            yield (row["file"], row["status"]), line.removesuffix("\n") + "\n"


def _is_cut(line: str) -> bool:
    """Whether a line without end is the beginning of one of our rows, and not somebody else's last line."""
    try:
        json.loads(line)
    except ValueError:
        return line.startswith(_JSON_BEGIN[: len(line)])
    return False


def _json_marks(path: Path) -> Iterator[Mark]:
    return (mark for mark, _ in _json_rows(path))


def _json_copy(path: Path, part: Path, without: Collection[str]) -> None:
    with part.open("w", encoding="utf-8", newline="\n") as copy:
        copy.writelines(line for (name, _), line in _json_rows(path) if name not in without)


def _parquet() -> Any:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise TableError("going on with a .parquet needs pyarrow: pip install pyarrow") from error
    return pyarrow.parquet


def _parquet_marks(path: Path) -> Iterator[Mark]:
    parquet = _parquet()
    with parquet.ParquetFile(path) as file:
        if file.schema_arrow.names != list(COLUMNS):
            raise ValueError(_FOREIGN)
        for batch in file.iter_batches(columns=["file", "status"]):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _parquet_copy(path: Path, part: Path, without: Collection[str]) -> None:
    parquet = _parquet()
    import pyarrow.compute

    left_out = pyarrow.array(sorted(without), pyarrow.string())
    with parquet.ParquetFile(path) as file, parquet.ParquetWriter(part, file.schema_arrow) as copy:
        for batch in file.iter_batches(batch_size=65_536):
            copy.write_batch(batch.filter(pyarrow.compute.invert(pyarrow.compute.is_in(batch.column(0), left_out))))


MARKS: Mapping[str, Callable[[Path], Iterator[Mark]]] = {
    ".csv": _csv_marks,
    ".jsonl": _json_marks,
    ".parquet": _parquet_marks,
}
"""By suffix: the mark of each whole row. What is no table of ours raises ValueError or csv.Error."""

COPIES: Mapping[str, Callable[[Path, Path, Collection[str]], None]] = {
    ".csv": _csv_copy,
    ".jsonl": _json_copy,
    ".parquet": _parquet_copy,
}
"""By suffix: a copy of a table, in the same form, without the rows of some files."""
