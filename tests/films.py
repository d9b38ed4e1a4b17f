"""Small videos for tests, written with cv2 and bent by hand: variable rates, rotation marks, damage."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

import ferdesk.opencv_env  # noqa: F401  isort: skip

import cv2
import numpy as np

from ferdesk.matroska import MatroskaFilm
from ferdesk.types import Image

WIDTH, HEIGHT = 160, 120


def numbered(number: int) -> Image:
    """A picture whose six stripes tell its number, 0 to 63, under a strip of noise that resists packing."""
    image = np.full((HEIGHT, WIDTH, 3), 60, np.uint8)
    for bit in range(6):
        if number >> bit & 1:
            image[:, 25 * bit : 25 * bit + 25] = 190
    image[:20] = np.random.default_rng(number).integers(0, 255, (20, WIDTH, 3), np.uint8)
    return image


def number_in(image: Image) -> int:
    """The number that `numbered` painted, after lossy compression."""
    stripes = [image[40:100, 25 * bit + 5 : 25 * bit + 20].mean() > 125 for bit in range(6)]
    return sum(int(stripe) << bit for bit, stripe in enumerate(stripes))


def write_video(path: Path, frames: int = 30, *, fps: float = 25.0, code: str = "mp4v") -> Path:
    """A video of `numbered` pictures; returns `path`."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*code), fps, (WIDTH, HEIGHT))
    assert writer.isOpened(), f"this OpenCV cannot write {code} into {path.suffix}"
    for number in range(frames):
        writer.write(numbered(number))
    writer.release()
    return path


def write_recording(path: Path, seconds: Sequence[float]) -> Path:
    """A film as ferdesk records it, of `numbered` pictures at these times; returns `path`."""
    film = MatroskaFilm(path)
    for number, moment in enumerate(seconds):
        film.add(numbered(number % 64), moment)
    film.close()
    return path


def damage(path: Path, begin: float, end: float) -> Path:
    """Overwrite this part (shares of the file's length) with zeros."""
    content = bytearray(path.read_bytes())
    first, last = round(begin * len(content)), round(end * len(content))
    content[first:last] = bytes(last - first)
    path.write_bytes(content)
    return path


def trim(path: Path, share: float) -> Path:
    """Let the edit list of an mp4 show only its first part, a share of it, as telephones do; all pictures stay."""
    content = bytearray(path.read_bytes())
    duration = content.index(b"elst") + 4 + 8
    shown = round(share * int.from_bytes(content[duration : duration + 4], "big"))
    content[duration : duration + 4] = struct.pack(">I", shown)
    path.write_bytes(content)
    return path


def rotate_mark(path: Path) -> Path:
    """Mark an mp4 as one to be turned by a quarter, as telephones do; the pictures stay as they are."""
    content = bytearray(path.read_bytes())
    matrix = content.index(b"tkhd") + 4 + 4 + 20 + 8 + 8  # version and flags, five words, reserved, layer to volume
    content[matrix : matrix + 36] = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    path.write_bytes(content)
    return path


def retime(path: Path, steps: Sequence[int]) -> Path:
    """Give an mp4 whose index stands at its end a variable rate: frame n lasts `steps[n]` times the usual."""
    content = bytearray(path.read_bytes())
    edits = content.index(b"edts")
    content[edits : edits + 4] = b"free"  # the edit list would cut at the old length
    table = content.index(b"stts")
    old = struct.unpack(">I", content[table - 4 : table])[0]
    unit = struct.unpack(">I", content[table + 16 : table + 20])[0]
    entries = b"".join(struct.pack(">II", 1, step * unit) for step in steps)
    content[table + 4 : table - 4 + old] = struct.pack(">II", 0, len(steps)) + entries
    for box in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stts"):
        at = content.index(box) - 4
        size = struct.unpack(">I", content[at : at + 4])[0]
        content[at : at + 4] = struct.pack(">I", size + 16 + len(entries) - old)
    path.write_bytes(content)
    return path
