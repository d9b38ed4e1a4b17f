"""`check-data`: the report says what was put wrong, the sheet shows it, the file holds every row."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import typer
from PIL import Image

from ferdesk import dataset_cache
from ferdesk.console import run
from ferdesk.dataset import Dataset, load_dataset
from ferdesk.dataset_type import make_dataset
from ferdesk.dataset_votes import read_votes
from ferdesk.train.check_data import check_data
from ferdesk.train.contact_sheet import MOST, draw_sheet, sections_of
from ferdesk.train.quality import PUBLISHED_COUNTS, inspect
from tests.forms import made_rows, write_csv, write_ferplus


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset_cache.platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path / "cache"))


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")


def spoilt_rows() -> Dataset:
    """Row 5 blank; rows 2 and 50 twins of two labels, one of them a leak into PrivateTest."""
    rows = made_rows()
    pixels = rows.pixels.copy()
    pixels[5] = 9
    pixels[50] = pixels[2]
    return make_dataset(pixels, rows.labels.copy(), rows.splits.copy(), Path("spoilt"))


def command(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    app = typer.Typer()
    app.command()(check_data)
    monkeypatch.setattr("sys.argv", ["check-data", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        run(app)
    return int(ended.value.code or 0)


@pytest.mark.usefixtures("own_cache")
def test_the_whole_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    rows = spoilt_rows()
    csv = write_csv(tmp_path / "fer2013.csv", rows)
    votes = write_ferplus(tmp_path / "ferplus", rows) / "fer2013new.csv"
    votes.write_text(votes.read_text().replace("fer0000007.png", ""))
    sheet, report = tmp_path / "worst.png", tmp_path / "report.json"
    assert command(monkeypatch, csv, "--votes", votes, "--sheet", sheet, "--json", report) == 0
    said = capsys.readouterr().err
    assert "60 images" in said
    assert rows.fingerprint in said
    assert "not the published counts" in said
    assert "Training, too" in said
    assert "100.0%" in said
    assert "warning" not in said
    found = json.loads(report.read_text())
    assert found["blank"] == [5]
    assert found["twins"] == [[2, 50]]
    assert found["twins_with_different_labels"] == [[2, 50]]
    assert found["leaks"]["PrivateTest"] == {"rows": [50], "training_rows": [2]}
    assert found["leaks"]["PublicTest"] == {"rows": [], "training_rows": []}
    assert found["votes"]["no_face"] == [7]
    assert found["counts"]["Training"]["angry"] == 3
    assert not found["counts_as_published"]
    assert Image.open(sheet).format == "PNG"


@pytest.mark.usefixtures("own_cache")
def test_misaligned_votes_are_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = made_rows()
    shifted = make_dataset(rows.pixels, np.roll(rows.labels, 1), rows.splits, Path("x"))
    csv = write_csv(tmp_path / "fer2013.csv", shifted)
    assert command(monkeypatch, csv, "--votes", write_ferplus(tmp_path / "v", rows) / "fer2013new.csv") == 0
    assert "seem to belong to other rows" in capsys.readouterr().err


@pytest.mark.usefixtures("own_cache")
def test_mistakes_are_one_sentence_and_exit_code_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    csv = write_csv(tmp_path / "fer2013.csv", made_rows(7))
    for arguments, sentence in (
        ([tmp_path / "absent.csv"], "no such file"),
        ([csv, "--votes", tmp_path / "absent.csv"], "cannot be read"),
        ([csv, "--sheet", tmp_path / "no" / "sheet.png"], "there is no folder"),
        ([tmp_path / "absent.csv", "--json", tmp_path / "no" / "report.json"], "there is no folder"),
    ):
        assert command(monkeypatch, *arguments) == 2
        said = capsys.readouterr().err
        assert sentence in said
        assert "Traceback" not in said


def test_the_sheet_shows_the_very_images() -> None:
    rows = spoilt_rows()
    sections = sections_of(inspect(rows))
    assert [section.title for section in sections] == ["Blank or nearly so", "Twins with different labels"]
    blank, twin = sections[0].pictures[0], sections[1].pictures[0]
    assert blank.caption == ("#5", "Training", "surprise")
    assert np.array_equal(blank.pixels, rows.pixels[5])
    assert twin.caption == ("#2 fear", "#50 disgust")
    drawn = np.asarray(draw_sheet(sections, "Sheet").convert("L"))
    assert (drawn == 9).sum() >= 80 * 80


def test_the_sheet_stays_small_and_may_be_empty() -> None:
    rows = made_rows()
    blank = make_dataset(np.zeros_like(rows.pixels), rows.labels, rows.splits, Path("x"))
    sections = sections_of(inspect(blank))
    assert len(sections[0].pictures) == 60
    assert sections[1].pictures[0].caption == ("#0 angry +8", "#1 disgust +8", "and 5 more labels")
    assert draw_sheet(sections, "x").height < 2 * draw_sheet((), "x").height + 150 * (MOST // 10 + 2)
    assert sections_of(inspect(rows)) == ()


def test_the_real_data_set_is_known(fer2013_csv: Path, ferplus_csv: Path) -> None:
    quality = inspect(load_dataset(fer2013_csv), read_votes(ferplus_csv))
    assert quality.as_published
    assert quality.counts == PUBLISHED_COUNTS
    assert quality.to_json()["fingerprint_known"]
    assert {leak.split: len(leak.tested) for leak in quality.leaks} == {"PublicTest": 280, "PrivateTest": 288}
