"""The menu of recordings: the last one in the viewer, the list, and viewers that close with the window."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ferdesk.emotions import Emotion
from ferdesk.gui.viewer.recordings_dialog import RecordingsDialog
from ferdesk.recording_list import Listed
from tests.gui.conftest import MakeWindow
from tests.recorded import record

WAIT_MS = 20_000


def test_the_last_recording_is_viewed_once_and_closed_with_the_window(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window()
    window.preferences.change("recordings", str(tmp_path / "recordings"))
    window.recordings.view.trigger()
    qtbot.waitUntil(lambda: "Nothing was recorded" in window.status.hint(), timeout=WAIT_MS)
    record(tmp_path / "recordings/one", [[(1, Emotion.HAPPY)]] * 3)
    for _ in range(2):
        with qtbot.waitSignal(window.recordings._looking.done):
            window.recordings.view.trigger()
    (viewer,) = window.recordings.viewers.windows
    assert viewer.folder == tmp_path / "recordings/one"
    qtbot.waitUntil(lambda: viewer.stage.shown() is not None, timeout=WAIT_MS)
    window.close()
    assert not viewer.isVisible()
    assert window.recordings.viewers.windows == []


def test_a_slow_disk_holds_nothing_up(
    make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(folder: Path) -> tuple[Listed, ...]:
        go_on.wait(60)
        return ()

    monkeypatch.setattr("ferdesk.recording_list.list_recordings", slow)
    window = make_window()
    threading.Timer(0.5, go_on.set).start()
    window.recordings.view.trigger()
    assert not go_on.is_set()
    window.close()
    assert go_on.is_set() and "ferdesk-last-recording" not in [thread.name for thread in threading.enumerate()]


def test_a_recording_that_runs_can_be_viewed_and_not_deleted(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ferdesk.gui.viewer.viewer_window.wants_deletion", lambda parent, folder: False)
    window = make_window()
    window.preferences.change("recordings", str(tmp_path / "recordings"))
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.session.model is not None and window.stage.result() is not None, timeout=WAIT_MS)
    window.todo.record.trigger()
    folder = window.recordings.control.running
    assert folder is not None
    window.recordings.viewers.view(folder)
    (viewer,) = window.recordings.viewers.windows
    viewer.todo.delete.trigger()
    assert "being recorded" in viewer.hint.text() and folder.exists()


def test_one_of_the_list_is_opened_or_reported(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("PyQt5.QtGui.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()))
    record(tmp_path / "recordings/one", [[(1, Emotion.HAPPY)]] * 3)
    window = make_window()
    window.preferences.change("recordings", str(tmp_path / "recordings"))

    def press(dialog: RecordingsDialog) -> int:
        dialog.show()
        qtbot.waitUntil(lambda: dialog.complete, timeout=WAIT_MS)
        dialog.report.click()
        dialog.view.click()
        return 1

    monkeypatch.setattr(RecordingsDialog, "exec_", press)
    window.recordings.choose.trigger()
    qtbot.waitUntil(lambda: bool(opened), timeout=WAIT_MS)
    assert opened == [str(tmp_path / "recordings/one/report.html")]
    (viewer,) = window.recordings.viewers.windows
    qtbot.waitUntil(lambda: viewer.stage.shown() is not None, timeout=WAIT_MS)
    viewer.close()
    assert window.recordings.viewers.windows == []
