"""FER2013 as a csv: `fer2013.csv` or `icml_face_data.csv`, plain or in a gz, xz, zip or tar archive."""

from __future__ import annotations

import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import numpy as np
from numpy.typing import NDArray

from ferdesk.dataset_type import CROP_SIZE, SPLITS, Dataset, DatasetError, make_dataset
from ferdesk.emotions import EMOTIONS

ARCHIVE_ERRORS = (EOFError, OSError, RuntimeError, lzma.LZMAError, zlib.error, zipfile.BadZipFile, tarfile.TarError)
"""All that Python's archive modules raise for a damaged or shortened file; RuntimeError where a zip has a password."""

PIXELS = CROP_SIZE * CROP_SIZE
_CHUNK = 2 << 20  # about 250 rows: their intermediate arrays stay in the processor's cache
_NAMES = ("fer2013.csv", "icml_face_data.csv")
_ENDINGS = ("", ".xz", ".gz", ".zip")
_HEADINGS = ("emotion", "pixels", "usage")


def csv_in(folder: Path) -> Path | None:
    """`fer2013.csv` or `icml_face_data.csv`, plain or packed, directly in `folder`; None where there is none."""
    candidates = (folder / (name + ending) for name in _NAMES for ending in _ENDINGS)
    return next((path for path in candidates if path.is_file()), None)


def read_csv(path: Path) -> Dataset:
    """The rows of the csv that `path` is or holds, in their order; DatasetError names `path` and the row."""
    try:
        with _opened(path) as stream:
            return _read_stream(stream, path)
    except PermissionError:
        raise  # nothing is wrong with the file
    except ARCHIVE_ERRORS as error:
        raise DatasetError(f"{path}: the file is damaged or cut short ({error}); fetch it again") from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    name = path.name.lower()
    if name.endswith(".zip"):
        with zipfile.ZipFile(path) as archive, archive.open(_member(path, archive.namelist())) as stream:
            yield stream
    elif name.endswith((".tar", ".tar.gz", ".tgz", ".tar.xz")):
        with tarfile.open(path) as tar:
            stream_in_tar = tar.extractfile(_member(path, [member.name for member in tar if member.isfile()]))
            assert stream_in_tar is not None  # it is a file
            yield stream_in_tar
    elif name.endswith(".gz"):
        with gzip.open(path) as stream:
            yield cast(IO[bytes], stream)
    elif name.endswith(".xz"):
        with lzma.open(path) as stream:
            yield stream
    elif name.endswith(".csv"):
        with path.open("rb") as stream:
            yield stream
    else:
        raise DatasetError(f"{path}: not a form of FER2013 that is known; give a .csv, .gz, .xz, .zip or a folder")


def _member(path: Path, names: list[str]) -> str:
    """The csv to read among the names in an archive."""
    tables = sorted(name for name in names if name.lower().endswith(".csv") and not name.startswith("__MACOSX"))
    for wanted in _NAMES:
        for name in tables:
            if name.rsplit("/", 1)[-1].lower() == wanted:
                return name
    if len(tables) == 1:
        return tables[0]
    held = ", ".join(tables) if tables else "none"
    raise DatasetError(f"{path}: no fer2013.csv in the archive (csv files in it: {held}); unpack a folder of images")


@dataclass(frozen=True)
class _Columns:
    """Where the three columns stand and how many fields a row has."""

    emotion: int
    pixels: int
    usage: int
    count: int


def _read_stream(stream: IO[bytes], path: Path) -> Dataset:
    lines = _blocks(stream)
    first = next(lines, [])
    if not first:
        raise DatasetError(f"{path}: the file is empty")
    columns = _columns(first[0], path)
    reader = _Rows(columns, path)
    reader.add(first[1:])
    for block in lines:
        reader.add(block)
    return reader.dataset()


def _blocks(stream: IO[bytes]) -> Iterator[list[bytes]]:
    """Lists of whole lines, without their ends."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        if lines:
            yield lines
    if rest:
        yield [rest]


def _columns(heading: bytes, path: Path) -> _Columns:
    names = [name.strip(' "\r').lower() for name in heading.decode("utf-8-sig", errors="replace").split(",")]
    missing = [name for name in _HEADINGS if name not in names]
    if missing:
        shown = ", ".join(name[:20] for name in names[:6])
        raise DatasetError(f"{path}: no column {' and no column '.join(missing)}; the heading says: {shown}")
    return _Columns(names.index("emotion"), names.index("pixels"), names.index("usage"), len(names))


class _Rows:
    """Gathers the rows of a csv block by block."""

    def __init__(self, columns: _Columns, path: Path) -> None:
        self._columns = columns
        self._path = path
        self._labels: list[int] = []
        self._splits: list[int] = []
        self._pixels: list[NDArray[np.uint8]] = []

    def add(self, lines: list[bytes]) -> None:
        fields: list[bytes] = []
        start = len(self._labels)
        for line in lines:
            if not line.strip():
                continue
            cells = line.split(b",")
            if len(cells) != self._columns.count:
                raise self._error(len(self._labels), f"{len(cells)} fields where the heading has {self._columns.count}")
            self._splits.append(self._split(cells[self._columns.usage]))
            self._labels.append(self._label(cells[self._columns.emotion]))
            fields.append(cells[self._columns.pixels].strip(b' "\r'))
        if fields:
            fast = _parse_pixels(fields)
            self._pixels.append(self._parse_slowly(fields, start) if fast is None else fast)

    def dataset(self) -> Dataset:
        if not self._labels:
            raise DatasetError(f"{self._path}: a heading, but no rows")
        pixels = np.concatenate(self._pixels).reshape(-1, CROP_SIZE, CROP_SIZE)
        return make_dataset(pixels, np.array(self._labels, np.int64), np.array(self._splits, np.int8), self._path)

    def _label(self, cell: bytes) -> int:
        text = _plain(cell)
        if text not in _LABELS:
            last = len(EMOTIONS) - 1
            raise self._error(len(self._labels), f"unknown label {text!r}; emotions are numbers from 0 to {last}")
        return _LABELS[text]

    def _split(self, cell: bytes) -> int:
        text = _plain(cell)
        if text not in SPLITS:
            raise self._error(len(self._labels), f"unknown usage {text!r}; there are {', '.join(SPLITS)}")
        return SPLITS.index(text)

    def _parse_slowly(self, fields: list[bytes], start: int) -> NDArray[np.uint8]:
        """Row by row, to say which row is wrong and how."""
        return np.stack([self._parse_row(field, start + offset) for offset, field in enumerate(fields)])

    def _parse_row(self, field: bytes, row: int) -> NDArray[np.uint8]:
        tokens = field.split()
        if len(tokens) != PIXELS:
            raise self._error(row, f"{len(tokens)} pixels where {PIXELS} ({CROP_SIZE} x {CROP_SIZE}) are expected")
        for token in tokens:
            if not token.isdigit() or int(token) > 255:
                text = token[:12].decode("ascii", errors="replace")
                raise self._error(row, f"pixel value {text!r}; pixels are whole numbers from 0 to 255")
        return np.array([int(token) for token in tokens], np.uint8)

    def _error(self, row: int, what: str) -> DatasetError:
        return DatasetError(f"{self._path}: row {row + 1}: {what}")


_LABELS = {str(number): number for number in range(len(EMOTIONS))}


def _plain(cell: bytes) -> str:
    return cell.strip(b' "\r').decode("utf-8", errors="replace")


def _parse_pixels(fields: list[bytes]) -> NDArray[np.uint8] | None:
    """uint8 [rows, 2304] from texts of numbers between spaces; None where anything at all is out of order.

    Works on all bytes at once: the value of a number is put together at its last digit out of that byte and the two
    before it, which is some thirty times as fast as turning 83 million words into numbers one by one.
    """
    raw = np.frombuffer(b" ".join(fields) + b" ", np.uint8)
    digit = (raw - np.uint8(ord("0"))) < 10
    if np.count_nonzero(digit) + np.count_nonzero(raw == ord(" ")) != len(raw):
        return None
    if np.any(digit[3:] & digit[2:-1] & digit[1:-2] & digit[:-3]):
        return None  # four digits in a row
    value = (raw & 15).astype(np.uint16)  # 0..9 for a digit, 0 for a space
    hundreds = value[:-2] * digit[1:-1]
    value[1:] += 10 * (raw[:-1] & 15).astype(np.uint16)
    value[2:] += 100 * hundreds
    last = digit[:-1] & ~digit[1:]
    end = 0
    for field in fields:
        start, end = end, end + len(field) + 1
        if np.count_nonzero(last[start:end]) != PIXELS:
            return None
    numbers = value[:-1][last]
    if numbers.max() > 255:
        return None
    return numbers.astype(np.uint8).reshape(len(fields), PIXELS)
