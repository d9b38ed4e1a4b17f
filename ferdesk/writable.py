"""Whether something can be written, asked before the work whose results are to go there."""

from __future__ import annotations

import os
from pathlib import Path

from ferdesk.errors import FerdeskError
from ferdesk.paths import looking_at


def check_folder(path: Path) -> None:
    """Refuse a folder that is a file, lies in one, or may not be written to; it need not exist yet.

    Raises:
        FerdeskError: it is so.
    """
    with looking_at(path):
        there = next(place for place in (path, *path.absolute().parents) if place.exists())
        if not there.is_dir():
            raise FerdeskError(f"{path}: {there} is a file and no folder; choose another place")
    if not os.access(there, os.W_OK | os.X_OK):
        raise FerdeskError(f"{path}: nothing may be written in {there}; choose another place")


def check_file(path: Path) -> None:
    """Refuse a file that is a folder, may not be written to, or whose folder is not there or takes no new file.

    Raises:
        FerdeskError: it is so.
    """
    with looking_at(path):
        if path.is_dir():
            raise FerdeskError(f"{path} is a folder; name the file to write in it")
        if not path.absolute().parent.exists():
            raise FerdeskError(f"{path}: there is no folder {path.parent}; make it first, or choose another place")
        is_new = not path.exists()
    if is_new:
        check_folder(path.absolute().parent)
    elif not os.access(path, os.W_OK):  # /dev/stdout and the like may be written in a folder that may not
        raise FerdeskError(f"{path}: may not be written; choose another place")
