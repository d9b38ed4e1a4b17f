"""What `ferdesk explain` does: the faces of one picture, on what each answer hangs, as a picture with words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
from rich.console import Console

from ferdesk.errors import FerdeskError
from ferdesk.images import read_image
from ferdesk.occlusion import Occlusion
from ferdesk.occlusion_sheet import sheet
from ferdesk.recognizer import Recognizer
from ferdesk.tables import free_output
from ferdesk.types import Box


class ExplainError(FerdeskError):
    """A picture without a face, or a map that cannot be written."""


@dataclass(frozen=True)
class ExplainOptions:
    """What `ferdesk explain` is asked for."""

    image: Path
    output: Path
    """.png."""
    largest: bool = False
    """Of several faces the largest alone."""
    bundle: str | Path | None = None
    provider: str = "cpu"
    threads: int = 1
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """A face of the picture."""

    box: Box
    occlusion: Occlusion

    def to_json(self) -> dict[str, Any]:
        """The box as x, y, width, height; falls as `Occlusion` says, row by row."""
        found, box = self.occlusion, self.box
        return {
            "box": [box.x, box.y, box.width, box.height],
            "emotion": found.emotion.label,
            "unsure": found.unsure,
            "score": found.score,
            "parts": {part.part.value: part.fall for part in found.parts},
            "falls": found.falls.tolist(),
        }


def run_explain(options: ExplainOptions) -> tuple[Explained, ...]:
    """Write the picture, the largest face first, and return what is on it. FerdeskError for what has to be mended."""
    free_output(options.output, (".png",), overwrite=options.overwrite)
    image = read_image(options.image)
    recognizer = Recognizer(options.bundle, provider=options.provider, threads=options.threads)
    faces = recognizer.predict(image)
    if not faces:
        raise ExplainError(f"{options.image}: no face was found in it")
    chosen = faces[:1] if options.largest else faces
    explained = tuple(Explained(face.box, recognizer.explain(face)) for face in chosen)
    _write(options.output, explained)
    return explained


def print_explained(explained: tuple[Explained, ...], to: Console) -> None:
    """A line a face: where it is, and what was found."""
    for number, one in enumerate(explained, 1):
        x, y = one.box.x + one.box.width / 2, one.box.y + one.box.height / 2
        which = f"Face {number}, about {x:.0f}, {y:.0f}: " if len(explained) > 1 else ""
        to.print(which + one.occlusion.words(), markup=False, soft_wrap=True)


def _write(path: Path, explained: tuple[Explained, ...]) -> None:
    _, data = cv2.imencode(".png", sheet([one.occlusion for one in explained]))
    try:
        path.write_bytes(data.tobytes())  # not cv2.imwrite, which knows no Unicode on Windows
    except OSError as error:
        raise ExplainError(f"{path}: cannot be written ({error.strerror})") from error
