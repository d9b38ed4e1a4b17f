"""A network stream (RTSP, HTTP and the like) as a source.

Only the thread that opens a stream may read and close it. Opening and reading give up after a few seconds.
"""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import ferdesk.opencv_env  # noqa: F401  isort: skip  (must stand before cv2)

import cv2
import numpy as np

from ferdesk.frame_times import FrameClock, usual_step
from ferdesk.sources import SourceError, SourceKind
from ferdesk.types import Frame, Image

SCHEMES = ("rtsp", "rtsps", "http", "https", "rtmp", "tcp", "udp", "rtp", "srt")
_FILE_SCHEMES = ("http", "https")
_SHORT = 0.05
"""A file that is over before so large a share of its length, and a second at least, was cut off on its way."""

_AWAY_SECONDS = 2.0
"""A reader that stayed away for longer gets the present over a new connection, not what piled up meanwhile."""
_MJPEG = cv2.VideoWriter.fourcc(*"MJPG")
_END_OF_JPEG = np.array((0xFF, 0xD9), np.uint8)


class StreamSource:
    """The frames of a stream. `live` unless opening shows that the address is a video file of a known length.

    Of motion JPEG every picture comes in its own size. All else is in the size of the first picture: FFmpeg's side of
    OpenCV squeezes later ones into that, whatever their shape, and tells nobody.
    """

    def __init__(self, url: str, *, timeout: float = 5.0) -> None:
        """`timeout` in seconds holds for opening and for each read. Raises SourceError for another kind of address."""
        scheme = _scheme(url)
        if scheme not in SCHEMES:
            known = ", ".join(SCHEMES)
            raise SourceError(f"{hide_password(url)} is no stream that can be read; addresses begin with {known}")
        self.name = hide_password(url)
        self.live = True
        self.kind: SourceKind = "stream"
        self.note = ""
        self._url = url
        self._timeout = timeout
        self._capture: cv2.VideoCapture | None = None
        self._packed = False  # whether the capture gives JPEGs instead of pixels
        self._clock = FrameClock(0.0)
        self._count = 0
        self._length = self._seconds = 0.0  # of a file: how long it says it is, and when its last frame was due
        self._opened = 0.0
        self._read = 0.0

    def settle(self) -> None:
        """Find out what `live` and `kind` are going to be, for whoever has to know it before `open`.

        Connects once where the address may be that of a file; other schemes are taken as live, for some senders take
        one connection only. Raises SourceError as `open` does.
        """
        if _scheme(self._url) in _FILE_SCHEMES:
            self.open()
            self.close()

    def open(self) -> None:
        """Connect. Raises SourceError when nobody answers in time or what answers is no video."""
        self.close()
        self._connect()
        self._count = 0
        self._seconds = 0.0
        self.note = ""
        self._opened = self._read

    def read(self) -> Frame | None:
        """Wait for the next frame; None at the end of a video file. Raises SourceError when a live stream stops."""
        if self._capture is None:
            raise SourceError(f"{self.name} is not open")
        if self.live and time.monotonic() - self._read > _AWAY_SECONDS:
            self._connect()
        image = self._decode(self._capture)
        if image is None:
            if not self.live:
                self.note = self._cut_off()
                return None
            raise SourceError(f"{self.name} sends no pictures any more")
        self._read = time.monotonic()
        seconds = self._read - self._opened if self.live else self._clock.read(self._capture)
        self._count += 1
        self._seconds = seconds
        return Frame(image, self._count - 1, seconds, self._read)

    def close(self) -> None:
        """Hang up."""
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()

    def _decode(self, capture: cv2.VideoCapture) -> Image | None:
        """The next picture that can be read; None where none comes in time."""
        deadline = time.monotonic() + self._timeout
        while time.monotonic() < deadline:
            ok, image = capture.read()
            if not ok or image is None:
                return None
            got = np.asarray(image, np.uint8)
            picture = unpacked(got) if self._packed else got
            if picture is not None:
                return picture
        return None

    def _cut_off(self) -> str:
        """A sentence where a file ended before its time; FFmpeg takes a lost connection for the end."""
        lacking = self._length - self._seconds
        if lacking <= max(1.0, _SHORT * self._length):
            return ""
        return f"{self.name} broke off after {self._seconds:.0f} of {self._length:.0f} seconds; check the network"

    def _connect(self) -> None:
        self.close()
        milliseconds = round(1000 * self._timeout)
        limits = dict.fromkeys((cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, cv2.CAP_PROP_READ_TIMEOUT_MSEC), milliseconds)
        capture = cv2.VideoCapture(self._url, cv2.CAP_FFMPEG, [value for pair in limits.items() for value in pair])
        if not capture.isOpened():
            capture.release()
            raise SourceError(f"{self.name} does not answer or is no video; check the address and the network")
        self._capture = capture
        fps, frames = capture.get(cv2.CAP_PROP_FPS), capture.get(cv2.CAP_PROP_FRAME_COUNT)
        self._clock = FrameClock(fps)
        self._length = frames * usual_step(fps)
        self.live = not frames > 0
        self.kind = "stream" if self.live else "file"
        packed = self.live and int(capture.get(cv2.CAP_PROP_FOURCC)) == _MJPEG
        self._packed = packed and capture.set(cv2.CAP_PROP_FORMAT, -1)  # -1: as they were sent
        self._read = time.monotonic()


def unpacked(jpeg: Image) -> Image | None:
    """The BGR picture in a JPEG's bytes, upright; None if it is damaged beyond reading or larger than OpenCV takes."""
    flat = jpeg.ravel()
    if not np.array_equal(flat[-2:], _END_OF_JPEG):  # cheap cameras leave it out, and OpenCV would refuse the picture
        flat = np.append(flat, _END_OF_JPEG)
    try:
        image = cv2.imdecode(flat, cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if image is None else np.asarray(image, np.uint8)


def _scheme(url: str) -> str:
    """What stands before the colon, in lower case. SourceError for what is no address."""
    try:
        return urlsplit(url).scheme.lower()
    except ValueError:  # its words may hold the password
        raise SourceError(
            f"{hide_password(url)} is no address that can be read; "
            "in a name or password write [ as %5B, ] as %5D, @ as %40 and / as %2F"
        ) from None


def hide_password(url: str) -> str:
    """`url` fit to be shown: of `rtsp://ann:secret@host/x?key=1` remains `rtsp://ann:…@host/x?…`.

    Of what is no address, where nobody can tell what is secret, its beginning: `rtsp://…`.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("://")[0] + "://…"
    user, at, host = parts.netloc.rpartition("@")
    if ":" in user:
        user = user.partition(":")[0] + ":…"
    return parts._replace(netloc=user + at + host, query="…" if parts.query else "", fragment="").geturl()
