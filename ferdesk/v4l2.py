"""What a camera of Linux can do, asked of its driver (Video4Linux 2) without starting it: also while it is in use.

Layouts and numbers are those of the kernel's `linux/videodev2.h`, the same on every architecture.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from ferdesk.camera_mode import USUAL_MODES, CameraMode

Control = Callable[[int, int, bytearray], object]
"""ioctl: file descriptor, request, structure that is filled in. Raises OSError."""

_ENUM_FMT, _ENUM_FRAMESIZES, _ENUM_FRAMEINTERVALS = 0xC0405602, 0xC02C564A, 0xC034564B
_FMT_BYTES, _SIZE_BYTES, _INTERVAL_BYTES = 64, 44, 52
_CAPTURE = 1
_DISCRETE = 1
_READABLE = (b"MJPG", b"JPEG", b"YUYV", b"UYVY", b"YVYU", b"NV12", b"NV21", b"YU12", b"YV12", b"BGR3", b"RGB3", b"GREY")
"""Pixel formats that OpenCV turns into pictures."""
_MOST = 256
"""No list of a driver is longer; one that never ends is a fault."""


def device_modes(device: Path, control: Control | None = None) -> tuple[CameraMode, ...]:
    """The modes of a camera such as /dev/video0, sorted; empty where its driver does not tell or may not be asked."""
    try:
        control = control or _ioctl()
        handle = os.open(device, os.O_RDWR | getattr(os, "O_NONBLOCK", 0))
    except (ImportError, OSError):
        return ()
    try:
        return tuple(sorted(set(_modes(handle, control))))
    finally:
        os.close(handle)


def _ioctl() -> Control:
    from fcntl import ioctl  # ImportError on Windows

    return ioctl


def _modes(handle: int, control: Control) -> Iterator[CameraMode]:
    for entry in _list(handle, control, _ENUM_FMT, _FMT_BYTES, struct.pack("=I", _CAPTURE)):
        pixels = bytes(entry[44:48])
        if pixels in _READABLE:
            for width, height in _sizes(handle, control, pixels):
                for fps in _rates(handle, control, pixels, width, height):
                    yield CameraMode(width, height, fps)


def _sizes(handle: int, control: Control, pixels: bytes) -> Iterator[tuple[int, int]]:
    for entry in _list(handle, control, _ENUM_FRAMESIZES, _SIZE_BYTES, pixels):
        kind, *sides = struct.unpack_from("=7I", entry, 8)
        if kind == _DISCRETE:
            yield sides[0], sides[1]
            continue
        low_x, high_x, _, low_y, high_y, _ = sides  # anything between: the usual ones of that
        for width, height in sorted({(mode.width, mode.height) for mode in USUAL_MODES}):
            if low_x <= width <= high_x and low_y <= height <= high_y:
                yield width, height
        return


def _rates(handle: int, control: Control, pixels: bytes, width: int, height: int) -> Iterator[float]:
    found = False
    key = pixels + struct.pack("=2I", width, height)
    for entry in _list(handle, control, _ENUM_FRAMEINTERVALS, _INTERVAL_BYTES, key):
        kind, *parts = struct.unpack_from("=5I", entry, 16)
        if kind == _DISCRETE:
            found = True
            yield _rate(parts[0], parts[1])
            continue
        fastest, slowest = _rate(parts[0], parts[1]), _rate(parts[2], parts[3])
        for fps in sorted({mode.fps for mode in USUAL_MODES} | {fastest}):
            if slowest <= fps <= fastest:
                found = True
                yield fps
        break
    if not found:
        yield 0.0  # the size is known, its rates are not


def _rate(seconds: int, parts: int) -> float:
    """Pictures a second of an interval of `seconds / parts`."""
    return round(parts / seconds, 2) if seconds else 0.0


def _list(handle: int, control: Control, request: int, size: int, key: bytes) -> Iterator[bytearray]:
    """Every entry of one of the driver's lists: structures that begin with the place in the list and then `key`."""
    for index in range(_MOST):
        entry = bytearray(size)
        entry[: 4 + len(key)] = struct.pack("=I", index) + key
        try:
            control(handle, request, entry)
        except OSError:  # the end of the list, or a driver without it
            return
        yield entry
