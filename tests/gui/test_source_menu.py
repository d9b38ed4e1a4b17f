"""Cameras by name, looked up when the menu is opened; everything else by its dialog."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt5.QtWidgets import QAction, QFileDialog, QInputDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ferdesk.camera_mode import parse_mode
from ferdesk.gui.screen_dialog import ScreenDialog
from ferdesk.gui.source_menu import SourceMenu
from ferdesk.screen_area import Area
from ferdesk.sources import CameraInfo, CameraModes, SourceError


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[CameraInfo]:
    cameras: list[CameraInfo] = []
    monkeypatch.setattr("ferdesk.sources.cameras", lambda: tuple(cameras))
    return cameras


@pytest.fixture
def menu(qtbot: QtBot, connected: list[CameraInfo]) -> SourceMenu:
    widget = SourceMenu()
    qtbot.addWidget(widget)
    return widget


def _entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if text in action.text().replace("&", ""))


def test_cameras_are_looked_up_each_time(menu: SourceMenu, connected: list[CameraInfo], qtbot: QtBot) -> None:
    menu.aboutToShow.emit()
    assert not _entry(menu, "No camera connected").isEnabled()
    connected += [CameraInfo(0, "Integrated & co", "V4L2"), CameraInfo(4, "Conference Cam", "V4L2")]
    menu.aboutToShow.emit()
    texts = [action.text() for action in menu.actions()]
    assert not any("No camera" in text for text in texts)
    assert sum("\tcamera" in text for text in texts) == 2
    with qtbot.waitSignal(menu.source_chosen) as chosen:
        _entry(menu, "Conference Cam").trigger()
    assert chosen.args == ["camera:Conference Cam"], "by name: it is found again in another socket"
    with qtbot.waitSignal(menu.source_chosen) as chosen:
        menu.aboutToShow.emit()
        menu.set_source("camera:Conference Cam@640x480@30")
        menu.aboutToShow.emit()
        assert [_entry(menu, name).isChecked() for name in ("Integrated", "Conference Cam")] == [False, True]
        _entry(menu, "Integrated").trigger()
    assert chosen.args == ["camera:Integrated & co"]


def test_resolution_and_rate_are_those_of_the_camera_in_use(
    menu: SourceMenu, connected: list[CameraInfo], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    offered = CameraModes((parse_mode("640x480@30"), parse_mode("1280x720@30")), told=True)
    monkeypatch.setattr("ferdesk.sources.modes_of", lambda index: (asked.append(index), offered)[1])
    connected += [CameraInfo(4, "Conference Cam", "V4L2")]
    assert not menu.modes.menuAction().isEnabled(), "no camera is in use"
    menu.set_source("camera:Conference Cam@640x480@30")
    assert menu.modes.menuAction().isEnabled()
    menu.modes.aboutToShow.emit()
    assert asked == [4]
    checked = {action.text(): action.isChecked() for action in menu.modes.actions() if action.isCheckable()}
    assert checked == {"&As the camera likes": False, "640 × 480, 30 fps": True, "1280 × 720, 30 fps": False}
    for text, spec in (("1280", "camera:Conference Cam@1280x720@30"), ("likes", "camera:Conference Cam")):
        with qtbot.waitSignal(menu.source_chosen) as chosen:
            _entry(menu.modes, text).trigger()
        assert chosen.args == [spec]
    menu.set_source("demo")
    assert not menu.modes.menuAction().isEnabled()


def test_any_other_mode_can_be_typed_and_a_wrong_one_is_told(
    menu: SourceMenu, connected: list[CameraInfo], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ferdesk.sources.modes_of", lambda index: CameraModes((), told=False))
    connected += [CameraInfo(0, "Cam", "V4L2")]
    menu.set_source("0@800x600")
    menu.modes.aboutToShow.emit()
    assert not _entry(menu.modes, "not known").isEnabled(), "nobody claims what nobody knows"
    assert _entry(menu.modes, "800 × 600").isChecked()
    monkeypatch.setattr(QInputDialog, "getText", lambda *args: ("1920x1080@25", True))
    with qtbot.waitSignal(menu.source_chosen) as chosen:
        _entry(menu.modes, "Other").trigger()
    assert chosen.args == ["0@1920x1080@25"]
    monkeypatch.setattr(QInputDialog, "getText", lambda *args: ("large", True))
    with qtbot.assertNotEmitted(menu.source_chosen), qtbot.waitSignal(menu.told) as told:
        _entry(menu.modes, "Other").trigger()
    assert "no camera mode" in told.args[0]


def test_a_new_camera_is_there_to_be_taken(menu: SourceMenu, qtbot: QtBot) -> None:
    assert not menu.new_camera.isVisible() and not menu.new_camera.isEnabled()
    menu.offer("A & B", "camera:A & B")
    assert menu.new_camera.isVisible() and menu.new_camera.text() == "Use the &new camera, A && B"
    with qtbot.waitSignal(menu.source_chosen) as chosen:
        menu.new_camera.trigger()
    assert chosen.args == ["camera:A & B"]
    menu.offer("", "")
    assert not menu.new_camera.isVisible()


def test_a_part_of_the_screen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ferdesk.source_screen.monitors", lambda: (Area(0, 0, 800, 600),))
    holder = QWidget()
    qtbot.addWidget(holder)
    menu = SourceMenu(holder)
    menu.set_source("screen:10,20,300,200")
    _entry(menu, "Screen").trigger()
    dialog = holder.findChild(ScreenDialog)
    assert dialog is not None and dialog.isVisible() and dialog.area() == Area(10, 20, 300, 200)
    with qtbot.waitSignal(menu.source_chosen) as chosen:
        dialog.accept()
    assert chosen.args == ["screen:10,20,300,200"]


def test_a_screen_that_cannot_be_read_is_told(
    menu: SourceMenu, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> tuple[Area, ...]:
        raise SourceError("Wayland keeps programs from reading the screen")

    monkeypatch.setattr("ferdesk.source_screen.monitors", refuse)
    with qtbot.waitSignal(menu.told) as told:
        _entry(menu, "Screen").trigger()
    assert told.args == ["Wayland keeps programs from reading the screen."]


def test_the_demo(menu: SourceMenu, qtbot: QtBot) -> None:
    with qtbot.waitSignal(menu.source_chosen) as chosen:
        _entry(menu, "Demo").trigger()
    assert chosen.args == ["demo"]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_chosen_path_and_its_folder_are_told(
    menu: SourceMenu, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    path = str(tmp_path / "some" / "thing.mp4")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (path, ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *args: path)
    with qtbot.waitSignals([menu.source_chosen, menu.folder_changed]) as both:
        _entry(menu, f"Open {kind}").trigger()
    assert [tuple(signal.args) for signal in both.all_signals_and_args] == [(str(tmp_path / "some"),), (path,)]


def test_the_file_dialog_offers_what_can_be_read(menu: SourceMenu, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (asked.append(args[-1]), ("", ""))[1])
    _entry(menu, "Open file").trigger()
    assert "*.mp4" in asked[0] and "*.jpg" in asked[0]


def test_a_cancelled_dialog_changes_nothing(
    menu: SourceMenu, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: ("", ""))
    monkeypatch.setattr(QInputDialog, "getText", lambda *args: ("rtsp://", False))
    with qtbot.assertNotEmitted(menu.source_chosen):
        _entry(menu, "Open file").trigger()
        _entry(menu, "Open URL").trigger()


def test_an_address(menu: SourceMenu, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *args: ("  rtsp://camera/1 ", True))
    with qtbot.waitSignal(menu.source_chosen) as chosen:
        _entry(menu, "Open URL").trigger()
    assert chosen.args == ["rtsp://camera/1"]
