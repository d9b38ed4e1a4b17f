"""The list of recordings: what it tells, opens and deletes; what runs is not deleted."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PyQt5.QtCore import Qt
from pytestqt.qtbot import QtBot

from ferdesk.gui.viewer.deletion import delete_and_tell
from ferdesk.gui.viewer.recordings_dialog import RecordingsDialog
from ferdesk.recording_list import Listed, list_recordings
from tests.gui.viewer.conftest import WAIT_MS, MakeRecording


def _dialog(qtbot: QtBot, folder: Path, running: Path | None = None) -> RecordingsDialog:
    dialog = RecordingsDialog(folder, lambda: () if running is None else (running,))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.complete, timeout=WAIT_MS)
    return dialog


def test_it_tells_what_there_is(qtbot: QtBot, make_recording: MakeRecording, tmp_path: Path) -> None:
    make_recording("killed", close=False)
    whole = make_recording("whole")
    dialog = _dialog(qtbot, tmp_path, running=whole)
    rows = [dialog.table.text(row) for row in range(dialog.table.rowCount())]
    assert [row[1] for row in rows] == ["clip.mp4", "clip.mp4"]
    assert {row[2] for row in rows} == {"0:04"}
    assert {row[4] for row in rows} == {"not ended in order", "being recorded"}
    for row in range(2):
        dialog.table.selectRow(row)
        selected = dialog.selected()
        assert selected is not None
        assert dialog.delete.isEnabled() is (selected.folder != whole)
        assert dialog.words.text() == str(selected.folder)


def test_a_slow_disk_holds_nothing_up(
    qtbot: QtBot, make_recording: MakeRecording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(folder: Path) -> tuple[Listed, ...]:
        go_on.wait(60)
        return list_recordings(folder)

    monkeypatch.setattr("ferdesk.gui.viewer.recordings_dialog.list_recordings", slow)
    make_recording()
    dialog = RecordingsDialog(tmp_path)
    qtbot.addWidget(dialog)
    threading.Timer(0.5, go_on.set).start()
    dialog.show()
    assert not go_on.is_set() and dialog.words.text() == "Reading …" and not dialog.delete.isEnabled()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1, timeout=WAIT_MS)
    assert dialog.selected() is not None and dialog.delete.isEnabled()


def test_enter_opens_the_selected_one(qtbot: QtBot, make_recording: MakeRecording, tmp_path: Path) -> None:
    folder = make_recording()
    dialog = _dialog(qtbot, tmp_path)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert chosen.args == [folder]
    assert not dialog.isVisible()


def test_deleting_takes_it_from_disk_and_list(
    qtbot: QtBot, make_recording: MakeRecording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_recording()
    dialog = _dialog(qtbot, tmp_path)
    monkeypatch.setattr("ferdesk.gui.viewer.recordings_dialog.wants_deletion", lambda parent, folder: False)
    dialog.delete.click()
    assert folder.exists()
    monkeypatch.setattr("ferdesk.gui.viewer.recordings_dialog.wants_deletion", lambda parent, folder: True)
    dialog.delete.click()
    assert not folder.exists()
    assert dialog.table.rowCount() == 0
    assert dialog.words.text() == f"Deleted {folder}."
    assert not dialog.view.isEnabled() and not dialog.report.isEnabled() and not dialog.delete.isEnabled()


def test_what_no_recorder_made_stays_and_is_named(make_recording: MakeRecording) -> None:
    folder = make_recording()
    (folder / "notes.txt").write_text("mine")
    assert delete_and_tell(folder) == (
        f"Deleted. The folder {folder} stays, for it holds other files too: notes.txt."
    )
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_a_damaged_one_can_only_be_deleted(qtbot: QtBot, make_recording: MakeRecording, tmp_path: Path) -> None:
    (make_recording() / "recording.json").write_text("{")
    dialog = _dialog(qtbot, tmp_path)
    assert dialog.table.text(0)[4] == "damaged"
    assert "damaged" in dialog.words.text()
    assert not dialog.view.isEnabled() and dialog.delete.isEnabled()


def test_another_folder_is_listed_or_opened(
    qtbot: QtBot, make_recording: MakeRecording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_recording()
    (tmp_path / "none").mkdir()
    dialog = _dialog(qtbot, tmp_path / "none")
    assert "no recordings" in dialog.words.text()
    monkeypatch.setattr("PyQt5.QtWidgets.QFileDialog.getExistingDirectory", lambda *words: str(tmp_path))
    dialog.other.click()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1, timeout=WAIT_MS)
    monkeypatch.setattr("PyQt5.QtWidgets.QFileDialog.getExistingDirectory", lambda *words: str(folder))
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.other.click()
    assert chosen.args == [folder]
