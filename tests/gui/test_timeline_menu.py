"""The menu of the timeline."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QAction, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ferdesk.gui.timeline_menu import TimelineMenu


def _menu(qtbot: QtBot) -> tuple[TimelineMenu, QWidget, QLineEdit]:
    window, edit = QWidget(), QLineEdit()
    qtbot.addWidget(window)
    menu = TimelineMenu(QAction("Show", window), window)
    QVBoxLayout(window).addWidget(edit)
    with qtbot.waitActive(window):
        window.show()
    return menu, window, edit


def test_keys_ask_for_what_the_menu_says(qtbot: QtBot) -> None:
    menu, window, _ = _menu(qtbot)
    window.setFocus()
    asked: list[object] = []
    menu.mark_asked.connect(asked.append)
    menu.zoom_asked.connect(asked.append)
    menu.step_asked.connect(lambda step: asked.append(("step", step)))
    menu.live_asked.connect(lambda: asked.append("live"))
    menu.undo_asked.connect(lambda: asked.append("undo"))
    menu.show_live(False)
    menu.show_marks(("",) * 9, True)
    for key in (Qt.Key.Key_1, Qt.Key.Key_9, Qt.Key.Key_Minus, Qt.Key.Key_Equal, Qt.Key.Key_End):
        qtbot.keyClick(window, key)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert asked == [1, 9, -1, 1, "live", "undo", ("step", -1)]


def test_where_somebody_types_a_figure_is_a_figure(qtbot: QtBot) -> None:
    menu, _, edit = _menu(qtbot)
    edit.setFocus()
    with qtbot.assertNotEmitted(menu.mark_asked):
        qtbot.keyClick(edit, Qt.Key.Key_3)
    assert edit.text() == "3"


def test_what_makes_no_sense_now_is_grey(qtbot: QtBot) -> None:
    menu, _, _ = _menu(qtbot)
    menu.show_live(True)
    menu.show_marks(("laughs & cries", *[""] * 8), False)
    assert not menu.live.isEnabled() and not menu.undo.isEnabled()
    assert menu.mark[0].text() == "&1  laughs && cries"
    assert menu.mark[8].text() == "&9  marker"


def test_whom_is_told_and_chosen(qtbot: QtBot) -> None:
    menu, _, _ = _menu(qtbot)
    menu.show_whom("everyone")
    assert menu.whom["everyone"].isChecked() and not menu.whom["selected"].isChecked()
    with qtbot.waitSignal(menu.whom_chosen) as told:
        menu.whom["selected"].trigger()
    assert told.args == ["selected"]
