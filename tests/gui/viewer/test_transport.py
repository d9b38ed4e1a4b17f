"""The bar under the picture: its buttons are the window's actions, it tells moment and frame, and sets the speed."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QMainWindow, QToolButton
from pytestqt.qtbot import QtBot

from ferdesk.gui.viewer.transport import Transport
from ferdesk.gui.viewer.viewer_actions import ViewerActions
from ferdesk.play_clock import SPEEDS


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def actions(window: QMainWindow) -> ViewerActions:
    return ViewerActions(window)


@pytest.fixture
def bar(window: QMainWindow, actions: ViewerActions) -> Transport:
    made = Transport(actions)
    window.setCentralWidget(made)
    return made


def test_each_button_is_an_action_with_a_name_and_a_key(bar: Transport, actions: ViewerActions, qtbot: QtBot) -> None:
    buttons = bar.findChildren(QToolButton)
    assert [button.defaultAction() for button in buttons] == list(actions.transport)
    assert [button.text() for button in buttons][3:5] == ["Play", "One frame on"], "what screen readers say"
    for button in buttons:
        assert button.focusPolicy() == Qt.FocusPolicy.TabFocus
        assert "(" in button.toolTip()
        assert not button.icon().isNull(), "it would show its text, and make the window too wide"
        with qtbot.waitSignal(button.defaultAction().triggered):
            button.click()


def test_the_moment_is_told_to_a_tenth_and_never_rounded_up_to_ten(bar: Transport) -> None:
    bar.set_length(65.04, 1600)
    bar.show_moment(59.96, 1499)
    assert bar.text() == "0:59.9 / 1:05, frame 1,500 of 1,600"
    bar.show_moment(60.9996, 1525)
    assert bar.text().startswith("1:01.0 / ")
    bar.set_length(0.0, 0)
    bar.show_moment(0.0, 0)
    assert bar.text().endswith("no frames")


def test_the_speed_goes_up_and_down_and_stops_at_the_ends(bar: Transport) -> None:
    chosen: list[float] = []
    bar.speed_chosen.connect(chosen.append)
    for step in (1, 1, 1, 1, -1):
        bar.change_speed(step)
    bar.change_speed(-len(SPEEDS))
    assert chosen == [1.5, 2.0, 4.0, 2.0, 0.25]
    assert bar.speed.currentText() == "0.25×"


def test_playing_and_standing_are_told_by_sign_and_word(bar: Transport, actions: ViewerActions) -> None:
    play = bar.findChildren(QToolButton)[3]
    actions.show_playing(True)
    assert (play.toolTip(), play.isChecked(), play.text()) == ("Pause (Space)", True, "Pause")
    actions.show_playing(False)
    assert (play.toolTip(), play.isChecked(), play.text()) == ("Play (Space)", False, "Play")
