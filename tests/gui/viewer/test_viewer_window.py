"""The viewer as a person uses it: keys, clicks, people left out, exports, deletion; recordings that were killed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QImage
from PyQt5.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from ferdesk.gui.theme import DARK, LIGHT, apply_theme
from ferdesk.gui.viewer.viewer_window import ViewerWindow
from tests.films import number_in
from tests.gui.viewer.conftest import FRAMES, WAIT_MS, MakeRecording, MakeViewer
from tests.recorded import record

CTRL = Qt.KeyboardModifier.ControlModifier


def _number(window: ViewerWindow) -> int:
    shown = window.stage.shown()
    assert shown is not None
    return shown.result.frame.index


def _press(qtbot: QtBot, window: ViewerWindow, key: Qt.Key, frame: int, modifier: object = None) -> None:
    with qtbot.waitActive(window, timeout=WAIT_MS):
        window.activateWindow()
    qtbot.keyClick(window.stage.view, key, modifier or Qt.KeyboardModifier.NoModifier)
    qtbot.waitUntil(lambda: _number(window) == frame, timeout=WAIT_MS)


def test_keys_go_through_the_recording(qtbot: QtBot, make_recording: MakeRecording, make_viewer: MakeViewer) -> None:
    window = make_viewer(make_recording(video="plain"))
    _press(qtbot, window, Qt.Key.Key_Right, 1)
    _press(qtbot, window, Qt.Key.Key_Right, 2)
    _press(qtbot, window, Qt.Key.Key_Left, 1)
    _press(qtbot, window, Qt.Key.Key_Right, 10, CTRL)
    _press(qtbot, window, Qt.Key.Key_Right, 25, CTRL)
    _press(qtbot, window, Qt.Key.Key_Left, 10, CTRL)
    _press(qtbot, window, Qt.Key.Key_End, FRAMES - 1)
    _press(qtbot, window, Qt.Key.Key_Home, 0)
    _press(qtbot, window, Qt.Key.Key_End, FRAMES - 1)
    shown = window.stage.shown()
    assert shown is not None and number_in(shown.result.frame.image) == FRAMES - 1
    assert window.stage.transport.text() == "0:03.9 / 0:04, frame 40 of 40"
    assert window.showing is not None
    legend = window.showing.scrub.plot.legend
    qtbot.waitUntil(lambda: "Sad 70 %" in legend.text(), timeout=WAIT_MS)


def test_it_plays_to_the_end_and_stands(qtbot: QtBot, make_recording: MakeRecording, make_viewer: MakeViewer) -> None:
    window = make_viewer(make_recording())
    window.stage.transport.change_speed(3)
    assert window.stage.transport.speed.currentText() == "4×"
    assert window.showing is not None
    window.showing.player.go(3.5)
    qtbot.keyClick(window.stage.view, Qt.Key.Key_Space)
    assert window.todo.play.text() == "&Pause"
    qtbot.waitUntil(lambda: _number(window) == FRAMES - 1, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not window.todo.play.isChecked(), timeout=WAIT_MS)
    assert not window.showing.player.playing


def test_a_click_into_timeline_or_events_goes_there(
    qtbot: QtBot, make_recording: MakeRecording, make_viewer: MakeViewer
) -> None:
    window = make_viewer(make_recording())
    assert window.showing is not None
    window.showing.scrub.plot.seconds_clicked.emit(1.72)
    qtbot.waitUntil(lambda: _number(window) == 17, timeout=WAIT_MS)
    window.side.events.cellClicked.emit(1, 0)
    qtbot.waitUntil(lambda: _number(window) == 25, timeout=WAIT_MS)


def test_who_is_left_out_is_not_shown_and_not_exported(
    qtbot: QtBot, make_recording: MakeRecording, make_viewer: MakeViewer, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    window = make_viewer(make_recording())
    opened: list[str] = []
    monkeypatch.setattr("PyQt5.QtGui.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()))
    window.side.people.check(0, False)

    def names() -> list[int | None]:
        shown = window.stage.shown()
        return [] if shown is None else [face.track for face in shown.result.faces]

    qtbot.waitUntil(lambda: names() == [2], timeout=WAIT_MS)
    proposals: list[str] = []

    def answer(parent: object, title: str, proposal: str, kinds: str) -> tuple[str, str]:
        proposals.append(Path(proposal).name)
        return str(tmp_path / Path(proposal).name), kinds

    monkeypatch.setattr("PyQt5.QtWidgets.QFileDialog.getSaveFileName", answer)
    window.todo.table.trigger()
    qtbot.waitUntil(lambda: "Saved as" in window.hint.text(), timeout=WAIT_MS)
    rows = list(csv.DictReader((tmp_path / "r.csv").open()))
    assert {row["person"] for row in rows} == {"Ada"} and len(rows) == FRAMES
    window.todo.report.trigger()
    qtbot.waitUntil(lambda: bool(opened), timeout=WAIT_MS)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Ada" in page and "<h2>person 1" not in page
    window.todo.picture.trigger()
    qtbot.waitUntil(lambda: "ms.png." in window.hint.text(), timeout=WAIT_MS)
    assert proposals == ["r.csv", "r.html", "r 0 ms.png"]
    picture = QImage(str(tmp_path / "r 0 ms.png"))
    assert picture.width() == 960
    assert picture.height() > 960 * 120 / 160 + 100, "the timeline is below"


def test_no_export_replaces_a_file_whose_name_lacked_its_suffix(
    make_recording: MakeRecording, make_viewer: MakeViewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_viewer(make_recording())
    typed: list[str] = []
    monkeypatch.setattr("PyQt5.QtWidgets.QFileDialog.getSaveFileName", lambda *_: (typed.pop(0), ""))
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec_", lambda box: asked.append(box.text()) or 0)  # closed: the file is kept
    for action, name in ((window.todo.picture, "a.png"), (window.todo.table, "a.csv"), (window.todo.report, "a.html")):
        (tmp_path / name).write_text("precious")
        typed[:] = [str(tmp_path / "a"), ""]
        action.trigger()
        window.exports.close()
        assert (tmp_path / name).read_text() == "precious"
        assert name in asked[-1] and typed == []


def test_the_figures_are_those_of_the_chosen_person(
    qtbot: QtBot, make_recording: MakeRecording, make_viewer: MakeViewer
) -> None:
    window = make_viewer(make_recording())
    labels, transitions = window.side.figures.labels, window.side.figures.transitions
    assert window.side.people.text(0)[0] == "person 1"
    assert labels.text(0) == ["happy", "50.0 %", "2.0 s", "1", "2.0 s", "2.0 s"]
    assert [transitions.text(row) for row in range(transitions.rowCount())] == [["happy", "sad", "1"]]
    window.stage.view.face_clicked.emit(2)
    assert labels.text(0)[:2] == ["surprise", "100.0 %"]
    assert window.side.people.text(1)[0] == "Ada"


def test_boxes_are_not_drawn_twice(qtbot: QtBot, make_recording: MakeRecording, make_viewer: MakeViewer) -> None:
    window = make_viewer(make_recording(video="overlay"))
    assert not window.stage.view.overlay_style().show_box
    window.side.people.check(0, False)
    qtbot.waitUntil(lambda: "part of the video" in window.hint.text(), timeout=WAIT_MS)
    plain = make_viewer(make_recording("plain", video="plain"))
    assert plain.stage.view.overlay_style().show_box
    qtbot.keyClick(plain.stage.view, Qt.Key.Key_B)
    assert not plain.stage.view.overlay_style().show_box
    assert plain.stage.view.overlay_style().people[2].text == "Ada"


def test_what_was_killed_opens_and_says_so(make_recording: MakeRecording, make_viewer: MakeViewer) -> None:
    folder = make_recording(close=False)
    with (folder / "faces.csv").open("ab") as file:
        file.write(b"40,4.0,2026-")
    window = make_viewer(folder)
    assert "not ended in order" in window.hint.text()
    assert "No video" in window.hint.text()
    assert window.side.people.rowCount() == 2


def test_a_killed_recordings_video_is_shown(make_recording: MakeRecording, make_viewer: MakeViewer) -> None:
    folder = make_recording(video="plain", close=False)
    film = folder / "video.mkv"
    film.write_bytes(film.read_bytes()[:-50])
    window = make_viewer(folder)
    shown = window.stage.shown()
    assert shown is not None and shown.pictured
    assert window.showing is not None
    window.showing.player.go_to_end()


def test_what_cannot_be_opened_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    window = ViewerWindow(tmp_path, tmp_path)
    qtbot.addWidget(window)
    window.start()
    qtbot.waitUntil(lambda: "cannot be opened" in window.stage.view.message()[0], timeout=WAIT_MS)
    assert "no recording" in window.stage.view.message()[1]
    assert not window.todo.play.isEnabled()
    window.close()


def test_an_empty_recording_has_a_timeline_and_nothing_to_play(qtbot: QtBot, tmp_path: Path) -> None:
    window = ViewerWindow(record(tmp_path / "r", []).folder, tmp_path)
    qtbot.addWidget(window)
    window.start()
    qtbot.waitUntil(lambda: window.stage.view.message()[0] == "Nothing was recorded", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.stage.timeline() is not None, timeout=WAIT_MS)
    assert not window.todo.play.isEnabled() and window.todo.delete.isEnabled()
    window.close()


@pytest.mark.parametrize("agrees", [True, False])
def test_deleting_asks_and_then_the_folder_is_gone(
    make_recording: MakeRecording, make_viewer: MakeViewer, monkeypatch: pytest.MonkeyPatch, agrees: bool
) -> None:
    folder = make_recording(video="plain")
    window = make_viewer(folder)
    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.append(box.informativeText())
        next(button for button in box.buttons() if button.text().startswith("&Delete" if agrees else "&Keep")).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec_", answer)
    window.todo.delete.trigger()
    assert str(folder) in asked[0] and "kB" in asked[0]
    assert folder.exists() is not agrees
    if agrees:
        assert window.stage.view.message() == ("Deleted", f"Deleted {folder}.")
        assert not window.todo.table.isEnabled()
    else:
        assert window.stage.shown() is not None


def test_one_that_is_being_recorded_is_not_deleted(
    qtbot: QtBot, make_recording: MakeRecording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, written = make_recording(close=False), [make_recording("other", close=False)]
    (tmp_path / "link").symlink_to(folder)
    written.append(folder)
    monkeypatch.setattr("ferdesk.gui.viewer.viewer_window.wants_deletion", lambda parent, folder: True)
    window = ViewerWindow(tmp_path / "link", tmp_path, lambda: written)
    qtbot.addWidget(window)
    window.todo.delete.trigger()
    assert folder.exists() and "being recorded" in window.hint.text()
    written.clear()
    window.todo.delete.trigger()
    assert not (folder / "recording.json").exists()
    window.close()


def test_it_follows_the_theme(make_recording: MakeRecording, make_viewer: MakeViewer) -> None:
    apply_theme(DARK)
    window = make_viewer(make_recording())
    assert window.showing is not None
    seen: list[object] = []
    window.showing.scrub.plot.set_theme = seen.append  # type: ignore[method-assign]
    apply_theme(LIGHT)
    assert seen and seen[-1] is LIGHT
    apply_theme(DARK)


def test_closing_while_it_reads_leaves_nothing(qtbot: QtBot, make_recording: MakeRecording, tmp_path: Path) -> None:
    import threading

    window = ViewerWindow(make_recording(), tmp_path)
    qtbot.addWidget(window)
    window.start()
    window.close()
    qtbot.waitUntil(
        lambda: not any(thread.name == "ferdesk-opening" for thread in threading.enumerate()), timeout=WAIT_MS
    )
    assert window.showing is None
