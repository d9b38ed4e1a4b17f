"""Twins, leaks and blank images are found where they were put, and in the known numbers in the real data set."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ferdesk.dataset import Dataset, load_dataset
from ferdesk.dataset_quality import blank_rows, leaked_rows, leaking_rows, near_blank_rows, picture_numbers, twins
from ferdesk.dataset_type import make_dataset
from tests.forms import made_rows


@pytest.fixture(scope="module")
def spoilt() -> Dataset:
    """Rows 0-19 Training, 20-39 PublicTest, 40-59 PrivateTest, with twins and blanks put in."""
    rows = made_rows()
    pixels, labels = rows.pixels.copy(), rows.labels.copy()
    for twin, original in {1: 0, 22: 3, 23: 3, 41: 5, 45: 21}.items():
        pixels[twin] = pixels[original]
        labels[twin] = labels[original]
    labels[23] = (labels[3] + 1) % 7
    pixels[30], pixels[31] = 0, 200
    pixels[32] = 100 + np.indices((48, 48)).sum(axis=0) % 3
    pixels[33] = 100 + np.indices((48, 48)).sum(axis=0) % 2
    return make_dataset(pixels, labels, rows.splits.copy(), Path("spoilt"))


def test_equal_pixels_bear_one_number(spoilt: Dataset) -> None:
    numbers = picture_numbers(spoilt.pixels)
    assert numbers[:4].tolist() == [0, 0, 1, 2]
    assert numbers[22] == numbers[23] == numbers[3]
    assert numbers.max() == 54


def test_twins_and_those_of_different_labels(spoilt: Dataset) -> None:
    found = twins(spoilt)
    assert [group.tolist() for group in found.groups] == [[0, 1], [3, 22, 23], [5, 41], [21, 45]]
    assert [group.tolist() for group in found.conflicts] == [[3, 22, 23]]
    assert twins(made_rows()).groups == ()


def test_leaks_are_rows_seen_in_training(spoilt: Dataset) -> None:
    assert leaked_rows(spoilt, "PublicTest").tolist() == [22, 23]
    assert leaked_rows(spoilt, "PrivateTest").tolist() == [41]
    assert leaking_rows(spoilt, "PublicTest").tolist() == [3]
    assert leaking_rows(spoilt, "PrivateTest").tolist() == [5]


def test_blank_and_near_blank(spoilt: Dataset) -> None:
    assert blank_rows(spoilt).tolist() == [30, 31]
    assert near_blank_rows(spoilt).tolist() == [33, 32]
    assert near_blank_rows(spoilt, below=0.6).tolist() == [33]


def test_the_real_data_set_has_the_known_leaks(fer2013_csv: Path) -> None:
    dataset = load_dataset(fer2013_csv)
    assert len(leaked_rows(dataset, "PrivateTest")) == 288
    assert len(leaked_rows(dataset, "PublicTest")) == 280
    assert len(twins(dataset).conflicts) == 58
    assert 26897 in blank_rows(dataset)
