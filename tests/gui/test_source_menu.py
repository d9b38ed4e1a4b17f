"""Cameras by name, looked up when the menu is opened; everything else by its dialog."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt5.QtWidgets import QAction, QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from ferdesk.gui.source_menu import SourceMenu
from ferdesk.sources import CameraInfo


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


def _entry(menu: SourceMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if text in action.text().replace("&", ""))


def test_cameras_are_looked_up_each_time(menu: SourceMenu, connected: list[CameraInfo], qtbot: QtBot) -> None:
    menu.aboutToShow.emit()
    assert not _entry(menu, "No camera connected").isEnabled()
    connected += [CameraInfo(0, "Integrated & co", "V4L2"), CameraInfo(4, "Conference Cam", "V4L2")]
    menu.aboutToShow.emit()
    texts = [action.text() for action in menu.actions()]
    assert not any("No camera" in text for text in texts)
    assert sum("camera" in text for text in texts) == 2
    with qtbot.waitSignal(menu.source_chosen) as chosen:
        _entry(menu, "Conference Cam").trigger()
    assert chosen.args == ["4"]


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
