"""The labeller's output files: csv, JSON Lines and Parquet writers that a crash cannot leave broken.

Each table belongs to one thread. csv and JSON Lines are written in whole lines and flushed at every `write`. Parquet
has its index at the end, so a half-written file cannot be read: `ParquetTable` therefore replaces the file by a longer
one, whole each time, every second or so. After a kill the file holds every row but those of the last pause.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from ferdesk.errors import FerdeskError
from ferdesk.lines import LineFile
from ferdesk.paths import looking_at
from ferdesk.row import COLUMNS, TEXT_COLUMNS, WHOLE_COLUMNS, Row, csv_line, row_values

__all__ = [
    "TABLES", "CsvTable", "JsonLinesTable", "ParquetTable", "Row", "Table", "TableError", "free_output", "open_table",
]  # fmt: skip


class TableError(FerdeskError):
    """An output file that cannot be made or written to."""


class Table(Protocol):
    """Takes rows while it is open; a context manager. Leaving it completes the file, also after an exception.

    All are made with `append` to go on with a file of theirs; see `ferdesk.table_resume`.
    """

    def write(self, rows: Sequence[Row]) -> None:
        """Append `rows`. TableError where the file cannot take them."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_table(path: Path | None, *, overwrite: bool = False) -> Table:
    """The table that `path`'s suffix asks for; csv on standard output for None.

    Raises:
        TableError: unknown suffix, a file that exists (unless `overwrite`), a folder that does not, no pyarrow.
    """
    if path is None:
        return CsvTable(None)
    kind = TABLES[free_output(path, tuple(TABLES), overwrite=overwrite)]
    return kind(path)


def free_output(path: Path, suffixes: Sequence[str], *, overwrite: bool = False) -> str:
    """The suffix of an output file that may be written; TableError as `open_table` raises it where it may not."""
    suffix = path.suffix.lower()
    if suffix not in suffixes:
        raise TableError(f"{path}: cannot tell the form from the name; end it in {', '.join(suffixes)}")
    with looking_at(path, TableError):
        if path.is_dir():
            raise TableError(f"{path}: a folder; name a file in it")
        if path.exists() and not overwrite:
            raise TableError(f"{path}: exists already; choose another name, or replace it with --force")
        if not path.parent.is_dir():
            raise TableError(f"{path}: the folder {path.parent} does not exist; make it first")
    return suffix


class _Lines:
    """What csv and JSON Lines share: whole lines of UTF-8, out of the process at every `write`."""

    def __init__(self, path: Path | None, *, append: bool = False) -> None:
        self._name = "standard output" if path is None else str(path)
        try:
            self._file = LineFile(path, grow=append)
        except OSError as error:
            raise TableError(f"{path}: cannot be written ({error.strerror})") from error

    def write(self, rows: Sequence[Row]) -> None:
        """Append `rows` and hand them to the operating system."""
        self._append("".join(self._line(row) for row in rows))

    def _line(self, row: Row) -> str:
        raise NotImplementedError

    def _append(self, text: str) -> None:
        try:
            self._file.append(text)
        except BrokenPipeError:
            raise  # `ferdesk label … | head` ends quietly
        except OSError as error:
            raise TableError(f"{self._name}: cannot be written further ({error.strerror})") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


class CsvTable(_Lines):
    """Comma-separated UTF-8 without a byte order mark, lines end in a line feed, names with commas in quotes."""

    def __init__(self, path: Path | None, *, append: bool = False) -> None:
        super().__init__(path, append=append)
        if not append:
            self._append(",".join(COLUMNS) + "\n")

    def _line(self, row: Row) -> str:
        return csv_line(row)


class JsonLinesTable(_Lines):
    """One JSON object a line, all columns in each, null for an empty cell."""

    def _line(self, row: Row) -> str:
        return json.dumps(row_values(row), ensure_ascii=False, allow_nan=False) + "\n"


class ParquetTable:
    """Parquet through pyarrow. Rows wait for a pause to end, and then a new, complete file takes the old one's place.

    A pause lasts a second at least, and twenty times what the last replacement took, so that the copying costs at most
    5 % of the time however long the table grows.
    """

    def __init__(self, path: Path, *, append: bool = False) -> None:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            raise TableError(
                f"{path}: writing .parquet needs pyarrow: pip install pyarrow; or end the name in .csv or .jsonl"
            ) from error
        self._arrow: Any = pyarrow
        self._path = path
        self._part = path.with_name(path.name + ".part")
        self._schema = pyarrow.schema([(name, _arrow_type(pyarrow, name)) for name in COLUMNS])
        self._waiting: list[dict[str, str | int | float | None]] = []
        self._due = 0.0
        if not append:
            self._replace(older=False, last=True)

    def write(self, rows: Sequence[Row]) -> None:
        """Keep `rows`, and put all that wait into the file if the pause is over."""
        self._waiting.extend(row_values(row) for row in rows)
        if time.monotonic() >= self._due:
            self._replace(older=True, last=False)

    def _replace(self, *, older: bool, last: bool) -> None:
        began = time.monotonic()
        try:
            self._write_part(older)
        except OSError as error:
            self._part.unlink(missing_ok=True)
            raise TableError(f"{self._path}: cannot be written ({error.strerror or error})") from error
        if self._swap_in(last):
            self._waiting.clear()
        now = time.monotonic()
        self._due = now + max(1.0, 20 * (now - began))

    def _write_part(self, older: bool) -> None:
        parquet = self._arrow.parquet
        with parquet.ParquetWriter(self._part, self._schema) as part:
            if older:
                with parquet.ParquetFile(self._path) as whole:
                    for batch in whole.iter_batches(batch_size=65_536):  # joins the small groups of short pauses
                        part.write_batch(batch)
            part.write_table(self._arrow.Table.from_pylist(self._waiting, schema=self._schema))

    def _swap_in(self, last: bool) -> bool:
        try:
            self._part.replace(self._path)
        except PermissionError as error:  # Windows, while another program has the file open: try at the next pause
            if last:
                raise TableError(f"{self._path}: in use by another program; the table is in {self._part}") from error
            return False
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._waiting:
            self._replace(older=True, last=True)


TABLES: dict[str, type[CsvTable] | type[JsonLinesTable] | type[ParquetTable]] = {
    ".csv": CsvTable,
    ".jsonl": JsonLinesTable,
    ".parquet": ParquetTable,
}
"""Writers by the suffix of the file."""


def _arrow_type(arrow: Any, name: str) -> object:
    if name in TEXT_COLUMNS:
        return arrow.string()
    return arrow.int64() if name in WHOLE_COLUMNS else arrow.float64()
