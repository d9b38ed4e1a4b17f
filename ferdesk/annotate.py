"""Annotated copies: pictures and videos with the overlay painted in, mirrored into a folder.

An Annotator belongs to one thread.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import ferdesk.opencv_env  # noqa: F401  isort: skip

import cv2
import numpy as np

from ferdesk.errors import FerdeskError
from ferdesk.label_inputs import Item
from ferdesk.overlay import OverlayStyle, overlay
from ferdesk.overlay_cv import paint
from ferdesk.paths import for_ffmpeg, looking_at
from ferdesk.types import Image, Result

_KEPT = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp"})
_QUALITY = 92
_LONGEST_SIDE = {".mp4": 8190, ".jpg": 65_500, ".jpeg": 65_500, ".webp": 16_383}
"""Pixels of width or height that the encoders take at most; 360-degree cameras send films of 8192."""
_ODD_RATES = 65
"""Frames a second from which on mp4's encoder takes whole rates only; telephones write 238.97."""
_STYLE = OverlayStyle()
_LONGEST_GAP = 10.0
"""Seconds of the film that one picture stands still at most, however far the recording's clock leaps ahead."""


class AnnotateError(FerdeskError):
    """An annotated copy that cannot be written."""


class Annotator:
    """Writes copies into `folder`, each where its original lies below the folder that was named.

    Pictures keep their form where it is jpg, png, webp or bmp and become png otherwise; videos become mp4. What is
    larger than these forms take is shrunk. Two originals that would get one name become `face.jpg` and `face (2).jpg`,
    in the order of `reserve`.
    """

    def __init__(self, folder: Path, *, overwrite: bool = False) -> None:
        """`overwrite` allows a folder that holds something already."""
        with looking_at(folder, AnnotateError):
            if folder.exists() and not folder.is_dir():
                raise AnnotateError(f"{folder}: a file; --annotate needs a folder")
            if not overwrite and folder.is_dir() and any(folder.iterdir()):
                raise AnnotateError(
                    f"{folder}: not empty; choose another folder, or replace what is in it with --force"
                )
        self._folder = folder
        self._taken: set[str] = set()
        self._names: dict[Item, Path] = {}

    def picture(self, item: Item, result: Result) -> Path:
        """Write an annotated picture; returns its path."""
        path = self._free(item)
        suffix = path.suffix.lower()
        image = _shrunk(painted(_without_number(result)), _LONGEST_SIDE.get(suffix))
        done, data = cv2.imencode(suffix, image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        if not done:
            raise AnnotateError(f"{path}: this picture cannot be written in this form")
        try:
            path.write_bytes(data.tobytes())  # not cv2.imwrite, which knows no Unicode on Windows
        except OSError as error:
            raise AnnotateError(f"{path}: cannot be written ({error.strerror})") from error
        return path

    def film(self, item: Item, fps: float) -> Film:
        """A film to be filled with the results of a video, of which about `fps` come a second."""
        return Film(self._free(item), fps)

    def reserve(self, items: Iterable[Item]) -> None:
        """Give each of a job's items the name of its copy, whether there is going to be one or not.

        A job that goes on with another one thus gives the same names, also where fewer files cannot be read by now.
        """
        for item in items:
            if item.kind != "trouble":
                self._name(item)

    def _free(self, item: Item) -> Path:
        """Where the item's copy goes: a path that no other original got. Its folder is made."""
        path = self._name(item)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AnnotateError(f"{path.parent}: cannot be made ({error.strerror})") from error
        return path

    def _name(self, item: Item) -> Path:
        if item in self._names:
            return self._names[item]
        place = _place(item)
        number, path = 1, self._folder / place
        while str(path).casefold() in self._taken:  # Windows and macOS take Face.jpg and face.jpg for one file
            number += 1
            path = self._folder / place.with_name(f"{place.stem} ({number}){place.suffix}")
        self._taken.add(str(path).casefold())
        self._names[item] = path
        return path


def _place(item: Item) -> Path:
    """Where the copy of an item lies, below the folder of copies, if nobody else lies there."""
    if item.kind == "video":
        return item.place.with_suffix(".mp4")
    return item.place if item.path.suffix.lower() in _KEPT else item.place.with_suffix(".png")


class Film:
    """An mp4 of annotated frames at a constant rate; each frame stands as long as it did in the original.

    A context manager. Without a single frame no file is made.
    """

    def __init__(self, path: Path, fps: float) -> None:
        self.path = path
        self._fps = _encodable(fps)
        self._writer: cv2.VideoWriter | None = None
        self._size = (0, 0)
        self._last: Image | None = None
        self._written = 0
        self._start = 0.0
        self._seconds = 0.0

    def add(self, result: Result) -> None:
        """Append a frame. Results come in the order of their time."""
        image, seconds = _shrunk(painted(result), _LONGEST_SIDE[".mp4"]), result.frame.seconds
        if self._writer is None:
            self._open(image)
            self._start = seconds
        elif seconds - self._seconds > _LONGEST_GAP:
            self._start += seconds - self._seconds - _LONGEST_GAP
        self._seconds = seconds
        self._fill(round((seconds - self._start) * self._fps))
        self._last = image

    def _open(self, image: Image) -> None:
        self._size = (image.shape[1], image.shape[0])
        code = cv2.VideoWriter.fourcc(*"mp4v")  # H.264 is not in the OpenCV that pip installs
        path = for_ffmpeg(self.path, AnnotateError)
        self._writer = cv2.VideoWriter(path, cv2.CAP_FFMPEG, code, self._fps, self._size)
        if not self._writer.isOpened():
            raise AnnotateError(f"{self.path}: the annotated video cannot be written")

    def _fill(self, until: int) -> None:
        """Write the last picture until the film holds `until` frames."""
        if self._writer is None or self._last is None:
            return
        picture = self._last
        if (picture.shape[1], picture.shape[0]) != self._size:  # the writer would drop it without a word
            picture = np.asarray(cv2.resize(picture, self._size, interpolation=cv2.INTER_AREA), np.uint8)
        while self._written < until:
            self._writer.write(picture)
            self._written += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._fill(self._written + 1)
            self._writer.release()


def _encodable(fps: float) -> float:
    if not (math.isfinite(fps) and 0.1 <= fps <= 240):
        return 25.0
    return fps if fps <= _ODD_RATES else float(round(fps))


def _shrunk(image: Image, longest: int | None) -> Image:
    """`image` with its longer side at most `longest` pixels long; None: of any size."""
    height, width = image.shape[:2]
    if longest is None or max(height, width) <= longest:
        return image
    scale = longest / max(height, width)
    size = max(2, round(width * scale)), max(2, round(height * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _without_number(result: Result) -> Result:
    """Numbers tell the faces of a picture apart, as in the table; one that is alone needs none."""
    if len(result.faces) != 1:
        return result
    return replace(result, faces=(replace(result.faces[0], track=None),))


def painted(result: Result, style: OverlayStyle = _STYLE) -> Image:
    """The result's frame with the overlay on it, BGR."""
    return paint(result.frame.image, overlay(result, style))


def frame_rate(path: Path) -> float:
    """Frames a second as the video file claims; 25.0 where it does not or cannot be opened."""
    try:
        capture = cv2.VideoCapture(for_ffmpeg(path), cv2.CAP_FFMPEG)
    except FerdeskError:  # whoever reads it is told
        return 25.0
    rate = capture.get(cv2.CAP_PROP_FPS)
    capture.release()
    return rate if math.isfinite(rate) and 1.0 <= rate <= 1000.0 else 25.0
