"""A camera as a source, and the list of cameras.

Only the thread that opens a camera may read and close it: several drivers insist on it.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import ferdesk.opencv_env  # noqa: F401  isort: skip  (must stand before cv2)

import cv2
import cv2_enumerate_cameras
import numpy as np

from ferdesk.camera_mode import ANY_MODE, USUAL_MODES, CameraMode
from ferdesk.camera_spec import CameraSpec
from ferdesk.camera_trouble import why_not
from ferdesk.sources import CameraInfo, CameraModes, SourceError, SourceKind
from ferdesk.types import Frame, Image
from ferdesk.v4l2 import device_modes

_BACKENDS = {"linux": cv2.CAP_V4L2, "win32": cv2.CAP_MSMF, "darwin": cv2.CAP_AVFOUNDATION}
_AWAY_SECONDS = 0.5
"""A reader that stayed away for longer finds old frames in the driver's queue."""
_QUEUE = 4
"""Frames that a driver keeps at most (V4L2's default)."""
_RAW_BYTES = 20_000_000
"""Bytes a second up to which uncompressed pictures go through USB 2, at 2 bytes a pixel. Beyond, cameras that may
choose fall to 5 or 10 pictures a second; as JPEG they keep their rate."""
_NOTE_SECONDS = 10.0
"""How long it is told that a camera does not do what was asked of it."""


class CameraSource:
    """Camera number `which`, in the numbering of `list_cameras`, or the one of that name, wherever it is plugged in.

    A name is looked up at each opening, whatever its case; a part of it will do. `mode` is asked for; what the camera
    makes of it is told by `note` for a while.
    """

    def __init__(self, which: int | str, mode: CameraMode = ANY_MODE) -> None:
        self.name = f"Camera {which}" if isinstance(which, int) else which
        self.live = True
        self.kind: SourceKind = "camera"
        self.note = ""
        self.mode = mode
        self._which = which
        self._capture: cv2.VideoCapture | None = None
        self._count = 0
        self._opened = 0.0
        self._read = 0.0

    def open(self) -> None:
        """Open the device; some systems take many seconds. Raises SourceError if it is absent, busy or forbidden."""
        self.close()
        index = self._index()
        capture = cv2.VideoCapture(index, _backend())
        if not capture.isOpened():
            capture.release()
            raise SourceError(why_not(self.name, index, list_cameras()))
        self._ask(capture)
        self._capture = capture
        self._count = 0
        self._opened = self._read = time.monotonic()

    def read(self) -> Frame | None:
        """Wait for the next frame; never None. Raises SourceError when the camera stops."""
        capture = self._capture
        if capture is None:
            raise SourceError(f"{self.name} is not open")
        if time.monotonic() - self._read > _AWAY_SECONDS:
            for _ in range(_QUEUE):
                capture.grab()
        ok, image = capture.read()
        if not ok or image is None:
            raise SourceError(f"{self.name} sends no pictures any more; is it unplugged, or taken by another program?")
        self._read = time.monotonic()
        self._count += 1
        frame = Frame(np.asarray(image, np.uint8), self._count - 1, self._read - self._opened, self._read)
        self.note = self._compared(frame.image, capture) if frame.seconds < _NOTE_SECONDS else ""
        return frame

    def close(self) -> None:
        """Release the device."""
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()

    def _index(self) -> int:
        if isinstance(self._which, int):
            return self._which
        connected = list_cameras()
        camera = CameraSpec(self._which).find(connected)
        if camera is None:
            raise SourceError(why_not(self.name, None, connected))
        return camera.index

    def _ask(self, capture: cv2.VideoCapture) -> None:
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # V4L2 would hand out frames four behind the present
        mode = self.mode
        if _backend() == cv2.CAP_V4L2 and 2 * mode.width * mode.height * (mode.fps or 30.0) > _RAW_BYTES:
            capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        if mode.width:
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, mode.width)
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, mode.height)
        if mode.fps:
            capture.set(cv2.CAP_PROP_FPS, mode.fps)

    def _compared(self, image: Image, capture: cv2.VideoCapture) -> str:
        """What the camera does instead of what was asked; "" if it obeys or nothing was asked."""
        mode, (height, width) = self.mode, image.shape[:2]
        if mode.width and (width, height) != (mode.width, mode.height):
            return f"{self.name} was asked for {mode.width}×{mode.height} pixels and sends {width}×{height}"
        fps = capture.get(cv2.CAP_PROP_FPS)  # 0 or nonsense where the system does not tell
        if mode.fps and 1.0 <= fps <= 1000.0 and abs(fps - mode.fps) > 0.05 * mode.fps:
            return f"{self.name} was asked for {mode.fps:g} fps and is set to {fps:.4g}"
        return ""


def list_cameras() -> tuple[CameraInfo, ...]:
    """The cameras of the system's own video interface, by index; empty where the system does not tell."""
    backend = _backend()
    try:
        found = cv2_enumerate_cameras.enumerate_cameras(backend)
    except (NotImplementedError, OSError, RuntimeError):  # no such interface here, or a driver that answers nonsense
        return ()
    name = cv2.videoio_registry.getBackendName(backend)
    infos = {camera.index: CameraInfo(camera.index, camera.name, name) for camera in found}
    return tuple(infos[index] for index in sorted(infos))


def list_modes(index: int) -> CameraModes:
    """What camera `index` can do as its driver says, or else what is usual."""
    known = device_modes(Path(f"/dev/video{index}")) if sys.platform == "linux" else ()
    return CameraModes(known or USUAL_MODES, told=bool(known))


def _backend() -> int:
    return int(_BACKENDS.get(sys.platform, cv2.CAP_ANY))
