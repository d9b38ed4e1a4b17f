"""Where frames come from: the protocol that all sources share, and the way from what a user writes to a source.

A source belongs to the one thread that opens, reads and closes it; `open_source` and `cameras` may be called by any.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable
from urllib.parse import urlsplit
from urllib.request import url2pathname

import ferdesk.opencv_env  # noqa: F401  (before anything that imports cv2)
from ferdesk.errors import FerdeskError
from ferdesk.paths import home_path
from ferdesk.types import Frame

if TYPE_CHECKING:
    from ferdesk.camera_mode import CameraMode

DEMO = "demo"
"""The name of the source that is built in."""
CROWD = "demo:crowd"
"""The demo with three faces at once, as a webcam would send it."""
CAMERA, SCREEN = "camera", "screen"
"""What stands before the colon of `camera:NAME` and `screen:1`."""

SourceKind = Literal["camera", "stream", "screen", "file", "slides", "demo"]
"""What may be wrong with a picture depends on it: a camera's never stands still, a screen's may."""


class SourceError(FerdeskError):
    """A source that is not there, cannot be read or has stopped. The sentence says which and what to do."""


class Source(Protocol):
    """Frames from somewhere. `open`, `read` and `close` are called by one and the same thread."""

    name: str
    """For people: "Camera 0", "holiday.mp4"."""
    live: bool
    """True: time passes whether anybody reads or not, the newest frame counts. False: every frame counts and
    `Frame.seconds` says when it is due. May settle only with `open()`."""
    kind: SourceKind
    """May settle only with `open()`, too."""
    note: str
    """A sentence on what is read at present, such as how much of a file could not be; "" while all is well."""

    def open(self) -> None:
        """Get ready to read from the start. Raises SourceError; may block for seconds. May follow a `close`."""

    def read(self) -> Frame | None:
        """The next frame, None at the end. Raises SourceError where a source breaks off; it may then be opened anew."""

    def close(self) -> None:
        """Let go of the device or file. Harmless when it is closed already; never raises."""


@runtime_checkable
class Turnable(Protocol):
    """What a source has on top if its frames are pages that somebody may turn."""

    def seek(self, index: int, *, forward: bool = False) -> None:
        """Let the next `read` give the frame of that `Frame.index`, or the nearest before it (`forward`: after it) that
        can be read."""


@runtime_checkable
class Seekable(Protocol):
    """What a source has on top if it is a film in which somebody may go to any moment."""

    @property
    def length(self) -> float:
        """Seconds; 0.0 while it is not open and where nobody knows, and nobody can go anywhere."""

    def go_to(self, seconds: float) -> None:
        """Let the next `read` give the frame of that moment, or the nearest that can be read."""


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """A camera that the system knows of."""

    index: int
    """What `open_source` takes."""
    name: str
    """As the maker calls it."""
    backend: str
    """OpenCV's name of the interface that the index counts in: "V4L2", "MSMF", "AVFOUNDATION"."""


@dataclass(frozen=True, slots=True)
class CameraModes:
    """What a camera can be asked for."""

    modes: tuple[CameraMode, ...]
    told: bool
    """True: its driver says so. False: these are what most cameras have; this one may do otherwise."""


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """How sources are to be read; each concerns those that know it."""

    slide_seconds: float = 2.0
    """How long a folder's images are shown, each."""
    repeat: bool = False
    """A file or folder begins again at its end. For whoever plays it: reading one always ends."""


DEFAULT_OPTIONS = SourceOptions()


def open_source(spec: str | int | Path, options: SourceOptions = DEFAULT_OPTIONS) -> Source:
    """The source that `spec` means, not opened yet.

    An int or digits: that camera; `camera:NAME`: the one of that name; both may end in `@1280x720@30`, `@1280x720` or
    `@30`. `screen`, `screen:2`, `screen:X,Y,WIDTH,HEIGHT`: a screen or a region of it. `demo`: the built-in demo;
    `demo:crowd`: the one of three faces.
    `rtsp://…`, `http://…`: a network stream. Otherwise a path: a video file, an image file, or a folder of images.
    Raises SourceError for what can be none of these, or lies where nobody may look.
    """
    try:
        return _source(spec, options)
    except (OSError, ValueError, RuntimeError) as error:  # of paths and addresses that the system will not hear of
        raise SourceError(f"{spec} cannot be opened ({_reason(error)}); {_CHOICES}") from error


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _source(spec: str | int | Path, options: SourceOptions) -> Source:
    if isinstance(spec, int):
        if spec < 0:
            raise SourceError(f"there is no camera {spec}; cameras count from 0")
        spec = str(spec)
    if isinstance(spec, str):
        from ferdesk.camera_spec import parse_camera

        text = spec.strip()
        if text == DEMO:
            from ferdesk.demo import DemoSource

            return DemoSource()
        if text == CROWD:
            from ferdesk.demo_crowd import CrowdSource

            return CrowdSource()
        if (camera := parse_camera(text)) is not None:
            from ferdesk.source_camera import CameraSource

            return CameraSource(camera.which, camera.mode)
        if text == SCREEN or text.startswith(f"{SCREEN}:"):
            from ferdesk.screen_area import parse_area
            from ferdesk.source_screen import ScreenSource

            return ScreenSource(parse_area(text))
        if text.lower().startswith("file://"):
            return _file(Path(url2pathname(urlsplit(text).path)), options)
        if "://" in text:
            from ferdesk.source_stream import StreamSource

            return StreamSource(text)
        if not text:
            raise SourceError(f"the source is empty; {_CHOICES}")
    return _file(home_path(spec), options)


def cameras() -> tuple[CameraInfo, ...]:
    """The cameras of this machine, in the order of their index; empty where there are none or nobody can tell."""
    from ferdesk.source_camera import list_cameras

    return list_cameras()


def modes_of(index: int) -> CameraModes:
    """What the camera of that number can be asked for."""
    from ferdesk.source_camera import list_modes

    return list_modes(index)


_CHOICES = (
    "give a camera's number, a video, an image, a folder of images, an rtsp:// or http:// address, screen, or demo"
)


def _file(path: Path, options: SourceOptions) -> Source:
    from ferdesk.images import IMAGE_SUFFIXES
    from ferdesk.source_images import FolderSource, ImageSource
    from ferdesk.source_video import VideoSource

    if path.is_dir():
        return FolderSource(path, options.slide_seconds)
    if not path.exists():
        raise SourceError(f"{path} is not there; {_CHOICES}")
    if path.is_char_device():
        return _device(path)
    if path.suffix.lower() in IMAGE_SUFFIXES:
        return ImageSource(path)
    return VideoSource(path)  # whatever its name: FFmpeg knows more containers than anybody lists


def _device(path: Path) -> Source:
    number = path.resolve().name.removeprefix("video")
    if not number.isdecimal():
        raise SourceError(f"{path} is a device but no camera; cameras are /dev/video0, /dev/video1 …")
    return open_source(int(number))
