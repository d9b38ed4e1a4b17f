"""What a recording says of itself: recording.json, written and read."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ferdesk.pipeline import PipelineSettings
from ferdesk.recording_folder import META_FILE
from ferdesk.recording_table import RecordingError
from ferdesk.recording_video import VideoKind

FORMAT = 1
"""Of the folder's layout. A reader refuses any other."""


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """What a Recorder is told: where its results come from, and what is kept of them beside the tables."""

    source: str
    """For people: "Camera 0", "holiday.mp4"."""
    bundle: str
    bundle_sha256: str
    settings: PipelineSettings
    provider: str = "cpu"
    video: VideoKind | None = None
    blur_faces: bool = False
    """Of the video."""
    parquet: bool = False
    """Turn faces.csv into faces.parquet at the end."""


@dataclass(frozen=True, slots=True)
class RecordingMeta:
    """The content of recording.json."""

    source: str
    bundle: str
    bundle_sha256: str
    provider: str
    settings: dict[str, Any]
    """As `PipelineSettings` names them; what an earlier or later version had is kept."""
    video: VideoKind | None
    blur_faces: bool
    started: str
    """ISO 8601, UTC."""
    ended: str | None
    """None while it is being recorded, and for ever where the recorder was killed."""
    versions: dict[str, str | None]
    """Of ferdesk, Python and what results depend on."""
    format: int = FORMAT


def new_meta(options: RecordOptions, started: str, versions: dict[str, str | None]) -> RecordingMeta:
    """The content at the beginning of a recording."""
    return RecordingMeta(
        options.source, options.bundle, options.bundle_sha256, options.provider, dataclasses.asdict(options.settings),
        options.video, options.blur_faces, started, None, versions,
    )  # fmt: skip


def write_meta(folder: Path, meta: RecordingMeta) -> None:
    """Write recording.json whole or not at all; OSError where it cannot be."""
    partial = folder / (META_FILE + ".part")
    text = json.dumps({"format": meta.format} | dataclasses.asdict(meta), indent=2, ensure_ascii=False)
    partial.write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
    partial.replace(folder / META_FILE)


def read_meta(folder: Path) -> RecordingMeta:
    """Read recording.json. RecordingError where the folder is no recording or the file is damaged."""
    path = folder / META_FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise RecordingError(f"{folder}: no recording, for it holds no {META_FILE}") from None
    except OSError as error:
        raise RecordingError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise RecordingError(f"{path}: damaged, it is no JSON; the tables beside it are readable still") from error
    if not isinstance(values, dict) or "format" not in values:
        raise RecordingError(f"{path}: not written by ferdesk; the folder is no recording")
    if values["format"] != FORMAT:
        raise RecordingError(f"{path}: of layout {values['format']}, which this ferdesk does not know; use a newer one")
    return _checked(path, values)


_KINDS: dict[str, tuple[type, ...]] = {
    "settings": (dict,), "versions": (dict,), "blur_faces": (bool,), "format": (int,),
    "ended": (str, type(None)), "video": (str, type(None)),
}  # fmt: skip


def _checked(path: Path, values: dict[str, Any]) -> RecordingMeta:
    for field in fields(RecordingMeta):
        if not isinstance(values.get(field.name), _KINDS.get(field.name, (str,))):
            raise RecordingError(f"{path}: damaged, {field.name} is missing or is not what it should be")
    return RecordingMeta(**{field.name: values[field.name] for field in fields(RecordingMeta)})
