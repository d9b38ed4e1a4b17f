"""A csv that is wrong is named with its row and with what is wrong; one that is merely unusual is read."""

from __future__ import annotations

import gzip
import lzma
import re
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ferdesk.dataset import DatasetError, load_dataset
from tests.forms import csv_text, made_rows, write_csv

ROWS = made_rows(6)
TEXT = csv_text(ROWS).decode()


def read(path: Path, text: str | bytes) -> object:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_dataset(path, cache=False)


def edited(row: int, change: Callable[[str], str]) -> str:
    """The csv with its data row `row` (from 1) changed."""
    lines = TEXT.splitlines()
    lines[row] = change(lines[row])
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda line: line.replace(",0 10 ", ",0 ", 1), "row 3: 2303 pixels where 2304 (48 x 48) are expected"),
        (lambda line: line.replace(",0 10 ", ",0 10 10 ", 1), "row 3: 2305 pixels where 2304 (48 x 48) are expected"),
        (lambda line: line.replace(",0 10 255 ", ",0 10 256 ", 1), "row 3: pixel value '256'"),
        (lambda line: line.replace(",0 10 255 ", ",0 10 1000 ", 1), "row 3: pixel value '1000'"),
        (lambda line: line.replace(",0 10 ", ",0 -1 ", 1), "row 3: pixel value '-1'"),
        (lambda line: line.replace(",0 10 ", ",0 1.5 ", 1), "row 3: pixel value '1.5'"),
        (lambda line: line.replace(",0 10 ", ",0 nan ", 1), "row 3: pixel value 'nan'"),
        (lambda line: "7" + line[1:], "row 3: unknown label '7'"),
        (lambda line: "happy" + line[1:], "row 3: unknown label 'happy'"),
        (lambda line: line[1:], "row 3: unknown label ''"),
        (lambda line: line.rpartition(",")[0] + ",Testing", "row 3: unknown usage 'Testing'"),
        (lambda line: line.rpartition(",")[0], "row 3: 2 fields where the heading has 3"),
        (lambda line: line.split(",")[0] + ",," + line.split(",")[2], "row 3: 0 pixels where 2304"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, change: Callable[[str], str], sentence: str) -> None:
    path = tmp_path / "fer2013.csv"
    with pytest.raises(DatasetError, match=re.escape(sentence)) as caught:
        read(path, edited(3, change))
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("emotion,pixels", "no column usage"),
        ("pixels", "no column emotion and no column usage"),
        ("emotion,pixel,Usage", "no column pixels; the heading says: emotion, pixel, usage"),
    ],
)
def test_a_missing_column_is_named(tmp_path: Path, heading: str, sentence: str) -> None:
    with pytest.raises(DatasetError, match=sentence):
        read(tmp_path / "train.csv", TEXT.replace("emotion,pixels,Usage", heading))


def test_empty_files(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="the file is empty"):
        read(tmp_path / "fer2013.csv", "")
    with pytest.raises(DatasetError, match="a heading, but no rows"):
        read(tmp_path / "fer2013.csv", "emotion,pixels,Usage\n")


@pytest.mark.parametrize(
    "text",
    [
        TEXT.rstrip("\n"),
        TEXT + "\n\n",
        TEXT.replace("\n", "\r\n"),
        "\ufeff" + TEXT,
        TEXT.replace(",0 10 255 ", ',"  0  010 255   ', 1).replace(",Training", '",Training', 1),
        TEXT.replace("emotion,pixels,Usage", '"emotion"," Pixels","USAGE "'),
        TEXT.replace("Usage\n", "Usage,note\n").replace("Training\n", "Training,x\n").replace("Test\n", "Test,\n"),
    ],
)
def test_unusual_spelling_is_read(tmp_path: Path, text: str) -> None:
    assert np.array_equal(load_of(tmp_path, text), ROWS.pixels)


def load_of(folder: Path, text: str) -> np.ndarray:
    (folder / "fer2013.csv").write_bytes(text.encode())
    return load_dataset(folder / "fer2013.csv", cache=False).pixels


def test_rows_longer_than_a_chunk_are_joined(tmp_path: Path) -> None:
    rows = made_rows(400)
    path = write_csv(tmp_path / "fer2013.csv", rows)
    assert path.stat().st_size > 2 << 20
    assert load_dataset(path, cache=False).fingerprint == rows.fingerprint


@pytest.mark.parametrize("name", ["fer2013.csv.gz", "fer2013.csv.xz", "fer2013.zip", "fer2013.tar.gz"])
@pytest.mark.parametrize("kept", [0, 10, 0.5, 0.99])
def test_a_truncated_archive(tmp_path: Path, name: str, kept: float) -> None:
    path = write_csv(tmp_path / name, ROWS)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(kept * len(whole)) if isinstance(kept, float) else kept])
    with pytest.raises(DatasetError, match=re.escape(str(path))):
        load_dataset(path, cache=False)


@pytest.mark.parametrize(
    ("name", "packed"), [("fer2013.csv.gz", gzip.compress), ("fer2013.csv.xz", lzma.compress)]
)
def test_a_damaged_archive(tmp_path: Path, name: str, packed: Callable[[bytes], bytes]) -> None:
    data = bytearray(packed(csv_text(ROWS)))
    data[len(data) // 2] ^= 0xFF
    (tmp_path / name).write_bytes(bytes(data))
    with pytest.raises(DatasetError, match=re.escape(name)):
        load_dataset(tmp_path / name, cache=False)


def test_a_truncated_csv_names_the_last_row(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="row 6: "):
        read(tmp_path / "fer2013.csv", TEXT[:-3000])


def test_a_zip_with_other_files(tmp_path: Path) -> None:
    path = tmp_path / "challenge.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("train.csv", "emotion,pixels\n")
        archive.writestr("test.csv", "pixels\n")
    with pytest.raises(DatasetError, match=r"csv files in it: test\.csv, train\.csv"):
        load_dataset(path, cache=False)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/._icml_face_data.csv", "x")
        archive.writestr("icml_face_data.csv", csv_text(ROWS, icml=True))
    assert load_dataset(path, cache=False).fingerprint == ROWS.fingerprint
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("train/angry/im0.png", b"")
    with pytest.raises(DatasetError, match=r"csv files in it: none.*unpack"):
        load_dataset(path, cache=False)


def test_a_folder_in_a_tar_is_no_csv(tmp_path: Path) -> None:
    path = tmp_path / "fer2013.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        folder = tarfile.TarInfo("fer2013.csv")
        folder.type = tarfile.DIRTYPE
        tar.addfile(folder)
    with pytest.raises(DatasetError, match="csv files in it: none"):
        load_dataset(path, cache=False)


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="not a form of FER2013 that is known"):
        read(tmp_path / "fer2013.parquet", b"PAR1")
