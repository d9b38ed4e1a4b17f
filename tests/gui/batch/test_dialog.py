"""The batch dialog does what `ferdesk label` does, and nothing that is done is lost."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PyQt5.QtCore import QUrl
from PyQt5.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from ferdesk.gui.batch import questions
from ferdesk.gui.batch.dialog import BatchDialog
from ferdesk.label import LabelNews, LabelOptions, run_label
from ferdesk.label_summary import Summary
from ferdesk.settings import AppSettings
from tests.fakes import WAIT
from tests.gui.batch.conftest import ended
from tests.gui.conftest import MakeWindow


def labelled(table: Path) -> list[str]:
    with table.open(encoding="utf-8", newline="") as file:
        return [Path(row["file"]).name for row in csv.DictReader(file)]


class Gate:
    """Holds the labelling thread after each file until the test lets it go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

        def held(options: LabelOptions, *, watch: Callable[[LabelNews], bool]) -> Summary:
            def look(news: LabelNews) -> bool:
                self.reached.set()
                assert self.open.wait(WAIT)
                return watch(news)

            return run_label(options, watch=look)

        monkeypatch.setattr("ferdesk.label.run_label", held)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(monkeypatch)


def test_a_folder_becomes_a_table_with_copies(qtbot: QtBot, dialog: BatchDialog, photos: Path) -> None:
    (photos / "broken.jpg").write_bytes(b"no picture")
    dialog.form.set_paths([photos])
    dialog.form.annotate.setChecked(True)
    dialog.start.click()
    ended(qtbot, dialog)
    table = photos.parent / "photos-labels.csv"
    assert sorted(labelled(table)) == [*(f"{n}.png" for n in range(5)), "broken.jpg"]
    copies = photos.parent / "photos-labelled"
    assert len(list(copies.rglob("*.png"))) == 5
    assert dialog.words.text().startswith("Done. Files: 6, ") and "broken.jpg" in dialog.words.text()
    assert dialog.bar.value() == dialog.bar.maximum()
    assert dialog.start.text() == "&Start" and dialog.open_table.isEnabled()


def test_stopped_and_gone_on_with(qtbot: QtBot, dialog: BatchDialog, photos: Path, gate: Gate) -> None:
    dialog.form.set_paths([photos])
    dialog.start.click()
    assert gate.reached.wait(WAIT)
    assert dialog.start.text() == "&Stop" and not dialog.form.isEnabled()
    dialog.start.click()
    assert not dialog.start.isEnabled()
    gate.open.set()
    ended(qtbot, dialog)
    table = photos.parent / "photos-labels.csv"
    assert labelled(table) == ["0.png"] and dialog.words.text().startswith("Stopped. Files: 1, ")
    assert dialog.start.text() == "&Go on" and dialog.form.isEnabled()
    dialog.start.click()
    ended(qtbot, dialog)
    assert labelled(table) == [f"{n}.png" for n in range(5)]


@pytest.mark.parametrize("stop", [False, True])
def test_closing_asks_while_it_works(
    qtbot: QtBot, dialog: BatchDialog, photos: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch, stop: bool
) -> None:
    monkeypatch.setattr(questions, "may_stop", lambda parent: stop)
    dialog.form.set_paths([photos])
    dialog.start.click()
    assert gate.reached.wait(WAIT)
    dialog.close()
    assert dialog.isVisible() is not stop
    gate.open.set()
    ended(qtbot, dialog)
    assert len(labelled(photos.parent / "photos-labels.csv")) == (1 if stop else 5)
    dialog.show()
    assert dialog.start.text() == ("&Go on" if stop else "&Start")


@pytest.mark.parametrize(("answer", "kept"), [("go on", True), ("replace", False), ("cancel", True)])
def test_what_is_there_is_asked_about(
    qtbot: QtBot, dialog: BatchDialog, photos: Path, monkeypatch: pytest.MonkeyPatch, answer: str, kept: bool
) -> None:
    asked: list[Sequence[Path]] = []
    monkeypatch.setattr(questions, "go_on_or_replace", lambda parent, found: asked.append(found) or answer)
    table = photos.parent / "photos-labels.csv"
    dialog.form.set_paths([photos])
    dialog.start.click()
    ended(qtbot, dialog)
    table.write_text(table.read_text(encoding="utf-8").replace("0.png", "older.png"), encoding="utf-8")
    dialog.start.click()
    ended(qtbot, dialog)
    assert asked == [(table,)]
    assert ("older.png" in labelled(table)) is kept


def test_what_is_to_be_mended_is_said(qtbot: QtBot, dialog: BatchDialog, tmp_path: Path) -> None:
    dialog.start.click()
    assert "Choose a folder" in dialog.words.text() and not dialog.job.running
    dialog.form.set_paths([tmp_path / "nowhere"])
    dialog.start.click()
    ended(qtbot, dialog)
    assert "no such file or folder" in dialog.words.text() and dialog.form.isEnabled()


def test_the_result_is_opened(
    qtbot: QtBot, dialog: BatchDialog, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dialog.form.set_paths([photos / "1.png"])
    dialog.start.click()
    ended(qtbot, dialog)
    dialog.open_table.click()
    dialog.open_folder.click()
    assert [Path(url.toLocalFile()) for url in opened] == [photos / "1-labels.csv", photos]


def test_the_windows_settings_hold(tmp_path: Path, dialog: BatchDialog) -> None:
    dialog._settings = lambda: AppSettings(detector_size=320, unsure_threshold=0.9)
    dialog.form.set_paths([tmp_path])
    dialog.form.fps.setValue(2.5)
    options = dialog.options(dialog.form.wish(), resume=False, overwrite=False)
    assert (options.settings.detector_size, options.settings.unsure_threshold) == (320, 0.9)
    assert options.sampling.fps == 2.5 and options.annotate is None


def test_the_window_opens_it_and_stops_the_job_when_it_closes(
    qtbot: QtBot, make_window: MakeWindow, photos: Path, gate: Gate
) -> None:
    window = make_window()
    window.show()
    window.tools.batch.trigger()
    dialog = window.tools.dialog
    dialog.form.set_paths([photos])
    dialog.start.click()
    assert gate.reached.wait(WAIT)
    dialog.job.stop()
    gate.open.set()
    window.close()
    assert not dialog.job.running
    assert labelled(photos.parent / "photos-labels.csv") == ["0.png"]
