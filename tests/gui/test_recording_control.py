"""Recording from the window: only while the button is down, ended by closing, told where it is."""

from __future__ import annotations

import dataclasses
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest
from pytestqt.qtbot import QtBot

from ferdesk.gui.main_window import MainWindow
from ferdesk.gui.recording_control import new_folder, recordings_folder
from ferdesk.recorder import Recorder
from ferdesk.recording import open_recording
from ferdesk.recording_table import RecordingError
from ferdesk.settings import AppSettings
from ferdesk.sources import Source
from tests.fakes import FakeSource, picture
from tests.gui.conftest import MakeWindow

WAIT_MS = 20_000


def _running(qtbot: QtBot, make_window: MakeWindow, folder: Path) -> MainWindow:
    window = make_window()
    window.preferences.change("recordings", str(folder))
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.session.model is not None and window.stage.result() is not None, timeout=WAIT_MS)
    return window


def _completing(qtbot: QtBot, make_window: MakeWindow, folder: Path) -> MainWindow:
    """A window whose recording has just been ended."""
    window = _running(qtbot, make_window, folder)
    window.todo.record.trigger()
    qtbot.waitUntil(lambda: window.recordings.control.seconds > 0, timeout=WAIT_MS)
    window.todo.record.trigger()
    return window


def _stop(qtbot: QtBot, window: MainWindow) -> None:
    window.todo.record.trigger()
    qtbot.waitUntil(lambda: not window.recordings.control.unfinished, timeout=WAIT_MS)


def _only(folder: Path) -> Path:
    (recording,) = folder.iterdir()
    return recording


def test_nothing_is_stored_before_record_is_pressed_and_after_it_is_released(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "recordings"
    window = _running(qtbot, make_window, folder)
    assert not folder.exists()
    window.todo.record.trigger()
    assert "Stop" in window.todo.record.text()
    qtbot.waitUntil(lambda: window.recordings.control.seconds > 0.05, timeout=WAIT_MS)
    _stop(qtbot, window)
    assert window.todo.record.text() == "&Record"
    assert "Recorded" in window.status.hint() and str(_only(folder)) in window.status.hint()
    recording = open_recording(_only(folder))
    assert recording.complete
    assert recording.video is None
    assert len(recording.frames) > 1
    assert recording.meta.source == "fake"
    assert len(recording.meta.bundle_sha256) == 64
    files = {path.name: path.stat().st_mtime_ns for path in _only(folder).iterdir()}
    shown = window.stage.result()
    qtbot.waitUntil(lambda: window.stage.result() is not shown, timeout=WAIT_MS)
    assert {path.name: path.stat().st_mtime_ns for path in _only(folder).iterdir()} == files


def test_what_records_is_loaded_before_record_is_pressed(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "ferdesk.background_recorder", raising=False)
    _running(qtbot, make_window, tmp_path)
    qtbot.waitUntil(lambda: "ferdesk.background_recorder" in sys.modules, timeout=WAIT_MS)


def test_closing_the_window_completes_the_recording(qtbot: QtBot, make_window: MakeWindow, tmp_path: Path) -> None:
    window = _running(qtbot, make_window, tmp_path / "recordings")
    window.preferences.change("record_video", True)
    window.todo.record.trigger()
    qtbot.waitUntil(lambda: window.recordings.control.seconds > 0.05, timeout=WAIT_MS)
    window.close()
    recording = open_recording(_only(tmp_path / "recordings"))
    assert recording.complete
    assert recording.video is not None
    assert recording.meta.blur_faces, "faces are blurred unless somebody wants them clear"


@pytest.fixture
def slow_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Recorders whose end takes until this is set."""
    goes_on, close = threading.Event(), Recorder.close

    def slow(self: Recorder) -> None:
        goes_on.wait(60)
        close(self)

    monkeypatch.setattr(Recorder, "close", slow)
    yield goes_on
    goes_on.set()


def test_a_slow_end_holds_nothing_up(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, slow_end: threading.Event
) -> None:
    window = _running(qtbot, make_window, tmp_path / "recordings")
    window.todo.record.trigger()
    first = window.recordings.control.running
    assert first is not None
    qtbot.waitUntil(lambda: window.recordings.control.seconds > 0, timeout=WAIT_MS)
    began = time.monotonic()
    window.todo.record.trigger()
    assert time.monotonic() - began < 5.0
    assert window.todo.record.text() == "&Record" and "Completing" in window.status.hint()
    shown = window.stage.result()
    qtbot.waitUntil(lambda: window.stage.result() is not shown, timeout=WAIT_MS)
    assert window.recordings.control.unfinished == (first,) and not open_recording(first).complete
    window.preferences.change("recordings", str(tmp_path / "more"))
    window.todo.record.trigger()
    second = window.recordings.control.running
    assert second is not None and window.recordings.control.unfinished == (second, first)
    slow_end.set()
    qtbot.waitUntil(lambda: f"in {first}." in window.status.hint(), timeout=WAIT_MS)
    assert open_recording(first).complete and window.recordings.control.running == second
    _stop(qtbot, window)
    assert open_recording(second).complete


def test_closing_waits_for_a_slow_end(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, slow_end: threading.Event
) -> None:
    window = _completing(qtbot, make_window, tmp_path / "recordings")
    threading.Timer(0.3, slow_end.set).start()
    window.close()
    assert open_recording(_only(tmp_path / "recordings")).complete


def test_a_disk_that_fails_at_the_end_is_told(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Recorder) -> None:
        raise RecordingError("no room for the end")

    window = _running(qtbot, make_window, tmp_path / "recordings")
    monkeypatch.setattr(Recorder, "_complete", full)
    window.todo.record.trigger()
    _stop(qtbot, window)
    assert window.status.hint() == "no room for the end"


def test_the_recording_that_is_being_completed_is_the_last_one(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, slow_end: threading.Event
) -> None:
    window = _completing(qtbot, make_window, tmp_path / "recordings")
    window.recordings.view.trigger()
    assert not window.recordings.viewers.windows, "it has no end yet"
    slow_end.set()
    qtbot.waitUntil(lambda: bool(window.recordings.viewers.windows), timeout=WAIT_MS)
    (viewer,) = window.recordings.viewers.windows
    assert viewer.folder == _only(tmp_path / "recordings")
    qtbot.waitUntil(lambda: viewer.showing is not None, timeout=WAIT_MS)
    assert viewer.showing is not None and viewer.showing.opened.recording.complete


def test_a_folder_that_cannot_be_made_is_told_and_the_button_comes_up(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    window = _running(qtbot, make_window, tmp_path / "file")
    window.todo.record.trigger()
    assert not window.todo.record.isChecked()
    assert "file" in window.status.hint()


def test_the_report_of_the_last_recording(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("PyQt5.QtGui.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()))
    window = _running(qtbot, make_window, tmp_path / "recordings")
    window.recordings.report.trigger()
    qtbot.waitUntil(lambda: "Nothing was recorded into" in window.status.hint(), timeout=WAIT_MS)
    window.todo.record.trigger()
    qtbot.waitUntil(lambda: window.recordings.control.seconds > 0.05, timeout=WAIT_MS)
    window.todo.record.trigger()
    window.recordings.report.trigger()
    qtbot.waitUntil(lambda: bool(opened), timeout=WAIT_MS)
    assert opened == [str(_only(tmp_path / "recordings") / "report.html")]
    assert Path(opened[0]).read_text(encoding="utf-8").startswith("<!doctype html>")


def test_where_recordings_go() -> None:
    assert recordings_folder(dataclasses.replace(AppSettings(), recordings="/somewhere")) == Path("/somewhere")
    assert recordings_folder(AppSettings()).name == "ferdesk"


def test_recordings_of_one_second_have_folders_of_their_own_in_the_order_of_time(tmp_path: Path) -> None:
    made = []
    for second in (9, 9, 9, 10):
        made.append(new_folder(tmp_path, datetime(2026, 1, 31, 14, 5, second)))
        made[-1].mkdir()
    assert [path.name for path in made[:2]] == ["2026-01-31 14.05.09", "2026-01-31 14.05.09-2"]
    assert made == sorted(set(made))


def test_stopping_and_recording_again_at_once_makes_two_recordings(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2026, 1, 31, 14, 5, 9)

    monkeypatch.setattr("ferdesk.gui.recording_control.datetime", Stopped)
    window = _running(qtbot, make_window, tmp_path / "recordings")
    for _ in range(2):
        window.todo.record.trigger()
        assert window.recordings.control.running is not None, window.status.hint()
        window.todo.record.trigger()
    assert len(list((tmp_path / "recordings").iterdir())) == 2


def test_what_becomes_of_the_source_is_recorded(
    qtbot: QtBot, make_window: MakeWindow, sources: dict[str, Source], tmp_path: Path
) -> None:
    camera = sources["fake"] = FakeSource()
    window = _running(qtbot, make_window, tmp_path / "recordings")
    qtbot.waitUntil(lambda: "running" in window.status.text(), timeout=WAIT_MS)
    window.todo.record.trigger()
    window.session.poll()
    camera.lost = True
    qtbot.waitUntil(lambda: "not answering" in window.status.text(), timeout=WAIT_MS)
    camera.lost = False
    qtbot.waitUntil(lambda: "running" in window.status.text(), timeout=WAIT_MS)
    _stop(qtbot, window)
    events = open_recording(_only(tmp_path / "recordings")).events
    told = [text for kind, text in zip(events["kind"], events["text"], strict=True) if kind == "source"]
    assert len(told) == 2
    assert "trying again" in told[0] and told[1] == "fake is back"


@pytest.fixture
def ended(qtbot: QtBot, make_window: MakeWindow, sources: dict[str, Source], tmp_path: Path) -> MainWindow:
    """A window whose film is over, and that waits for pictures to record."""
    sources["fake"] = FakeSource([picture(number) for number in range(10)], live=False, step=0.04)
    window = _running(qtbot, make_window, tmp_path / "recordings")
    qtbot.waitUntil(lambda: "done" in window.status.text(), timeout=WAIT_MS)
    window.todo.record.trigger()
    return window


def test_recording_a_source_that_has_ended_says_what_it_waits_for(
    qtbot: QtBot, ended: MainWindow, tmp_path: Path
) -> None:
    window = ended
    assert "F5 starts it again" in window.status.hint()
    window.todo.again.trigger()
    qtbot.waitUntil(lambda: window.recordings.control.seconds > 0, timeout=WAIT_MS)
    _stop(qtbot, window)
    assert _only(tmp_path / "recordings").is_dir()


def test_of_a_source_without_a_picture_there_is_no_recording(
    qtbot: QtBot, ended: MainWindow, tmp_path: Path
) -> None:
    _stop(qtbot, ended)
    assert "No picture came" in ended.status.hint()
    assert list((tmp_path / "recordings").iterdir()) == [] and ended.recordings.control.last is None
