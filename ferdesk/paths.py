"""Paths as people write them: looked at in words, also where one may not look, and without a home that nobody has."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from ferdesk.errors import FerdeskError


def home_path(text: str | Path) -> Path:
    """`~` is the home folder; a path stays as it is where that means nobody's: a file may be called `~backup.mp4`."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def holds(question: Callable[[], bool]) -> bool:
    """The answer of the disk; False where nobody may look, which whoever opens the path is told."""
    with contextlib.suppress(OSError):
        return question()
    return False


def is_there(path: Path) -> bool:
    """Whether something lies there, as `holds`."""
    return holds(path.exists)


def is_folder(path: Path) -> bool:
    """Whether a folder lies there, as `holds`."""
    return holds(path.is_dir)


def is_file(path: Path) -> bool:
    """Whether a file lies there, as `holds`."""
    return holds(path.is_file)


def for_ffmpeg(path: Path, kind: type[FerdeskError] = FerdeskError) -> str:
    """`path` as OpenCV's FFmpeg has to be given it: absolute, for `12:30.mp4` by itself is an address to FFmpeg.

    A `kind` for a name that is no Unicode, as of an old archive: OpenCV would end the whole process on it.
    """
    try:
        path.absolute().as_posix().encode()
    except UnicodeEncodeError as error:
        raise kind(f"{path}: videos need a name that is valid Unicode; rename it, or the folder it is in") from error
    return str(path.absolute())


@contextlib.contextmanager
def looking_at(path: Path, kind: type[FerdeskError] = FerdeskError) -> Iterator[None]:
    """Questions about `path` whose failure, as in a folder that may not be entered, becomes a `kind`."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise kind(f"{path}: cannot be looked at ({reason}); check the path and who may read it") from error
