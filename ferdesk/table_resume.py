"""Going on with a table that an earlier labelling job left: which files it holds, and the table without the last one.

The last file is labelled again, for a job that was cut short may have left it half done.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ferdesk.row import COLUMNS, csv_cell
from ferdesk.tables import TABLES, Table, TableError


@dataclass(frozen=True)
class Resumed:
    """A table that is open for more rows."""

    table: Table
    files: frozenset[str]
    """The files that it holds whole, as absolute paths."""


def resume_table(path: Path) -> Resumed:
    """Open the table for appending, after the rows of its last file, and any cut line, were taken out.

    Raises:
        TableError: unknown suffix, no table of `ferdesk label`, or a file that cannot be read or written.
    """
    suffix = path.suffix.lower()
    if suffix not in TABLES:
        raise TableError(f"{path}: cannot tell the form from the name; end it in {', '.join(TABLES)}")
    try:
        files = list(dict.fromkeys(_FILES[suffix](path)))
        if files:
            part = path.with_name(path.name + ".part")
            _COPIES[suffix](path, part, files.pop())
            part.replace(path)
    except (OSError, ValueError, csv.Error) as error:
        raise TableError(f"{path}: cannot be gone on with ({error}); begin again with --force") from error
    return Resumed(TABLES[suffix](path, append=True), frozenset(str(Path(name).absolute()) for name in files))


def _csv_rows(path: Path) -> Iterator[list[str]]:
    """The whole rows, the head included."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if next(reader, None) != list(COLUMNS):
            raise ValueError("it is no table of ferdesk label")
        yield list(COLUMNS)
        yield from (row for row in reader if len(row) == len(COLUMNS))


def _csv_files(path: Path) -> Iterator[str]:
    rows = _csv_rows(path)
    next(rows)
    return (row[0] for row in rows)


def _csv_copy(path: Path, part: Path, without: str) -> None:
    with part.open("w", encoding="utf-8", newline="") as copy:
        for row in _csv_rows(path):
            if row[0] != without:
                copy.write(",".join(csv_cell(cell, 0) for cell in row) + "\n")


def _json_rows(path: Path) -> Iterator[tuple[str, str]]:
    """File and line of each whole row."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            if not line.endswith("\n"):
                return
            row = json.loads(line)
            if not isinstance(row, dict) or list(row) != list(COLUMNS):
                raise ValueError("it is no table of ferdesk label")
            yield row["file"], line


def _json_files(path: Path) -> Iterator[str]:
    return (name for name, _ in _json_rows(path))


def _json_copy(path: Path, part: Path, without: str) -> None:
    with part.open("w", encoding="utf-8", newline="\n") as copy:
        copy.writelines(line for name, line in _json_rows(path) if name != without)


def _parquet() -> Any:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise TableError("going on with a .parquet needs pyarrow: pip install pyarrow") from error
    return pyarrow.parquet


def _parquet_files(path: Path) -> Iterator[str]:
    parquet = _parquet()
    with parquet.ParquetFile(path) as file:
        if file.schema_arrow.names != list(COLUMNS):
            raise ValueError("it is no table of ferdesk label")
        for batch in file.iter_batches(columns=["file"]):
            yield from batch.column(0).to_pylist()


def _parquet_copy(path: Path, part: Path, without: str) -> None:
    parquet = _parquet()
    import pyarrow.compute

    with parquet.ParquetFile(path) as file, parquet.ParquetWriter(part, file.schema_arrow) as copy:
        for batch in file.iter_batches(batch_size=65_536):
            copy.write_batch(batch.filter(pyarrow.compute.not_equal(batch.column(0), without)))


_FILES: dict[str, Callable[[Path], Iterator[str]]] = {
    ".csv": _csv_files,
    ".jsonl": _json_files,
    ".parquet": _parquet_files,
}
_COPIES: dict[str, Callable[[Path, Path, str], None]] = {
    ".csv": _csv_copy,
    ".jsonl": _json_copy,
    ".parquet": _parquet_copy,
}
