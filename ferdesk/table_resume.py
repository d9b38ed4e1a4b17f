"""Going on with a table of an earlier labelling job: which files it holds, and the table without what is done anew.

Done anew are the last file, for a job that was cut short may have left it half done, and every file that could not be
read, for somebody may have mended it since.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from ferdesk.row import COLUMNS, csv_cell
from ferdesk.tables import TABLES, Table, TableError

_FOREIGN = "it is no table of ferdesk label"
_STATUS = COLUMNS.index("status")
_JSON_BEGIN = '{"file": "'

_Mark = tuple[str, str]
"""File and status of a row."""


@dataclass(frozen=True)
class Resumed:
    """A table that is open for more rows."""

    table: Table
    files: frozenset[str]
    """The files that it holds whole, as absolute paths."""


def resume_table(path: Path, named: Collection[str]) -> Resumed:
    """Open the table for appending, after any cut line was taken out, and the rows of all files that are done anew.

    `named` are the absolute paths that the job labels; rows of other files stay, for nobody would write them again.

    Raises:
        TableError: unknown suffix, no table of `ferdesk label`, or a file that cannot be read or written.
    """
    suffix = path.suffix.lower()
    if suffix not in TABLES:
        raise TableError(f"{path}: cannot tell the form from the name; end it in {', '.join(TABLES)}")
    part = path.with_name(path.name + ".part")
    try:
        files, doubtful = _read(_MARKS[suffix](path))
        anew = {name for name in doubtful if files[name] in named}
        try:
            _COPIES[suffix](path, part, anew)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, ValueError, csv.Error) as error:
        raise TableError(f"{path}: cannot be gone on with ({error}); begin again with --force") from error
    return Resumed(TABLES[suffix](path, append=True), frozenset(files[name] for name in files.keys() - anew))


def _read(marks: Iterator[_Mark]) -> tuple[dict[str, str], set[str]]:
    """The absolute path of each file, and the files that may not be whole."""
    files: dict[str, str] = {}
    doubtful: set[str] = set()
    for name, status in marks:
        if name not in files:
            files[name] = str(Path(name).absolute())
        if status == "unreadable":
            doubtful.add(name)
    return files, doubtful | set(list(files)[-1:])


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


def _csv_marks(path: Path) -> Iterator[_Mark]:
    return ((row[0], row[_STATUS]) for row in _csv_rows(path))


def _csv_copy(path: Path, part: Path, without: Collection[str]) -> None:
    with part.open("w", encoding="utf-8", newline="") as copy:
        copy.write(",".join(COLUMNS) + "\n")
        for row in _csv_rows(path):
            if row[0] not in without:
                copy.write(",".join(csv_cell(cell, 0) for cell in row) + "\n")


def _json_rows(path: Path) -> Iterator[tuple[_Mark, str]]:
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


def _json_marks(path: Path) -> Iterator[_Mark]:
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


def _parquet_marks(path: Path) -> Iterator[_Mark]:
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


_MARKS: dict[str, Callable[[Path], Iterator[_Mark]]] = {
    ".csv": _csv_marks,
    ".jsonl": _json_marks,
    ".parquet": _parquet_marks,
}
_COPIES: dict[str, Callable[[Path, Path, Collection[str]], None]] = {
    ".csv": _csv_copy,
    ".jsonl": _json_copy,
    ".parquet": _parquet_copy,
}
