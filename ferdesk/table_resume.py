"""Going on with a table of an earlier labelling job: which files it holds, and the table without what is done anew.

Done anew are the last file, for a job that was cut short may have left it half done, and every file that could not be
read, for somebody may have mended it since.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ferdesk.paths import is_there
from ferdesk.table_rows import COPIES, MARKS, Mark
from ferdesk.tables import TABLES, Table, TableError


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
        TableError: unknown suffix, no table of `ferdesk label`, a file that cannot be read or written, or a table that
            was begun in another folder, from where its paths lead.
    """
    suffix = path.suffix.lower()
    if suffix not in TABLES:
        raise TableError(f"{path}: cannot tell the form from the name; end it in {', '.join(TABLES)}")
    part = path.with_name(path.name + ".part")
    try:
        files, doubtful = _read(MARKS[suffix](path))
        _check_place(path, list(files), named)
        anew = {name for name in doubtful if files[name] in named}
        try:
            COPIES[suffix](path, part, anew)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, ValueError, csv.Error) as error:
        raise TableError(f"{path}: cannot be gone on with ({error}); begin again with --force") from error
    return Resumed(TABLES[suffix](path, append=True), frozenset(files[name] for name in files.keys() - anew))


def _check_place(path: Path, files: Sequence[str], named: Collection[str]) -> None:
    """Refuse a table whose relative paths lead nowhere from here: all would be labelled a second time."""
    relative = [Path(name) for name in files if not Path(name).is_absolute()]
    if not relative or any(is_there(name) for name in relative):
        return
    places = (*path.absolute().parents, *map(Path, sorted(named)))
    begun = next((place for place in places if is_there(place / relative[0])), None)
    where = "the folder in which it was begun" if begun is None else str(begun)
    raise TableError(
        f"{path}: its paths, such as {relative[0]}, lead nowhere from the present folder, so that files would be "
        f"labelled twice; go on from {where}, or write another table"
    )


def _read(marks: Iterator[Mark]) -> tuple[dict[str, str], set[str]]:
    """The absolute path of each file, and the files that may not be whole."""
    files: dict[str, str] = {}
    doubtful: set[str] = set()
    for name, status in marks:
        if name not in files:
            files[name] = str(Path(name).absolute())
        if status == "unreadable":
            doubtful.add(name)
    return files, doubtful | set(list(files)[-1:])
