"""Folders of images: what tells the split, which images are left out, and what is wrong with which file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ferdesk.dataset import Dataset, DatasetError, load_dataset
from ferdesk.dataset_folder import HALVED, LOSSY
from tests.forms import FERPLUS_FOLDERS, made_rows, write_ferplus, write_folder


@pytest.fixture(scope="module")
def rows() -> Dataset:
    return made_rows()


def test_a_lone_test_folder_is_halved_by_its_pixels_and_says_so(tmp_path: Path, rows: Dataset) -> None:
    folder = write_folder(tmp_path / "a", rows, prefixed=False)
    dataset = load_dataset(folder, cache=False)
    assert HALVED in dataset.notes
    assert [len(dataset.rows(split)) for split in ("Training", "PublicTest", "PrivateTest")] == [20, 23, 17]
    # A twin of a test image under another name and another class falls into the same half.
    twin = next((folder / "test" / "angry").iterdir())
    (folder / "test" / "sad" / "twin.png").write_bytes(twin.read_bytes())
    again = load_dataset(folder, cache=False)
    same = [row for row in range(61) if np.array_equal(again.pixels[row], np.asarray(Image.open(twin)))]
    assert len(same) == 2
    assert len({again.splits[row] for row in same}) == 1


def test_val_and_test_are_the_two_test_splits(tmp_path: Path, rows: Dataset) -> None:
    write_folder(tmp_path, rows, prefixed=False)
    val = tmp_path / "val" / "happy"
    val.mkdir(parents=True)
    moved = next((tmp_path / "test" / "happy").iterdir())
    moved.rename(val / moved.name)
    dataset = load_dataset(tmp_path, cache=False)
    assert [len(dataset.rows(split)) for split in ("Training", "PublicTest", "PrivateTest")] == [20, 1, 39]
    assert HALVED not in dataset.notes


def test_prefixes_need_no_note(tmp_path: Path, rows: Dataset) -> None:
    assert load_dataset(write_folder(tmp_path, rows), cache=False).notes == ()


def test_jpeg_copies_are_read_and_noted(tmp_path: Path, rows: Dataset) -> None:
    dataset = load_dataset(write_folder(tmp_path, rows, suffix=".jpg"), cache=False)
    assert dataset.notes == (LOSSY,)
    assert np.array_equal(np.bincount(dataset.labels), np.bincount(rows.labels))
    assert dataset.fingerprint != rows.fingerprint


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "LA"])
def test_grey_saved_as_colour_stays_the_same_grey(tmp_path: Path, rows: Dataset, mode: str) -> None:
    folder = write_folder(tmp_path, rows)
    for path in folder.rglob("*.png"):
        Image.open(path).convert(mode).save(path)
    assert load_dataset(folder, cache=False).fingerprint == rows.fingerprint


def test_class_folders_may_be_spelled_otherwise(tmp_path: Path, rows: Dataset) -> None:
    folder = write_folder(tmp_path, rows)
    for name, other in {"fear": "Fearful", "disgust": "disgusted", "sad": "4"}.items():
        (folder / "train" / name).rename(folder / "train" / other)
    assert load_dataset(folder, cache=False).fingerprint == rows.fingerprint


def test_clutter_of_file_managers_is_passed_over(tmp_path: Path, rows: Dataset) -> None:
    folder = write_folder(tmp_path, rows)
    for name in ("Thumbs.db", ".DS_Store", "._Training_1.png"):
        (folder / "train" / "angry" / name).write_bytes(b"x")
    (folder / "train" / ".cache").mkdir()
    assert load_dataset(folder, cache=False).fingerprint == rows.fingerprint


def test_ferplus_leaves_out_what_is_none_of_the_seven(tmp_path: Path, rows: Dataset) -> None:
    odd = {3: "contempt", 10: "unknown", 25: "NF", 40: "tie"}
    names = ("anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral")
    folder = write_ferplus(tmp_path, rows, votes=lambda row: odd.get(row, names[row % 7]))
    dataset = load_dataset(folder, cache=False)
    assert len(dataset) == 56
    assert any("4 images" in note and "FER+" in note for note in dataset.notes)


def spoil_size(path: Path) -> None:
    Image.new("L", (64, 48)).save(path)


def spoil_depth(path: Path) -> None:
    Image.fromarray(np.full((48, 48), 40000, np.uint16)).save(path)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.write_bytes(b"hello"), "not an image that can be read"),
        (lambda path: path.write_bytes(b""), "not an image that can be read"),
        (lambda path: path.write_bytes(path.read_bytes()[:900]), "not an image that can be read"),
        (spoil_size, "64 x 48 pixels where 48 x 48 are expected"),
        (spoil_depth, "8 bits of grey or colour are expected"),
    ],
)
def test_a_wrong_image_is_named(tmp_path: Path, rows: Dataset, spoil: Callable[[Path], object], sentence: str) -> None:
    folder = write_folder(tmp_path, rows)
    path = sorted((folder / "test" / "sad").iterdir())[1]
    spoil(path)
    with pytest.raises(DatasetError, match=re.escape(str(path)) + ".*" + sentence):
        load_dataset(folder, cache=False)


def test_a_file_that_is_no_image_is_named(tmp_path: Path, rows: Dataset) -> None:
    folder = write_folder(tmp_path, rows)
    (folder / "train" / "angry" / "notes.txt").write_text("hello")
    with pytest.raises(DatasetError, match=r"notes\.txt: not an image"):
        load_dataset(folder, cache=False)


def test_unknown_label_folder(tmp_path: Path, rows: Dataset) -> None:
    folder = write_folder(tmp_path, rows)
    (folder / "train" / "contempt").mkdir()
    with pytest.raises(DatasetError, match=r"contempt: unknown label; folders are named angry, disgust"):
        load_dataset(folder, cache=False)


def test_empty_folders(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="the folder is empty"):
        load_dataset(tmp_path, cache=False)
    (tmp_path / "holiday").mkdir()
    with pytest.raises(DatasetError, match=r"no fer2013\.csv in it and no images"):
        load_dataset(tmp_path, cache=False)
    (tmp_path / "train" / "angry").mkdir(parents=True)
    with pytest.raises(DatasetError, match="no images in it"):
        load_dataset(tmp_path, cache=False)


def test_ferplus_without_votes(tmp_path: Path, rows: Dataset) -> None:
    folder = write_ferplus(tmp_path, rows)
    votes = folder / "fer2013new.csv"
    lines = votes.read_text().splitlines()
    votes.write_text("\n".join(lines[:-1]) + "\n")
    with pytest.raises(DatasetError, match=r"fer0000059\.png: there are no votes for this image"):
        load_dataset(folder, cache=False)
    votes.unlink()
    with pytest.raises(DatasetError, match=rf"{FERPLUS_FOLDERS[0]}: .*put FER\+'s fer2013new\.csv into"):
        load_dataset(folder, cache=False)


def test_ferplus_with_votes_for_no_emotion(tmp_path: Path, rows: Dataset) -> None:
    folder = write_ferplus(tmp_path, rows, votes=lambda _: "contempt")
    with pytest.raises(DatasetError, match="an emotion for none of the 60 images"):
        load_dataset(folder, cache=False)
