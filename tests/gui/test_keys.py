"""Space in the window: it pauses, but a button, check box or combo box that has the focus keeps it."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QEvent, Qt
from PyQt5.QtGui import QKeyEvent
from PyQt5.QtWidgets import QAbstractButton, QApplication, QComboBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ferdesk.gui.main_window import MainWindow
from ferdesk.gui.sure import sure
from tests.gui.conftest import MakeWindow, face_at_x, result_of

WAIT_MS = 20_000


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow) -> MainWindow:
    """With somebody in view, and the timeline."""
    made = make_window()
    made.preferences.change("show_timeline", True)
    made.show()
    made.stage.show_result(result_of(face_at_x(100.0)))
    with qtbot.waitActive(made, timeout=WAIT_MS):
        made.activateWindow()
    return made


def press_space(qtbot: QtBot, window: MainWindow, on: QWidget) -> None:
    on.setFocus(Qt.FocusReason.TabFocusReason)
    assert window.focusWidget() is on
    qtbot.keyClick(on, Qt.Key.Key_Space)


def tool_button(window: MainWindow, action: object) -> QToolButton:
    return next(button for button in window.toolbar.findChildren(QToolButton) if button.defaultAction() is action)


def test_on_the_picture_it_pauses_and_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    press_space(qtbot, window, window.stage.view)
    assert window.todo.pause.isChecked()
    press_space(qtbot, window, window.stage.view)
    assert not window.todo.pause.isChecked()


def test_it_presses_the_button_that_has_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.stage.panel
    press_space(qtbot, window, panel.face.calibrate)
    assert panel.face.neutral.words.isVisible(), "the calibration has begun"
    press_space(qtbot, window, tool_button(window, window.todo.switches["show_panel"]))
    assert not panel.isVisible()
    assert not window.todo.pause.isChecked()
    press_space(qtbot, window, tool_button(window, window.todo.pause))
    assert window.todo.pause.isChecked(), "once, not twice"


def test_it_opens_the_list_that_has_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    for box in window.timeline.panel.findChildren(QComboBox):
        press_space(qtbot, window, box)
        assert sure(box.view()).isVisible()
        box.hidePopup()
    assert not window.todo.pause.isChecked()


def test_every_button_and_list_keeps_it(window: MainWindow) -> None:
    for part in (window.toolbar, window.stage.panel, window.timeline.panel):
        reached = [*part.findChildren(QAbstractButton), *part.findChildren(QComboBox)]
        reached = [widget for widget in reached if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert reached
        for widget in reached:
            event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
            event.ignore()
            QApplication.sendEvent(widget, event)
            assert event.isAccepted(), widget.accessibleName() or widget.objectName()


def test_who_clicks_still_pauses_with_it(qtbot: QtBot, window: MainWindow) -> None:
    window.stage.view.setFocus()
    calibrate = window.stage.panel.face.calibrate
    qtbot.mouseClick(calibrate, Qt.MouseButton.LeftButton)
    assert window.focusWidget() is window.stage.view
    qtbot.keyClick(window.stage.view, Qt.Key.Key_Space)
    assert window.todo.pause.isChecked()
