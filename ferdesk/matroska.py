"""A Matroska film (.mkv) of JPEG pictures, each with its own time, that can be played after a kill.

Written here and not by cv2.VideoWriter, which knows a constant rate only and keeps 256 KB to itself: after kill -9 an
.mkv or .avi of its making lacked 1 to 5 seconds, an .mp4 everything. Here every picture leaves the process as one whole
cluster (RFC 9559), so only the one being written can be lost. Every picture is a key frame; each second has an entry in
the index (Cues) that `close` adds for quick seeking. A Film belongs to one thread.
"""

from __future__ import annotations

import errno
import struct
from dataclasses import dataclass
from pathlib import Path

import ferdesk.opencv_env  # noqa: F401  isort: skip

import cv2
import numpy as np

from ferdesk.types import Image

QUALITY = 80
"""JPEG's; about 30 KB a picture of 640x480."""

_UNKNOWN = b"\x01" + b"\xff" * 7
"""A size that the reader finds out by itself: the file may end anywhere."""
_VOID, _SEEK_HEAD, _SEEK, _SEEK_ID, _SEEK_POSITION = b"\xec", b"\x11\x4d\x9b\x74", b"\x4d\xbb", b"\x53\xab", b"\x53\xac"
_INFO, _TIMESTAMP_SCALE, _DURATION = b"\x15\x49\xa9\x66", b"\x2a\xd7\xb1", b"\x44\x89"
CLUSTER, _TIMESTAMP, _SIMPLE_BLOCK = b"\x1f\x43\xb6\x75", b"\xe7", b"\xa3"
TIMESTAMP_HEAD = _TIMESTAMP + b"\x01" + (8).to_bytes(7, "big")
BLOCK_HEAD = b"\x81" + b"\x00\x00" + b"\x80"
"""A picture is CLUSTER, its size, TIMESTAMP_HEAD, milliseconds [8 bytes], block and its size, BLOCK_HEAD (track 1, at
the cluster's time, key frame), a JPEG. Sizes are a byte 1 and seven more; numbers have their highest byte first."""
_CUES, _CUE_POINT, _CUE_TIME, _CUE_PLACE, _CUE_TRACK, _CUE_CLUSTER = (
    b"\x1c\x53\xbb\x6b", b"\xbb", b"\xb3", b"\xb7", b"\xf7", b"\xf1",
)  # fmt: skip
_CUE_MILLISECONDS = 1000
_USUAL_NANOSECONDS = 33_333_333
"""What a picture is said to last, about. Players take each one's own time; cv2 cannot seek without."""


class MatroskaFilm:
    """Opened with its first picture, whose size the film keeps; pictures of another size are fitted into it.

    OSError where the file takes no more.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b", buffering=0)
        self._size = (0, 0)
        self._body = self._seek_head = self._duration = self._end = 0
        self._last = -1
        self._cues: list[tuple[int, int]] = []

    def add(self, image: Image, seconds: float) -> None:
        """Append a BGR picture that is shown at `seconds` (0 or more) of the film; times always increase."""
        if not self._body:
            self._begin(image)
        image = _fitted(image, self._size)
        done, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        if not done:
            raise OSError(errno.EFBIG, "a picture is larger than the film's JPEGs can be, 65,500 pixels a side")
        time = max(round(1000 * seconds), self._last + 1)
        if not self._cues or time >= self._cues[-1][0] + _CUE_MILLISECONDS:
            self._cues.append((time, self._end - self._body))
        block = BLOCK_HEAD + jpeg.tobytes()
        self._append(_element(CLUSTER, _element(_TIMESTAMP, _whole(time)) + _element(_SIMPLE_BLOCK, block)))
        self._last = time

    def close(self) -> None:
        """Add the index and the length, and close the file. May be called again."""
        if self._file.closed:
            return
        try:
            if self._body:
                self._complete()
        finally:
            self._file.close()

    def _begin(self, image: Image) -> None:
        self._size = (image.shape[1], image.shape[0])
        self._append(_ebml_header() + b"\x18\x53\x80\x67" + _UNKNOWN)
        self._body = self._seek_head = self._end
        self._append(_void(len(_seek_head(0))))
        info = _element(_TIMESTAMP_SCALE, _whole(1_000_000)) + _element(b"\x4d\x80", b"ferdesk")
        info += _element(b"\x57\x41", b"ferdesk")
        duration = _void(len(_element(_DURATION, struct.pack(">d", 0.0))))
        self._append(_element(_INFO, info + duration))
        self._duration = self._end - len(duration)
        self._append(_element(b"\x16\x54\xae\x6b", _track(*self._size)))

    def _complete(self) -> None:
        cues_at = self._end - self._body
        self._append(_element(_CUES, b"".join(_cue(time, place) for time, place in self._cues)))
        self._patch(self._seek_head, _seek_head(cues_at))
        self._patch(self._duration, _element(_DURATION, struct.pack(">d", float(self._last + 1))))
        self._patch(self._body - 8, b"\x01" + (self._end - self._body).to_bytes(7, "big"))

    def _append(self, data: bytes) -> None:
        """Write all of it or leave the file as it was."""
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError:
            self._file.truncate(self._end)
            self._file.seek(self._end)
            raise
        self._end += len(data)

    def _patch(self, place: int, data: bytes) -> None:
        self._file.seek(place)
        self._file.write(data)


@dataclass(frozen=True, slots=True)
class Fit:
    """Where in the film's pictures one of another size lies, in pixels."""

    x: int
    y: int
    width: int
    height: int


def fit(image: tuple[int, int], film: tuple[int, int]) -> Fit:
    """Pictures keep their shape, in the middle; both sizes are (width, height)."""
    scale = min(film[0] / image[0], film[1] / image[1])
    width, height = max(1, round(image[0] * scale)), max(1, round(image[1] * scale))
    return Fit((film[0] - width) // 2, (film[1] - height) // 2, width, height)


def _fitted(image: Image, size: tuple[int, int]) -> Image:
    """`image` at `size` (width, height), with black at two sides where the shapes differ."""
    height, width = image.shape[:2]
    if (width, height) == size:
        return image
    place = fit((width, height), size)
    way = cv2.INTER_AREA if place.width < width else cv2.INTER_LINEAR
    canvas = np.zeros((size[1], size[0], 3), np.uint8)
    inside = canvas[place.y : place.y + place.height, place.x : place.x + place.width]
    inside[:] = cv2.resize(image, (place.width, place.height), interpolation=way)
    return canvas


def _element(name: bytes, data: bytes) -> bytes:
    return name + b"\x01" + len(data).to_bytes(7, "big") + data


def _void(length: int) -> bytes:
    """Room of `length` bytes in all for what is known at the end only."""
    return _element(_VOID, bytes(length - 9))


def _whole(number: int) -> bytes:
    return number.to_bytes(8, "big")


def _ebml_header() -> bytes:
    versions = b"".join(_element(name, _whole(value)) for name, value in (
        (b"\x42\x86", 1), (b"\x42\xf7", 1), (b"\x42\xf2", 4), (b"\x42\xf3", 8),
    ))  # fmt: skip
    kind = _element(b"\x42\x82", b"matroska") + _element(b"\x42\x87", _whole(4)) + _element(b"\x42\x85", _whole(2))
    return _element(b"\x1a\x45\xdf\xa3", versions + kind)


def _track(width: int, height: int) -> bytes:
    picture = _element(b"\xb0", _whole(width)) + _element(b"\xba", _whole(height))
    number, uid, kind, lacing = (_element(name, _whole(value)) for name, value in (
        (b"\xd7", 1), (b"\x73\xc5", 1), (b"\x83", 1), (b"\x9c", 0),
    ))  # fmt: skip
    codec = _element(b"\x86", b"V_MJPEG") + _element(b"\x23\xe3\x83", _whole(_USUAL_NANOSECONDS))
    return _element(b"\xae", number + uid + kind + lacing + codec + _element(b"\xe0", picture))


def _seek_head(cues_at: int) -> bytes:
    return _element(_SEEK_HEAD, _element(_SEEK, _element(_SEEK_ID, _CUES) + _element(_SEEK_POSITION, _whole(cues_at))))


def _cue(time: int, place: int) -> bytes:
    position = _element(_CUE_TRACK, _whole(1)) + _element(_CUE_CLUSTER, _whole(place))
    return _element(_CUE_POINT, _element(_CUE_TIME, _whole(time)) + _element(_CUE_PLACE, position))
