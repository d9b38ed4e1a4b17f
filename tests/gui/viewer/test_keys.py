"""Space in the viewer: it plays, but the focused button and the focused line of people keep it."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ferdesk.gui.viewer.viewer_window import ViewerWindow
from tests.gui.viewer.conftest import WAIT_MS, MakeRecording, MakeViewer


def _press_space(qtbot: QtBot, window: ViewerWindow, on: QWidget) -> None:
    with qtbot.waitActive(window, timeout=WAIT_MS):
        window.activateWindow()
    on.setFocus()
    assert window.focusWidget() is on
    qtbot.keyClick(on, Qt.Key.Key_Space)


def test_space_plays_and_stands(qtbot: QtBot, make_recording: MakeRecording, make_viewer: MakeViewer) -> None:
    window = make_viewer(make_recording())
    assert window.showing is not None
    window.side.setCurrentWidget(window.side.events)
    for on in (window.stage.view, window.side.events):
        _press_space(qtbot, window, on)
        assert window.showing.player.playing
        _press_space(qtbot, window, on)
        assert not window.showing.player.playing


def test_a_focused_button_is_pressed_by_it(
    qtbot: QtBot, make_recording: MakeRecording, make_viewer: MakeViewer
) -> None:
    window = make_viewer(make_recording())
    assert window.showing is not None
    button = next(
        button for button in window.stage.transport.findChildren(QToolButton)
        if button.defaultAction() is window.todo.next_frame
    )  # fmt: skip
    _press_space(qtbot, window, button)
    assert not window.showing.player.playing
    assert window.showing.player.seconds > 0.0


def test_the_list_of_people_checks_with_it(
    qtbot: QtBot, make_recording: MakeRecording, make_viewer: MakeViewer
) -> None:
    window = make_viewer(make_recording())
    assert window.showing is not None
    _press_space(qtbot, window, window.side.people)
    assert not window.showing.player.playing
    assert [person.name for person in window.side.people.checked()] == ["Ada"]
