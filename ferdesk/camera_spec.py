"""Which camera, and in which mode, as a source is written: `0`, `0@1280x720@30`, `camera:Conference Cam@30`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ferdesk.camera_mode import ANY_MODE, CameraMode, parse_mode
from ferdesk.sources import CAMERA, CameraInfo, SourceError


@dataclass(frozen=True, slots=True)
class CameraSpec:
    """A camera by its number, or by its name or a part of it, and what is asked of it."""

    which: int | str
    mode: CameraMode = ANY_MODE

    @property
    def text(self) -> str:
        """As `parse_camera` takes it."""
        head = str(self.which) if isinstance(self.which, int) else f"{CAMERA}:{self.which}"
        return f"{head}@{self.mode.spec}" if self.mode.spec else head

    def fits(self, camera: CameraInfo) -> bool:
        """Whether this may be that camera."""
        if isinstance(self.which, int):
            return self.which == camera.index
        return self.which.casefold() in camera.name.casefold()

    def find(self, connected: Sequence[CameraInfo]) -> CameraInfo | None:
        """The camera that is meant, of those that are connected: a whole name goes before a part; None if none is."""
        fitting = [camera for camera in connected if self.fits(camera)]
        whole = (camera for camera in fitting if camera.name.casefold() == str(self.which).casefold())
        return next(whole, fitting[0] if fitting else None)

    def with_mode(self, mode: CameraMode) -> CameraSpec:
        """The same camera, asked for something else."""
        return replace(self, mode=mode)


def is_camera(text: str) -> bool:
    """Whether a source's text means a camera, be it one that there can be or not."""
    head = text.strip().partition("@")[0]
    return head.lower().startswith(f"{CAMERA}:") or head.strip().isdecimal()


def parse_camera(text: str) -> CameraSpec | None:
    """The camera that a source's text means; None if it means none. Raises SourceError for a mode that cannot be."""
    if not is_camera(text):
        return None
    head, at, mode = text.strip().partition("@")
    which: int | str = head.partition(":")[2].strip() if ":" in head else int(head)
    if which == "":
        raise SourceError(f"{text} names no camera; write {CAMERA}:NAME, or a part of the name")
    return CameraSpec(which, parse_mode(mode) if at else ANY_MODE)


def spec_of(camera: CameraInfo, connected: Sequence[CameraInfo]) -> CameraSpec:
    """How to write `camera` so that it is found again in another socket: by name, unless others are called alike."""
    alike = [other for other in connected if CameraSpec(camera.name).find((other,)) is not None]
    ambiguous = len(alike) != 1 or "@" in camera.name or camera.name != camera.name.strip()
    return CameraSpec(camera.index if ambiguous or not camera.name else camera.name)
