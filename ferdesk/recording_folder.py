"""The folder of a recording: what its files are called, how it is made, checked and deleted."""

from __future__ import annotations

import contextlib
from pathlib import Path

from ferdesk.recording_table import RecordingError

FACES_FILE, FACES_PARQUET, FRAMES_FILE, EVENTS_FILE, VIDEO_FILE = (
    "faces.csv", "faces.parquet", "frames.csv", "events.csv", "video.mkv",
)  # fmt: skip
META_FILE = "recording.json"
"""By this a recording is known."""
REPORT_FILE = "report.html"
"""The app puts a recording's report beside its tables."""

# recording.json comes last: until everything else is gone the folder stays a recording that can be deleted again.
FILES = (REPORT_FILE, VIDEO_FILE, FACES_FILE, FACES_PARQUET, FRAMES_FILE, EVENTS_FILE, META_FILE)


def paths_of(folder: Path) -> tuple[Path, ...]:
    """Where all that a recorder may have written lies, half-written files too, in the order of deletion."""
    return tuple(folder / (name + end) for name in FILES for end in (".part", ""))


def make_folder(folder: Path) -> bool:
    """Make the folder of a new recording, for its owner alone, or take an empty one.

    True where it was not there before. RecordingError where it holds anything or cannot be made.
    """
    try:
        made = not folder.exists()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        holds = {path.name for path in folder.iterdir()}
    except FileExistsError:
        raise RecordingError(f"{folder}: a file; a recording needs a folder") from None
    except OSError as error:
        raise RecordingError(f"{folder}: cannot be made ({error.strerror})") from error
    if META_FILE in holds:
        raise RecordingError(f"{folder}: holds a recording already; choose another folder")
    if holds:
        raise RecordingError(f"{folder}: not empty; choose another folder, so that a recording has one of its own")
    return made


def take_back(folder: Path, made: bool) -> None:
    """Leave nothing behind of a recording that could not begin: it would stand in the way of the next try."""
    with contextlib.suppress(OSError):
        _delete_files(folder)
        if made:
            folder.rmdir()


def check_recording(folder: Path) -> None:
    """RecordingError unless the folder holds the file by which a recording is known, whatever is in it."""
    if not (folder / META_FILE).is_file():
        raise RecordingError(f"{folder}: no recording, for it holds no {META_FILE}")


def delete_recording(folder: Path) -> tuple[str, ...]:
    """Delete every file of the recording and nothing else, then the folder if it is empty.

    Returns the names of what lies in the folder still, because ferdesk's recorder did not make it; () where the folder
    is gone. Works on damaged recordings too. Raises RecordingError for folders that hold no recording.json, and where
    a file cannot be deleted.
    """
    check_recording(folder)
    try:
        _delete_files(folder)
        left = tuple(sorted(path.name for path in folder.iterdir()))
        if not left:
            folder.resolve().rmdir()
            if folder.is_symlink():
                folder.unlink()
    except OSError as error:
        raise RecordingError(f"{error.filename}: cannot be deleted ({error.strerror})") from error
    return left


def _delete_files(folder: Path) -> None:
    for path in paths_of(folder):
        path.unlink(missing_ok=True)
