"""Video and panel are always about the same face."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ferdesk.gui.stage import Stage
from tests.gui.conftest import face_at_x, result_of
from tests.gui.test_people_model import person


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    widget = Stage()
    qtbot.addWidget(widget)
    widget.resize(1200, 600)
    widget.show()
    return widget


def _panel_words(stage: Stage) -> str:
    return " | ".join(label.text() for label in stage.panel.face.findChildren(QLabel))


def test_a_click_brings_the_face_into_the_panel(stage: Stage) -> None:
    stage.show_result(result_of(face_at_x(10, track=1, size=90), face_at_x(200, track=2, emotion=4)))
    assert "#1" in _panel_words(stage)
    stage.view.face_clicked.emit(2)
    assert "#2" in _panel_words(stage) and "Sad" in _panel_words(stage)
    stage.show_result(result_of(face_at_x(10, track=1, size=90), face_at_x(190, track=2, emotion=3)))
    assert "#2" in _panel_words(stage) and "Happy" in _panel_words(stage)


def test_steps_go_round(stage: Stage) -> None:
    stage.show_result(result_of(face_at_x(10, track=1, size=90), face_at_x(200, track=2)))
    stage.step(1)
    assert stage.selected() == 2
    stage.view.stepped.emit(1)
    assert stage.selected() == 1


def test_in_the_mirror_steps_and_places_are_as_they_are_seen(stage: Stage) -> None:
    stage.view.set_mirrored(True)
    stage.show_result(result_of(*(face_at_x(10 + 100 * place, track=place + 1) for place in range(3))))
    stage.choose(2)
    stage.step(1)
    assert stage.selected() == 1, "who stands left in the frame is seen on the right"
    assert "#1, 3 of 3" in _panel_words(stage)


def test_nobody_is_told(stage: Stage) -> None:
    stage.show_result(result_of(face_at_x(10)))
    stage.show_result(result_of())
    assert "No face" in _panel_words(stage)


def test_a_new_source_forgets_the_selection(stage: Stage) -> None:
    stage.show_result(result_of(face_at_x(10, track=1, size=90), face_at_x(200, track=2)))
    stage.choose(2)
    stage.show_message("Opening …")
    assert stage.result() is None and stage.selected() is None
    stage.show_result(result_of(face_at_x(10, track=1, size=90), face_at_x(200, track=2)))
    assert stage.selected() == 1


def test_a_panel_that_comes_back_is_up_to_date(stage: Stage) -> None:
    stage.set_panel_visible(False)
    stage.show_result(result_of(face_at_x(10, track=6)))
    stage.set_panel_visible(True)
    assert "#6" in _panel_words(stage)


def test_cards_leave_the_chosen_face_its_room(stage: Stage) -> None:
    stage.people.show_people([person(number) for number in range(1, 9)])
    card, face = stage.people.sizeHintForRow(0), stage.panel.face_height()
    for room, cards in ((6, 4), (4.5, 4), (3.5, 3), (2.5, 2), (0.5, 2)):
        stage.resize(1200, face + round(room * card))
        QApplication.processEvents()
        assert stage.people.height() // card == cards, room
        assert stage.panel.height() >= face or room < 2, "the face's panel would be scrolled before the cards"


def test_the_panel_fits_a_small_window_without_scrolling(stage: Stage) -> None:
    stage.show_result(result_of(face_at_x(10)))
    assert stage.panel.widget().sizeHint().height() <= 600
    assert stage.panel.horizontalScrollBar().maximum() == 0
