"""Whether an mp4 plays every picture that its index lists, so that their number can be held against what was read.

Telephones trim a film by an edit list and leave the pictures in it; OpenCV then announces those of the uncut original.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

SUFFIXES = frozenset({".mp4", ".m4v", ".mov", ".3gp"})
"""Of files that have such an index, in lower case."""
_ROUNDING = 0.1
"""Seconds by which an edit list may be shorter than what it shows all of."""


def plays_all(path: Path) -> bool:
    """True if nothing of what the index lists is trimmed away. False too for films in fragments and what is no mp4."""
    try:
        with path.open("rb") as file:
            movie = _movie(file, path.stat().st_size)
        return movie is not None and _untrimmed(movie)
    except (OSError, struct.error, ZeroDivisionError):  # damaged boxes tell nothing
        return False


def _movie(file: BinaryIO, length: int) -> bytes | None:
    """What the box `moov` holds; the pictures beside it are not read."""
    at = 0
    while at + 8 <= length:
        file.seek(at)
        kind, head, size = _head(file.read(16), length - at)
        if kind == b"moov":
            file.seek(at + head)
            return file.read(min(size, length - at) - head)
        at += size
    return None


def _untrimmed(movie: bytes) -> bool:
    parts = list(_boxes(movie))
    kinds = dict(parts)
    if b"mvex" in kinds or b"mvhd" not in kinds:
        return False
    scale = _scale_and_duration(kinds[b"mvhd"])[0]
    tracks = [dict(_boxes(content)) for kind, content in parts if kind == b"trak"]
    films = [track for track in tracks if _is_film(track)]
    return bool(films) and not any(_is_trimmed(track, scale) for track in films)


def _is_film(track: dict[bytes, bytes]) -> bool:
    return dict(_boxes(track.get(b"mdia", b""))).get(b"hdlr", b"")[8:12] == b"vide"


def _is_trimmed(track: dict[bytes, bytes], scale: int) -> bool:
    edits = dict(_boxes(track.get(b"edts", b""))).get(b"elst")
    if edits is None:
        return False
    ticks, duration = _scale_and_duration(dict(_boxes(track[b"mdia"])).get(b"mdhd", b""))
    return _shown(edits) / scale < duration / ticks - _ROUNDING


def _shown(edits: bytes) -> int:
    """How much of the film an edit list shows, in the movie's ticks; its empty stretches do not count."""
    entry = ">Qqi" if edits[:1] == b"\x01" else ">Iii"
    (count,) = struct.unpack_from(">I", edits, 4)
    entries = (struct.unpack_from(entry, edits, 8 + number * struct.calcsize(entry)) for number in range(count))
    return sum(duration for duration, begin, _ in entries if begin >= 0)


def _scale_and_duration(header: bytes) -> tuple[int, int]:
    """Ticks a second and ticks in all, of a box `mvhd` or `mdhd`."""
    long = header[:1] == b"\x01"
    scale, duration = struct.unpack_from(">IQ" if long else ">II", header, 20 if long else 12)
    return int(scale), int(duration)


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(content):
        kind, head, size = _head(content[at : at + 16], len(content) - at)
        yield kind, content[at + head : at + size]
        at += size


def _head(data: bytes, left: int) -> tuple[bytes, int, int]:
    """Kind, bytes of the head and bytes in all of a box, which begins with `data` and has `left` bytes to be in."""
    size, kind = struct.unpack_from(">I4s", data)
    head = 8
    if size == 1:
        (size,), head = struct.unpack_from(">Q", data, 8), 16
    return kind, head, max(head, size) if size else left
