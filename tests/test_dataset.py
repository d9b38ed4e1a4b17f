"""Same images, same result, whatever the form; and the type that holds them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ferdesk.dataset import SPLITS, Dataset, DatasetError, load_dataset
from ferdesk.dataset_type import make_dataset
from tests.forms import made_rows, write_csv, write_ferplus, write_folder

COUNTS = {
    "Training": [3995, 436, 4097, 7215, 4830, 3171, 4965],
    "PublicTest": [467, 56, 496, 895, 653, 415, 607],
    "PrivateTest": [491, 55, 528, 879, 594, 416, 626],
}

CSV_NAMES = ["fer2013.csv", "fer2013.csv.gz", "fer2013.csv.xz", "fer2013.zip", "fer2013.tar.gz", "FER.CSV"]


@pytest.fixture(scope="module")
def rows() -> Dataset:
    return made_rows()


def assert_same_arrays(one: Dataset, other: Dataset) -> None:
    assert np.array_equal(one.pixels, other.pixels)
    assert np.array_equal(one.labels, other.labels)
    assert np.array_equal(one.splits, other.splits)
    assert one.fingerprint == other.fingerprint
    assert (one.pixels.dtype, one.labels.dtype, one.splits.dtype) == (np.uint8, np.int64, np.int8)


@pytest.mark.parametrize("name", CSV_NAMES)
def test_csv_forms_are_the_same_row_by_row(tmp_path: Path, rows: Dataset, name: str) -> None:
    assert_same_arrays(load_dataset(write_csv(tmp_path / name, rows), cache=False), rows)


@pytest.mark.parametrize("name", CSV_NAMES[:4])
def test_icml_face_data_is_the_same(tmp_path: Path, rows: Dataset, name: str) -> None:
    path = write_csv(tmp_path / name.replace("fer2013", "icml_face_data"), rows, icml=True, end="\r\n")
    assert_same_arrays(load_dataset(path, cache=False), rows)


@pytest.mark.parametrize("name", ["fer2013.csv", "fer2013.csv.xz", "icml_face_data.csv.gz"])
def test_a_folder_that_holds_the_csv_is_the_csv(tmp_path: Path, rows: Dataset, name: str) -> None:
    (tmp_path / "readme.txt").write_text("hello")
    write_csv(tmp_path / name, rows)
    dataset = load_dataset(tmp_path, cache=False)
    assert_same_arrays(dataset, rows)
    assert dataset.source == tmp_path / name


@pytest.mark.parametrize("form", ["prefixed", "ferplus", "ferplus inside", "one folder down", "split names"])
def test_folders_of_png_are_the_same_in_canonical_order(tmp_path: Path, rows: Dataset, form: str) -> None:
    if form == "prefixed":
        write_folder(tmp_path, rows)
    elif form == "one folder down":
        write_folder(tmp_path / "archive", rows)
    elif form == "split names":
        for split, name in enumerate(SPLITS):
            of_split = rows.rows(name)
            as_training = np.zeros(len(of_split), np.int8)
            part = make_dataset(rows.pixels[of_split], rows.labels[of_split], as_training, tmp_path)
            write_folder(tmp_path / f"part{split}", part, prefixed=False)
            (tmp_path / f"part{split}" / "train").rename(tmp_path / name)
            (tmp_path / f"part{split}").rmdir()
    else:
        write_ferplus(tmp_path, rows, inside=form.endswith("inside"))
    dataset = load_dataset(tmp_path, cache=False)
    assert_same_arrays(dataset, rows.canonical())
    assert dataset.fingerprint == rows.fingerprint


def test_fingerprint_knows_images_labels_and_splits_but_not_their_order(rows: Dataset) -> None:
    order = np.random.default_rng(0).permutation(len(rows))
    shuffled = make_dataset(rows.pixels[order], rows.labels[order], rows.splits[order], Path("x"))
    assert shuffled.fingerprint == rows.fingerprint
    assert shuffled.digest != rows.digest
    assert_same_arrays(shuffled.canonical(), rows.canonical())
    for field in ("pixels", "labels", "splits"):
        arrays = {name: getattr(rows, name).copy() for name in ("pixels", "labels", "splits")}
        arrays[field].flat[5] = (arrays[field].flat[5] + 1) % 3
        assert make_dataset(**arrays, source=Path("x")).fingerprint != rows.fingerprint


def test_rows_by_split_and_read_only_arrays(rows: Dataset) -> None:
    found = [rows.rows(split) for split in SPLITS]
    assert np.array_equal(np.concatenate(found), np.arange(60))
    assert len(rows) == 60
    with pytest.raises(DatasetError, match="no split 'Test'"):
        rows.rows("Test")
    with pytest.raises(ValueError, match="read-only"):
        rows.pixels[0, 0, 0] = 1


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no such file or folder"):
        load_dataset(tmp_path / "fer2013.csv")


@pytest.mark.parametrize("cache", [True, False])
def test_what_may_not_be_read(tmp_path: Path, rows: Dataset, monkeypatch: pytest.MonkeyPatch, cache: bool) -> None:
    path = write_csv(tmp_path / "fer2013.csv", rows)

    def forbidden(self: Path, *arguments: object, **options: object) -> object:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(DatasetError, match=r"fer2013\.csv: cannot be read \(Permission denied\)"):
        load_dataset(path, cache=cache)


def test_the_real_data_set(fer2013_csv: Path) -> None:
    dataset = load_dataset(fer2013_csv)
    assert len(dataset) == 35_887
    for split, counts in COUNTS.items():
        assert np.bincount(dataset.labels[dataset.rows(split)], minlength=7).tolist() == counts
    assert dataset.pixels[0, 0, :6].tolist() == [70, 80, 82, 72, 58, 58]
    assert dataset.fingerprint == "59f3183e089f054506b643d3f8df2bbc8a0a821a27d37bf47e5b733e29c94db3"
