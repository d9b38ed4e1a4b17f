"""The choice of labelled rows: stratified, nested, the same everywhere, and safe on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ferdesk.dataset import Dataset, DatasetError
from ferdesk.dataset_type import make_dataset
from ferdesk.train.split import Labelled, Split, SplitError, Unlabelled, labelled_split, load_split, parts

Labels = NDArray[np.int64]

LABELS = np.repeat(np.arange(7), [40, 4, 41, 72, 48, 32, 50]).astype(np.int64)

label_arrays = st.lists(st.integers(0, 6), min_size=1, max_size=300).map(lambda values: np.array(values, np.int64))
seeds = st.integers(0, 2**32)


def small_dataset(count: int) -> Dataset:
    pixels = np.random.default_rng(0).integers(0, 256, (count, 48, 48), dtype=np.uint8)
    return make_dataset(pixels, np.arange(count, dtype=np.int64) % 7, np.zeros(count, np.int8), Path("made"))


@given(label_arrays, seeds, st.data())
@settings(max_examples=60, deadline=None)
def test_every_row_is_in_one_part_and_counts_are_as_asked(labels: Labels, seed: int, data: st.DataObject) -> None:
    classes = len(np.unique(labels))
    amount = data.draw(st.integers(classes, len(labels)))
    split = labelled_split(labels, str(amount), seed)
    assert len(split.labelled) == amount
    assert np.array_equal(np.sort(np.concatenate([split.labelled, split.unlabelled])), np.arange(len(labels)))
    assert np.all(np.diff(split.labelled) > 0)
    assert np.all(np.diff(split.unlabelled) > 0)


@given(label_arrays, seeds, st.data())
@settings(max_examples=60, deadline=None)
def test_classes_keep_their_share(labels: Labels, seed: int, data: st.DataObject) -> None:
    sizes = np.bincount(labels, minlength=7)
    amount = data.draw(st.integers(int(np.count_nonzero(sizes)), len(labels)))
    kept = np.bincount(labels[labelled_split(labels, str(amount), seed).labelled], minlength=7)
    fair = sizes * amount / len(labels)
    assert np.all(kept[sizes > 0] >= 1)
    assert np.all(kept < fair + 1)
    assert np.all(kept > fair - 7)
    assert np.all(kept > fair - 1 - 7 * sizes / len(labels))


@given(label_arrays, seeds, st.data())
@settings(max_examples=60, deadline=None)
def test_a_smaller_amount_is_a_part_of_a_larger_one(labels: Labels, seed: int, data: st.DataObject) -> None:
    classes = len(np.unique(labels))
    small = data.draw(st.integers(classes, len(labels)))
    large = data.draw(st.integers(small, len(labels)))
    inner, outer = (labelled_split(labels, str(amount), seed).labelled for amount in (small, large))
    assert set(inner.tolist()) <= set(outer.tolist())


def test_the_choice_is_the_same_on_every_machine() -> None:
    split = labelled_split(LABELS, "10%", 3)
    assert split.labelled[:6].tolist() == [0, 20, 28, 31, 40, 44]
    assert split.sha256 == "c7ce2fa3fe7da2a1c53df147fb37e76217fb94ac1bf7d822a77664da227bc4c6"


def test_seeds_differ_and_repeat() -> None:
    first, again, other = (labelled_split(LABELS, "20%", seed).sha256 for seed in (0, 0, 1))
    assert first == again != other


def test_ten_percent_of_each_class() -> None:
    split = labelled_split(LABELS, "10%", 0)
    assert np.bincount(LABELS[split.labelled]).tolist() == [4, 1, 4, 7, 5, 3, 5]


def test_number_from_each_class_is_nested_too() -> None:
    two, four = (labelled_split(LABELS, amount, 5).labelled for amount in ("2/class", "4/class"))
    assert np.bincount(LABELS[four]).tolist() == [4] * 7
    assert set(two.tolist()) < set(four.tolist())


def test_all_labels_leave_nothing_unlabelled() -> None:
    split = labelled_split(LABELS, "100%", 0)
    assert len(split.labelled) == len(LABELS)
    assert len(split.unlabelled) == 0


def test_rows_of_the_data_set_are_named_where_they_are_given() -> None:
    rows = np.arange(len(LABELS), dtype=np.int64) * 3 + 1
    plain, named = labelled_split(LABELS, "10%", 0), labelled_split(LABELS, "10%", 0, rows)
    assert np.array_equal(named.labelled, rows[plain.labelled])
    with pytest.raises(ValueError, match="2 rows for"):
        labelled_split(LABELS, "10%", 0, rows[:2])


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("lots", "is not an amount"),
        ("-5", "is not an amount"),
        ("10 %%", "is not an amount"),
        ("0", "at least one of each class"),
        ("0%", "at least one of each class"),
        ("6", "at least one of each class"),
        ("0/class", "at least one of each class"),
        ("288", "there are 287"),
        ("101%", "there are 287"),
        ("5/class", "smallest class has 4"),
    ],
)
def test_amounts_that_cannot_be_had(amount: str, sentence: str) -> None:
    with pytest.raises(SplitError, match=sentence):
        labelled_split(LABELS, amount, 0)


def test_no_rows_and_no_such_seed() -> None:
    with pytest.raises(SplitError, match="no Training rows"):
        labelled_split(LABELS[:0], "100%", 0)
    with pytest.raises(SplitError, match="0 or more"):
        labelled_split(LABELS, "100%", -1)


def test_rows_csv_comes_back_and_its_hash_is_that_of_the_file(tmp_path: Path) -> None:
    split = labelled_split(LABELS, "10%", 0)
    path = tmp_path / "rows.csv"
    split.save(path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == split.sha256
    again = load_split(path, split.sha256)
    assert np.array_equal(again.labelled, split.labelled)
    assert np.array_equal(again.unlabelled, split.unlabelled)
    with pytest.raises(SplitError, match="not the rows that the run began with"):
        load_split(path, "0" * 64)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-4],
        lambda text: text + "0,1\n",
        lambda text: text + "x,1\n",
        lambda _: "row\n1\n",
        lambda _: "",
    ],
)
def test_a_damaged_rows_csv_is_refused(tmp_path: Path, damage: Callable[[str], str]) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(damage(labelled_split(LABELS, "10%", 0).text()), encoding="utf-8")
    with pytest.raises(SplitError, match=r"rows\.csv"):
        load_split(path)
    with pytest.raises(SplitError, match="cannot be read"):
        load_split(tmp_path / "absent.csv")


def test_unlabelled_images_have_no_labels_at_all() -> None:
    dataset = small_dataset(35)
    labelled, unlabelled = parts(dataset, labelled_split(dataset.labels, "14", 0))
    assert isinstance(labelled, Labelled)
    assert isinstance(unlabelled, Unlabelled)
    assert vars(unlabelled).keys() == {"pixels"}
    assert labelled.pixels.shape == (14, 48, 48)
    assert unlabelled.pixels.shape == (21, 48, 48)
    bare = dataset.without_labels(np.array([1, 34]))
    assert bare.labels[[1, 34]].tolist() == [-1, -1]
    assert np.array_equal(np.delete(bare.labels, [1, 34]), np.delete(dataset.labels, [1, 34]))
    assert bare.fingerprint == dataset.fingerprint
    assert (dataset.labels >= 0).all()
    with pytest.raises(DatasetError, match="another data set"):
        parts(dataset, Split(np.array([35]), np.array([], np.int64)))
