"""From the key over a real network to the map in the panel, of the moment in which it was pressed."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ferdesk.gui.engine import Engine
from ferdesk.gui.face_panel import FacePanel
from ferdesk.gui.main_window import MainWindow
from ferdesk.types import Face
from tests.gui.conftest import MakeWindow, face_at_x, result_of


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    made = make_window()
    made.show()
    return made


def held(qtbot: QtBot, window: MainWindow) -> FacePanel:
    """The panel, once a map is shown."""
    panel = window.stage.panel.face
    qtbot.waitUntil(lambda: panel.held, timeout=60_000)
    return panel


def test_a_key_shows_the_map_and_the_same_key_takes_it_away(qtbot: QtBot, window: MainWindow) -> None:
    window.stage.show_result(result_of(face_at_x(10, track=1), face_at_x(100, track=2)))
    qtbot.keyClick(window, Qt.Key.Key_H)
    window.stage.show_result(result_of(face_at_x(20, track=1, emotion=4), face_at_x(100, track=2)))
    panel = held(qtbot, window)
    assert "Happy" in panel._hangs.words() and panel._emotion.text() == "Happy", "the moment of the key"
    assert "hangs" in panel._hangs.words() and panel._hangs.isVisible() and not panel._bars.isVisible()
    assert panel.grab().toImage().pixelColor(60, 60).saturation() > 40, "the crop is in the map's colours"
    qtbot.keyClick(window, Qt.Key.Key_H)
    assert not panel.held and panel._bars.isVisible() and panel._emotion.text() == "Sad"


def test_another_face_ends_it_and_a_map_that_comes_too_late_is_not_shown(qtbot: QtBot, window: MainWindow) -> None:
    window.stage.show_result(result_of(face_at_x(10, track=1), face_at_x(100, track=2)))
    panel, link = window.stage.panel.face, window.stage.panel.face.findChild(QPushButton, "link")
    assert link is not None
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    held(qtbot, window)
    window.stage.choose(2)
    assert not panel.held and "#2" in panel._who.text()
    qtbot.mouseClick(panel._crop, Qt.MouseButton.LeftButton)
    window.stage.choose(1)
    qtbot.waitUntil(lambda: not window.occlusion._work.busy, timeout=60_000)
    assert not panel.held
    qtbot.mouseClick(panel._crop, Qt.MouseButton.LeftButton)
    held(qtbot, window)
    qtbot.mouseClick(panel._crop, Qt.MouseButton.LeftButton)
    assert not panel.held


def test_closing_the_window_ends_the_work(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(engine: Engine, face: Face, faces: Sequence[Face]) -> None:
        time.sleep(0.5)

    monkeypatch.setattr("ferdesk.gui.occlusion_control._moment", slow)
    window.stage.show_result(result_of(face_at_x(10)))
    window.occlusion.action.trigger()
    assert "ferdesk-occlusion" in [thread.name for thread in threading.enumerate()]
    window.close()
    assert "ferdesk-occlusion" not in [thread.name for thread in threading.enumerate()]


def test_why_there_is_no_map(qtbot: QtBot, make_window: MakeWindow, tmp_path: Path) -> None:
    window = make_window(bundle=str(tmp_path / "gone.onnx"))
    window.show()
    window.occlusion.action.trigger()
    assert "no face whose answer" in window.status.hint()
    window.stage.show_result(result_of(face_at_x(10)))
    window.occlusion.action.trigger()
    qtbot.waitUntil(lambda: "cannot be told: no bundle" in window.status.hint(), timeout=60_000)
    window.stage.set_panel_visible(False)
    window.occlusion.action.trigger()
    assert "F9" in window.status.hint() and not window.occlusion._work.busy
