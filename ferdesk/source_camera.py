"""A camera as a source, and the list of cameras.

Only the thread that opens a camera may read and close it: several drivers insist on it.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import ferdesk.opencv_env  # noqa: F401  isort: skip  (must stand before cv2)

import cv2
import cv2_enumerate_cameras
import numpy as np

from ferdesk.sources import CameraInfo, SourceError
from ferdesk.types import Frame

_BACKENDS = {"linux": cv2.CAP_V4L2, "win32": cv2.CAP_MSMF, "darwin": cv2.CAP_AVFOUNDATION}
_AWAY_SECONDS = 0.5
"""A reader that stayed away for longer finds old frames in the driver's queue."""
_QUEUE = 4
"""Frames that a driver keeps at most (V4L2's default)."""


class CameraSource:
    """Camera number `index`, in the numbering of `list_cameras`."""

    def __init__(self, index: int) -> None:
        self.name = f"Camera {index}"
        self.live = True
        self._index = index
        self._capture: cv2.VideoCapture | None = None
        self._count = 0
        self._opened = 0.0
        self._read = 0.0

    def open(self) -> None:
        """Open the device; some systems take many seconds. Raises SourceError if it is absent, busy or forbidden."""
        self.close()
        capture = cv2.VideoCapture(self._index, _backend())
        if not capture.isOpened():
            capture.release()
            raise SourceError(self._why_not())
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # V4L2 would hand out frames four behind the present
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
        return Frame(np.asarray(image, np.uint8), self._count - 1, self._read - self._opened, self._read)

    def close(self) -> None:
        """Release the device."""
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()

    def _why_not(self) -> str:
        device = Path(f"/dev/video{self._index}")
        if sys.platform == "linux" and device.exists() and not os.access(device, os.R_OK | os.W_OK):
            return f"{self.name} may not be used by you: add yourself to the group that owns {device} (often: video)"
        connected = list_cameras()
        if any(camera.index == self._index for camera in connected):
            return f"{self.name} does not open; close programs that use it, or allow cameras in the system's settings"
        if connected:
            names = ", ".join(f"{camera.index} ({camera.name})" for camera in connected)
            return f"{self.name} is not there; connected: {names}"
        return f"{self.name} is not there; plug in a camera, or open a video or the demo"


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


def _backend() -> int:
    return int(_BACKENDS.get(sys.platform, cv2.CAP_ANY))
