"""The recordings in a folder, told by a glance at each: when, of what, how long, how large, complete or not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ferdesk.paths import is_file
from ferdesk.recording_columns import FRAME_COLUMNS
from ferdesk.recording_folder import FRAMES_FILE, META_FILE, paths_of
from ferdesk.recording_meta import read_meta
from ferdesk.recording_table import RecordingError

_TAIL = 4096
"""Bytes that hold the last line of frames.csv."""
_SECONDS = [column.name for column in FRAME_COLUMNS].index("seconds")


@dataclass(frozen=True, slots=True)
class Listed:
    """A recording's folder, whose tables were not read."""

    folder: Path
    started: str
    """ISO 8601, UTC; empty where recording.json is damaged."""
    source: str
    seconds: float
    size: int
    """Bytes of all its files."""
    complete: bool
    """False while it is being recorded, and where its recorder was killed."""
    problem: str
    """A sentence, where it is damaged so that it cannot be opened; else empty."""


def list_recordings(folder: Path) -> tuple[Listed, ...]:
    """The recordings right inside `folder`, the newest first; none where it cannot be read."""
    try:
        inside = [path for path in folder.iterdir() if is_file(path / META_FILE)]
    except OSError:
        return ()
    return tuple(sorted(map(_listed, inside), key=lambda listed: (listed.started, listed.folder.name), reverse=True))


def recording_size(folder: Path) -> int:
    """Bytes of the files that `delete_recording` deletes."""
    return sum(path.stat().st_size for path in paths_of(folder) if path.is_file())


def size_words(size: int) -> str:
    """Such as "3.2 MB" or "850 kB", in powers of ten as disks are sold."""
    if size < 999_500:
        return f"{size / 1e3:.0f} kB" if size >= 10_000 else f"{size / 1e3:.1f} kB"
    return f"{size / 1e6:.1f} MB" if size < 999_950_000 else f"{size / 1e9:.2f} GB"


def _listed(folder: Path) -> Listed:
    size = recording_size(folder)
    try:
        meta = read_meta(folder)
        return Listed(folder, meta.started, meta.source, _last_seconds(folder), size, meta.ended is not None, "")
    except RecordingError as error:
        return Listed(folder, "", "", 0.0, size, False, str(error))


def _last_seconds(folder: Path) -> float:
    """Of the last whole line of frames.csv; 0.0 where there is none."""
    try:
        with (folder / FRAMES_FILE).open("rb") as file:
            file.seek(max(0, file.seek(0, 2) - _TAIL))
            lines = file.read().split(b"\n")[:-1]
        return float(lines[-1].split(b",")[_SECONDS])
    except (OSError, ValueError, IndexError):
        return 0.0  # opening it tells more
