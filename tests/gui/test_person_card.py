"""A card shows its person's colour and fades who left; its editor is not disturbed by news of the person."""

from __future__ import annotations

import pytest
from PyQt5.QtGui import QFontMetricsF, QImage
from PyQt5.QtWidgets import QApplication, QLineEdit, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from ferdesk.gui.people_panel import PeoplePanel
from ferdesk.gui.person_card import PersonCard, _fitting
from ferdesk.gui.theme import DARK, apply_theme
from ferdesk.person import LONGEST_NAME, Person
from tests.gui.test_people_model import person


@pytest.fixture
def panel(qtbot: QtBot) -> PeoplePanel:
    apply_theme(DARK)
    made = PeoplePanel()
    qtbot.addWidget(made)
    made.resize(360, 400)
    return made


def painted(panel: PeoplePanel, somebody: Person) -> QImage:
    panel.show_people([somebody])
    panel.show()
    return panel.grab().toImage()


def colors(image: QImage) -> list[str]:
    return [image.pixelColor(x, y).name() for x in range(0, 70, 2) for y in range(0, image.height(), 2)]


def test_the_stripe_is_in_the_persons_colour(panel: PeoplePanel) -> None:
    for number in (1, 2):
        somebody = person(number)
        assert colors(painted(panel, somebody)).count(somebody.color) > 10


def test_who_left_is_fainter_and_signs_are_shown(panel: PeoplePanel) -> None:
    usual = painted(panel, person(1, "Ada"))
    for other in (person(1, "Ada", here=False), person(1, "Ada", pinned=True), person(1, "Ada", hidden=True)):
        assert painted(panel, other) != usual


def test_the_editor_offers_the_name_and_gives_back_a_new_one_alone(qtbot: QtBot, panel: PeoplePanel) -> None:
    painted(panel, person(1, "Ada"))
    card, model = panel.itemDelegate(), panel.model()
    assert isinstance(card, PersonCard) and model is not None
    index = model.index(0, 0)
    editor = card.createEditor(panel, QStyleOptionViewItem(), index)
    assert isinstance(editor, QLineEdit)
    assert (editor.text(), editor.maxLength()) == ("Ada", LONGEST_NAME)
    with qtbot.assertNotEmitted(panel.renamed):
        card.setModelData(editor, model, index)
    editor.setText("Eve")
    card.setEditorData(editor, index)
    assert editor.text() == "Eve", "what is being typed stays"
    with qtbot.waitSignal(panel.renamed) as told:
        card.setModelData(editor, model, index)
    assert told.args == [1, "Eve"]


def test_a_countdown_is_whole_and_the_emotion_gives_way(qtbot: QtBot) -> None:
    font = QApplication.font()
    width = QFontMetricsF(font).horizontalAdvance("Surprise 83 % · relaxed: 5 s")
    assert _fitting("Surprise 83 %", "", font, width) == "Surprise 83 %"
    assert _fitting("Surprise 83 %", "relaxed: 5 s", font, width + 1) == "Surprise 83 % · relaxed: 5 s"
    short = _fitting("Surprise 83 %", "look relaxed: 5 s", font, width)
    assert short.endswith("… · look relaxed: 5 s") and QFontMetricsF(font).horizontalAdvance(short) <= width
    assert _fitting("Surprise 83 %", "look relaxed: 5 s", font, width / 3).endswith("…")
