"""Paths as people write them: looked at in words, also where one may not look, and without a home that nobody has."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from ferdesk.errors import FerdeskError


def home_path(text: str | Path) -> Path:
    """`~` is the home folder; a path stays as it is where that means nobody's: a file may be called `~backup.mp4`."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def is_there(path: Path) -> bool:
    """Whether something lies there; False where nobody may look, which whoever opens it is told."""
    with contextlib.suppress(OSError):
        return path.exists()
    return False


def is_folder(path: Path) -> bool:
    """Whether a folder lies there, as `is_there`."""
    with contextlib.suppress(OSError):
        return path.is_dir()
    return False


def is_file(path: Path) -> bool:
    """Whether a file lies there, as `is_there`."""
    with contextlib.suppress(OSError):
        return path.is_file()
    return False


@contextlib.contextmanager
def looking_at(path: Path, kind: type[FerdeskError] = FerdeskError) -> Iterator[None]:
    """Questions about `path` whose failure, as in a folder that may not be entered, becomes a `kind`."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise kind(f"{path}: cannot be looked at ({reason}); check the path and who may read it") from error
