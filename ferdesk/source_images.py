"""An image file and a folder of images as sources: a frame an image."""

from __future__ import annotations

import re
import time
from pathlib import Path

from ferdesk.images import IMAGE_SUFFIXES, ImageError, read_image
from ferdesk.sources import DEFAULT_OPTIONS, SourceError, SourceKind
from ferdesk.track import SLOW_SECONDS
from ferdesk.types import Frame


class ImageSource:
    """One image file: one frame."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.name = self.path.name
        self.live = False
        self.kind: SourceKind = "file"
        self.note = ""
        self._frame: Frame | None = None
        self._open = False

    def open(self) -> None:
        """Read the file. Raises SourceError saying why it cannot be read."""
        self.close()
        try:
            image = read_image(self.path)
        except ImageError as error:
            raise SourceError(str(error)) from error
        self._frame = Frame(image, 0, 0.0, time.monotonic(), still=True)
        self._open = True

    def read(self) -> Frame | None:
        """The frame, then None."""
        if not self._open:
            raise SourceError(f"{self.name} is not open")
        frame, self._frame = self._frame, None
        return frame

    def close(self) -> None:
        """Forget the frame."""
        self._frame, self._open = None, False


class FolderSource:
    """The images that lie directly in a folder, by name with numbers counted (`2.jpg` before `10.jpg`).

    Unreadable files are left out, told by `note` and kept in `unreadable`. `Frame.name` is the file's,
    `Frame.index` its place in `paths`, and the frames lie `seconds_an_image` apart. The tracker forgets people after
    1.5 seconds: at longer steps each image has people of its own and is a still, at shorter ones the images are taken
    as those of a film.
    """

    def __init__(self, folder: str | Path, seconds_an_image: float = DEFAULT_OPTIONS.slide_seconds) -> None:
        self.folder = Path(folder)
        self.name = self.folder.name or str(self.folder)
        self.live = False
        self.kind: SourceKind = "slides"
        self.note = ""
        self.seconds_an_image = seconds_an_image
        self.paths: tuple[Path, ...] = ()
        self.unreadable: tuple[Path, ...] = ()
        self._next: int | None = None

    def open(self) -> None:
        """List the folder. Raises SourceError if it cannot be listed or holds no images."""
        self.close()
        try:
            found = [path for path in self.folder.iterdir() if _is_shown(path)]
        except OSError as error:
            raise SourceError(f"the folder {self.folder} cannot be read: {error.strerror}") from error
        if not found:
            known = ", ".join(sorted(IMAGE_SUFFIXES))
            raise SourceError(f"the folder {self.folder} holds no images; known are {known}")
        self.paths = tuple(sorted(found, key=_natural))
        self.unreadable = ()
        self.note = ""
        self._next = 0

    def read(self) -> Frame | None:
        """The next readable image, None at the end. Raises SourceError if not one of them could be read."""
        if self._next is None:
            raise SourceError(f"{self.name} is not open")
        while self._next < len(self.paths):
            index, self._next = self._next, self._next + 1
            try:
                image = read_image(self.paths[index])
            except ImageError:
                if self.paths[index] not in self.unreadable:
                    self.unreadable += (self.paths[index],)
                    self.note = _left_out(self.unreadable)
                continue
            still = self.seconds_an_image > SLOW_SECONDS
            seconds, name = index * self.seconds_an_image, self.paths[index].name
            return Frame(image, index, seconds, time.monotonic(), name=name, still=still)
        if len(self.unreadable) == len(self.paths):
            raise SourceError(f"not one of the {len(self.paths)} images in {self.folder} can be read")
        return None

    def seek(self, index: int, *, forward: bool = False) -> None:
        """Go on at the image of that place in `paths`, or where that one is unreadable, before it; `forward`: after."""
        if self._next is None:
            return
        while not forward and 0 < index < len(self.paths) and self.paths[index] in self.unreadable:
            index -= 1
        self._next = max(0, index)

    def close(self) -> None:
        """Stop reading."""
        self._next = None


def _is_shown(path: Path) -> bool:
    """Hidden files, such as those that a Mac leaves on a stick, are nobody's pictures."""
    return not path.name.startswith(".") and path.suffix.lower() in IMAGE_SUFFIXES and path.is_file()


def _left_out(paths: tuple[Path, ...]) -> str:
    if len(paths) == 1:
        return f"{paths[0].name} cannot be read and was left out"
    return f"{len(paths)} images cannot be read and were left out, the last of them {paths[-1].name}"


def _natural(path: Path) -> tuple[list[tuple[int, int, str]], str]:
    """A sorting key that counts: digits as numbers, before letters, letters whatever their case."""
    parts = re.findall(r"[0-9]+|[^0-9]+", path.name)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part.casefold()) for part in parts], path.name
