"""The window as a whole, on fake sources with a real bundle and detector."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from PyQt5.QtCore import QMimeData, QPoint, Qt, QUrl
from PyQt5.QtGui import QDragEnterEvent, QDropEvent, QImage
from PyQt5.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from ferdesk.gui.notice import Notice
from ferdesk.settings import AppSettings, load_settings, save_settings
from ferdesk.sources import Source
from tests.fakes import FakeSource
from tests.gui.conftest import MakeWindow, face_at_x, result_of, running_timers
from tests.tiny import tiny_bundle

WAIT_MS = 20_000


def _first_picture(qtbot: QtBot, make_window: MakeWindow, **options: str | None):  # noqa: ANN202
    window = make_window(**options)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.stage.result() is not None, timeout=WAIT_MS)
    return window


def test_a_source_reaches_the_screen_and_its_state_the_status_line(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = _first_picture(qtbot, make_window)
    qtbot.waitUntil(lambda: "running" in window.status.text(), timeout=WAIT_MS)
    assert "fake" in window.status.text()
    qtbot.waitUntil(lambda: "tiny" in window.status.text() and "CPU" in window.status.text(), timeout=WAIT_MS)


def test_closing_leaves_no_thread_and_no_timer(qtbot: QtBot, make_window: MakeWindow) -> None:
    before = threading.active_count()
    window = _first_picture(qtbot, make_window)
    assert threading.active_count() > before
    assert running_timers()
    window.close()
    assert threading.active_count() == before
    assert running_timers() == []


def test_what_was_changed_is_there_at_the_next_start(
    qtbot: QtBot, make_window: MakeWindow, settings_path: Path
) -> None:
    window = _first_picture(qtbot, make_window)
    window.todo.switches["show_bars"].trigger()
    window.todo.themes["light"].trigger()
    window.stage.panel.tuning.changed.emit("smoothing_seconds", 0.8)
    window.close()
    kept = load_settings(settings_path).settings
    assert (kept.show_bars, kept.theme, kept.smoothing_seconds) == (False, "light", 0.8)
    assert kept.geometry and kept.splitter
    assert kept.source == "demo", "a source named on the command line is not remembered"


def test_the_sliders_reach_the_pipeline(qtbot: QtBot, make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window = _first_picture(qtbot, make_window)
    told = []
    monkeypatch.setattr(window.session, "set_settings", told.append)
    window.stage.panel.tuning.changed.emit("unsure_threshold", 0.7)
    window.todo.reset.trigger()
    assert [settings.unsure_threshold for settings in told] == [0.7, None]


def test_the_notice_stands_before_a_running_source_once(
    qtbot: QtBot, make_window: MakeWindow, settings_path: Path
) -> None:
    save_settings(AppSettings(notice_seen=False), settings_path)
    window = _first_picture(qtbot, make_window)
    notice = window.findChild(Notice)
    assert notice is not None and notice.isVisible()
    notice.understood.click()
    window.close()
    assert load_settings(settings_path).settings.notice_seen
    again = _first_picture(qtbot, make_window)
    assert again.findChild(Notice) is None


def test_a_notice_that_was_not_read_comes_again(qtbot: QtBot, make_window: MakeWindow, settings_path: Path) -> None:
    save_settings(AppSettings(notice_seen=False), settings_path)
    window = _first_picture(qtbot, make_window)
    window.findChild(Notice).reject()
    window.close()
    assert not load_settings(settings_path).settings.notice_seen


def test_space_holds_the_picture_and_lets_it_go_on(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = _first_picture(qtbot, make_window)
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert window.todo.pause.isChecked()
    qtbot.waitUntil(lambda: "paused" in window.status.text(), timeout=WAIT_MS)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "running" in window.status.text(), timeout=WAIT_MS)


def test_another_source_lets_go_of_the_first(
    qtbot: QtBot, make_window: MakeWindow, sources: dict[str, Source], settings_path: Path
) -> None:
    window = _first_picture(qtbot, make_window)
    first = sources["fake"]
    assert isinstance(first, FakeSource)
    window.sources.source_chosen.emit("other")
    qtbot.waitUntil(lambda: first.closed == 1, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.stage.result() is not None, timeout=WAIT_MS)
    window.close()
    assert load_settings(settings_path).settings.source == "other", "what was chosen in the window is remembered"


def test_a_dropped_file_is_opened(qtbot: QtBot, make_window: MakeWindow, tmp_path: Path) -> None:
    window = _first_picture(qtbot, make_window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "clip.mp4"))])
    held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.stage.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, *held))
    assert window.session.spec == str(tmp_path / "clip.mp4")


def test_a_dropped_address_is_opened_as_a_stream(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = _first_picture(qtbot, make_window)
    data = QMimeData()
    data.setUrls([QUrl("http://me:secret@127.0.0.1:9/a%20b.mjpg?full=1")])
    held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, *held)
    enter.ignore()
    window.stage.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.stage.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, *held))
    assert window.session.spec == "http://me:secret@127.0.0.1:9/a%20b.mjpg?full=1"


def test_a_snapshot_is_the_frame_with_its_overlay(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    window.stage.show_result(result_of(face_at_x(100)))
    target = tmp_path / "pictures" / "shot"
    target.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(target), ""))
    window.todo.snapshot.trigger()
    saved = QImage(str(target) + ".png")
    assert (saved.width(), saved.height()) == (320, 240)
    assert len({saved.pixel(x, y) for x in range(0, 320, 4) for y in range(0, 240, 4)}) > 3
    assert "shot.png" in window.status.hint()


def test_a_snapshot_that_cannot_be_written_is_told(
    make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    window.stage.show_result(result_of())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(tmp_path / "absent" / "a.png"), ""))
    window.todo.snapshot.trigger()
    assert "cannot be saved" in window.status.hint()


def test_an_exception_is_told_above_everything_else(make_window: MakeWindow) -> None:
    window = make_window()
    window.show_crash("Something went wrong.")
    assert window.status.hint() == "Something went wrong."


def test_damaged_settings_are_told_and_the_window_comes_up(make_window: MakeWindow, settings_path: Path) -> None:
    settings_path.write_text("{", encoding="utf-8")
    window = make_window()
    assert "settings.json.bad" in window.status.hint()


def test_a_window_comes_up_whatever_its_kept_places_hold(make_window: MakeWindow, settings_path: Path) -> None:
    odd = dict.fromkeys(("geometry", "splitter", "timeline_splitter"), "\udcff")
    settings_path.write_text(json.dumps({"notice_seen": True, **odd}), encoding="utf-8")
    window = make_window()
    window.show()
    assert window.isVisible()


def test_every_command_has_its_own_shortcut(make_window: MakeWindow) -> None:
    window = make_window()
    keys = [action.shortcut().toString() for action in window.findChildren(type(window.todo.pause))]
    keys = [key for key in keys if key]
    assert len(keys) == len(set(keys)) and len(keys) > 15


@pytest.mark.parametrize("entry", ["show_limits", "show_about", "show_notice"])
def test_help_opens_what_it_says(make_window: MakeWindow, entry: str) -> None:
    window = make_window()
    window.show()
    getattr(window.help, entry)()
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    assert len(dialogs) == 1
    dialogs[0].close()


def test_a_source_that_never_showed_a_picture_is_not_opening_for_ever(
    qtbot: QtBot, make_window: MakeWindow, sources: dict[str, Source]
) -> None:
    sources["7"] = FakeSource(absent=10_000)
    window = make_window(source="7")
    window.show()
    window.start()
    qtbot.waitUntil(lambda: "not there" in window.status.hint(), timeout=WAIT_MS)
    assert window.stage.view.message()[0] == "No picture"
    assert "not answering" in window.status.text()


def test_starting_again_tries_the_camera_that_was_absent(
    qtbot: QtBot, make_window: MakeWindow, sources: dict[str, Source], settings_path: Path
) -> None:
    save_settings(AppSettings(notice_seen=True, source="0"), settings_path)
    camera = sources["0"] = FakeSource(absent=1)
    window = _first_picture(qtbot, make_window, source=None)
    assert window.session.spec == "demo" and "not there" in window.status.hint()
    camera.absent = 0
    window.todo.again.trigger()
    qtbot.waitUntil(lambda: window.stage.result() is not None, timeout=WAIT_MS)
    assert window.session.spec == "0"
    qtbot.waitUntil(lambda: window.status.hint() == "", timeout=WAIT_MS)
    window.close()
    assert load_settings(settings_path).settings.source == "0", "the demo that stood in is not remembered"


def test_another_bundle_opens_the_source_anew(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, settings_path: Path
) -> None:
    other = tiny_bundle(tmp_path / "other.onnx", name="other")
    window = _first_picture(qtbot, make_window)
    window.bundles.bundle_chosen.emit(str(other))
    qtbot.waitUntil(lambda: "other fp32" in window.status.text(), timeout=WAIT_MS)
    assert window.session.spec == "fake"
    window.close()
    assert load_settings(settings_path).settings.bundle == str(other)
