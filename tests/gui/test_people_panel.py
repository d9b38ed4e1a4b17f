"""The list of people: choosing, typing names, and nothing that moves under one's hands."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QColor, QContextMenuEvent
from PyQt5.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ferdesk.emotions import Emotion
from ferdesk.gui.people_panel import PeoplePanel
from ferdesk.person import person_color
from tests.gui.test_people_model import person


@pytest.fixture
def panel(qtbot: QtBot) -> PeoplePanel:
    widget = PeoplePanel()
    qtbot.addWidget(widget)
    widget.resize(320, 300)
    widget.show_people([person(1), person(2), person(3, here=False)])
    return widget


def _editor(panel: PeoplePanel) -> QLineEdit:
    editor = panel.findChild(QLineEdit, "personName")
    assert editor is not None
    return editor


def _middle(panel: PeoplePanel, number: int):  # noqa: ANN202
    return panel.visualRect(panel.model().row_of(number)).center()


def test_there_is_no_list_while_there_is_nobody(qtbot: QtBot) -> None:
    panel = PeoplePanel()
    qtbot.addWidget(panel)
    assert not panel.isVisible()
    panel.show_people([person(1)])
    assert panel.isVisible()
    one = panel.sizeHint().height()
    panel.show_people([person(number) for number in range(1, 4)])
    assert panel.sizeHint().height() > 2.5 * one
    tall = panel.sizeHint().height()
    panel.show_people([person(number) for number in range(1, 13)])
    assert panel.sizeHint().height() < 1.5 * tall, "the rest is scrolled to"
    panel.show_people([])
    assert not panel.isVisible()


def test_a_click_chooses_and_pushing_does_not(qtbot: QtBot, panel: PeoplePanel) -> None:
    told: list[int] = []
    panel.person_chosen.connect(told.append)
    panel.choose(1)
    panel.show_people([person(2), person(1)])
    panel.show_people([person(2)])
    panel.show_people([person(3), person(2)])
    assert told == [] and panel.chosen() is None
    qtbot.mouseClick(panel.viewport(), Qt.MouseButton.LeftButton, pos=_middle(panel, 2))
    assert told == [2] and panel.chosen() == 2
    qtbot.keyClick(panel, Qt.Key.Key_Up)
    assert told == [2, 3]


def test_the_marked_card_stays_with_its_person(panel: PeoplePanel) -> None:
    panel.choose(2)
    panel.show_people([person(2), person(3), person(1)])
    assert panel.chosen() == 2 and panel.currentIndex().row() == 0
    panel.choose(None)
    assert panel.chosen() is None and not panel.selectedIndexes()


def test_enter_types_a_name_that_new_pictures_do_not_take_back(qtbot: QtBot, panel: PeoplePanel) -> None:
    told = []
    panel.renamed.connect(lambda number, name: told.append((number, name)))
    panel.choose(2)
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    editor = _editor(panel)
    assert (editor.text(), editor.placeholderText()) == ("", "Person 2")
    qtbot.keyClicks(editor, "Ad")
    panel.show_people([person(3), person(2), person(1)])
    qtbot.keyClicks(editor, "a")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: told == [(2, "Ada")])
    assert [one.number for one in panel.people()] == [3, 2, 1], "the cards go on"


def test_a_double_click_types_a_name_and_escape_leaves_all_as_it_was(qtbot: QtBot, panel: PeoplePanel) -> None:
    told = []
    panel.renamed.connect(lambda number, name: told.append((number, name)))
    for click in (qtbot.mouseClick, qtbot.mouseDClick):
        click(panel.viewport(), Qt.MouseButton.LeftButton, pos=_middle(panel, 1))
    editor = _editor(panel)
    qtbot.keyClicks(editor, "Eve")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert told == []


def test_the_menu_of_a_card_by_mouse_and_by_key(panel: PeoplePanel) -> None:
    asked = []
    panel.menu_asked.connect(asked.append)
    panel.choose(2)
    middle = _middle(panel, 2)
    where = panel.viewport().mapToGlobal(middle)
    QApplication.sendEvent(panel.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, where))
    QApplication.sendEvent(panel, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, where))
    assert len(asked) == 2


def _colors(panel: PeoplePanel, number: int) -> set[str]:
    image = panel.grab(panel.visualRect(panel.model().row_of(number)).translated(panel.viewport().pos())).toImage()
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


def test_a_card_has_the_color_of_its_person_and_bars_in_those_of_the_emotions(panel: PeoplePanel) -> None:
    plain = {color.lower() for color in _colors(panel, 2)}
    assert person_color(2) in plain and person_color(1) not in plain
    happy = QColor(Emotion.HAPPY.color)
    assert plain & {happy.name(), happy.darker(118).name()}
    assert person_color(3) in _colors(panel, 3), "whoever left keeps their colour"


def test_pinned_and_hidden_have_signs(panel: PeoplePanel) -> None:
    def picture(**more: bool) -> object:
        panel.show_people([person(1, "Ada", **more)])
        return panel.grab().toImage()

    plain, pinned, hidden = picture(), picture(pinned=True), picture(hidden=True)
    assert plain != pinned and plain != hidden and pinned != hidden
