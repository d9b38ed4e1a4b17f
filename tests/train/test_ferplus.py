"""FER+ votes: read, reduced to a majority, compared with FER2013's labels, refused where they cannot belong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ferdesk.dataset import Dataset, DatasetError, load_dataset
from ferdesk.dataset_type import make_dataset
from ferdesk.dataset_votes import NOT_AN_EMOTION, VOTE_COLUMNS, Votes, read_votes
from ferdesk.emotions import Emotion
from ferdesk.train.ferplus import agreement, no_face_rows
from tests.forms import made_rows, vote_cells, write_ferplus, write_folder

HEADING = "Usage,Image name," + ",".join(VOTE_COLUMNS)


@pytest.fixture(scope="module")
def rows() -> Dataset:
    return made_rows()


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def votes_on(rows: Dataset, tmp_path: Path) -> Votes:
    return read_votes(write_ferplus(tmp_path / "ferplus", rows) / "fer2013new.csv")


@pytest.mark.parametrize(
    ("cells", "emotion"),
    [
        ("4,0,0,1,3,2,0,0,0,0", Emotion.NEUTRAL),
        ("0,9,1,0,0,0,0,0,0,0", Emotion.HAPPY),
        ("0,0,9,0,0,0,1,0,0,0", Emotion.SURPRISE),
        ("0,0,0,9,0,1,0,0,0,0", Emotion.SAD),
        ("0,0,0,0,9,1,0,0,0,0", Emotion.ANGRY),
        ("0,0,0,0,1,9,0,0,0,0", Emotion.DISGUST),
        ("0,0,0,0,1,0,9,0,0,0", Emotion.FEAR),
        ("0,0,0,0,0,2,0,8,0,0", NOT_AN_EMOTION),
        ("3,0,0,0,0,0,0,0,7,0", NOT_AN_EMOTION),
        ("0,0,0,0,0,0,0,0,0,10", NOT_AN_EMOTION),
        ("5,5,0,0,0,0,0,0,0,0", NOT_AN_EMOTION),
    ],
)
def test_majority(tmp_path: Path, cells: str, emotion: int) -> None:
    votes = read_votes(write(tmp_path / "v.csv", HEADING, f"Training,fer0000000.png,{cells}"))
    assert votes.majority().tolist() == [emotion]
    assert votes.emotion_of_name() == {"fer0000000.png": emotion}


def test_shares_leave_out_lone_votes_and_what_is_no_expression(tmp_path: Path) -> None:
    lines = ("4,0,0,1,3,2,0,0,0,0", "0,0,0,0,0,2,0,6,2,0", "1,0,0,1,0,0,0,0,8,0")
    path = write(tmp_path / "v.csv", HEADING, *(f"Training,fer0000000.png,{cells}" for cells in lines))
    shares = read_votes(path).shares()
    assert shares.dtype == np.float32
    np.testing.assert_allclose(shares[0], np.array([4, 0, 0, 0, 3, 2, 0, 0]) / 9, rtol=1e-6)
    np.testing.assert_allclose(shares[1], [0, 0, 0, 0, 0, 0.25, 0, 0.75])
    assert not shares[2].any()


def test_label_csv_has_no_heading(tmp_path: Path) -> None:
    lines = (f'{name}.png,"(0, 0, 48, 48)",{vote_cells(column)}' for name, column in (("a", "fear"), ("b", "tie")))
    path = write(tmp_path / "label.csv", *lines)
    votes = read_votes(path)
    assert votes.names == ("a.png", "b.png")
    assert votes.splits.tolist() == [-1, -1]
    assert votes.emotion_of_name() == {"a.png": Emotion.FEAR, "b.png": NOT_AN_EMOTION}


def test_of_one_name_twice_the_last_row_counts(tmp_path: Path) -> None:
    lines = [f"Training,a.png,{vote_cells(column)}" for column in ("fear", "sadness")]
    assert read_votes(write(tmp_path / "v.csv", HEADING, *lines)).emotion_of_name() == {"a.png": Emotion.SAD}


def test_rows_without_a_name_have_no_face(tmp_path: Path) -> None:
    lines = [f"Training,{name},{vote_cells('NF')}" for name in ("a.png", "", "b.png", "")]
    assert no_face_rows(read_votes(write(tmp_path / "v.csv", HEADING, *lines))).tolist() == [1, 3]


def test_agreement(tmp_path: Path, rows: Dataset) -> None:
    votes = votes_on(rows, tmp_path)
    perfect = agreement(rows, votes)
    assert (perfect.compared, perfect.agreed, perfect.share, perfect.misaligned) == (60, 60, 1.0, False)
    labels = rows.labels.copy()
    labels[:20] = (labels[:20] + 1) % 7
    two_thirds = agreement(make_dataset(rows.pixels, labels, rows.splits, Path("x")), votes)
    assert two_thirds.share == pytest.approx(40 / 60)
    assert not two_thirds.misaligned
    shifted = make_dataset(rows.pixels, np.roll(rows.labels, 1), rows.splits, Path("x"))
    assert agreement(shifted, votes).misaligned


def test_votes_that_cannot_belong(tmp_path: Path, rows: Dataset) -> None:
    votes = votes_on(rows, tmp_path)
    with pytest.raises(DatasetError, match=r"votes on 60 rows, but made has 59"):
        agreement(made_rows(59), votes)
    swapped = make_dataset(rows.pixels, rows.labels, rows.splits[::-1].copy(), Path("other"))
    with pytest.raises(DatasetError, match=r"row 1 is Training, but in other it is PrivateTest"):
        agreement(swapped, votes)
    folder = load_dataset(write_folder(tmp_path / "f", rows), cache=False)
    with pytest.raises(DatasetError, match="a folder of images has other rows"):
        agreement(folder, votes)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "the file is empty"),
        ([HEADING], "a heading, but no rows"),
        (["Usage,Image name,happy"], "does not name the ten"),
        ([HEADING, "Training,a.png,1,2"], "row 1: not two names and 10 numbers"),
        ([HEADING, "Training,a.png,1,2,3,4,5,6,7,8,9,x"], "row 1: not two names and 10 numbers"),
        ([HEADING, "Training,a.png,1,2,3,4,5,6,7,8,9,-1"], "row 1: not two names and 10 numbers"),
        ([HEADING, f"Training,,{vote_cells('fear')}", f"Test,,{vote_cells('fear')}"], "row 2: unknown usage 'Test'"),
    ],
)
def test_wrong_files_are_named(tmp_path: Path, lines: list[str], sentence: str) -> None:
    path = tmp_path / "fer2013new.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DatasetError, match=rf"fer2013new\.csv: .*{sentence}"):
        read_votes(path)
    with pytest.raises(DatasetError, match="cannot be read"):
        read_votes(tmp_path / "absent.csv")


def test_the_real_votes_fit_the_real_rows(fer2013_csv: Path, ferplus_csv: Path) -> None:
    dataset, votes = load_dataset(fer2013_csv), read_votes(ferplus_csv)
    assert agreement(dataset, votes).share == pytest.approx(0.657, abs=0.0005)
    shifted = make_dataset(dataset.pixels, np.roll(dataset.labels, 1), dataset.splits, Path("shifted"))
    assert agreement(shifted, votes).share == pytest.approx(0.18, abs=0.01)
    assert agreement(shifted, votes).misaligned
    assert len(no_face_rows(votes)) == 173
