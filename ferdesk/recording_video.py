"""The video of a recording: every recorded frame at its own time, plain or with overlays, faces blurred if asked.

A RecordingVideo belongs to one thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from ferdesk.annotate import painted
from ferdesk.blur import Blurrer
from ferdesk.matroska import MatroskaFilm
from ferdesk.overlay import OverlayStyle
from ferdesk.person import Sign
from ferdesk.types import Result

VideoKind = Literal["plain", "overlay"]


class RecordingVideo:
    """Frame n of the recording becomes picture n of the film. `add` and `close` raise OSError where the disk fails.

    With `blur_faces` pictures are written `blur.HOLD_SECONDS` late, and no picture with a found face leaves the memory
    before it is blurred. The overlay comes on top of the blur.
    """

    def __init__(self, path: Path, kind: VideoKind, *, blur_faces: bool) -> None:
        self._film = MatroskaFilm(path)
        self._overlay = kind == "overlay"
        self._blurrer = Blurrer() if blur_faces else None
        self.people: dict[int, Sign] = {}
        """How the overlay tells of whom, by track."""

    def add(self, result: Result) -> None:
        """Append a result; `result.frame.seconds` counts from the beginning of the recording and always increases."""
        self._write([result] if self._blurrer is None else self._blurrer.add(result))

    def close(self) -> None:
        """Write what still waits and complete the film. May be called again."""
        try:
            if self._blurrer is not None:
                self._write(self._blurrer.flush())
        finally:
            self._film.close()

    def _write(self, results: Iterable[Result]) -> None:
        style = OverlayStyle(people=self.people)
        for result in results:
            self._film.add(painted(result, style) if self._overlay else result.frame.image, result.frame.seconds)
