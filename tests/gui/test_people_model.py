"""Rows follow the people, and what hangs on a row stays with its person."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QPersistentModelIndex, Qt

from ferdesk.gui.people_model import PeopleModel, emotion_in_words, in_words, time_in_words
from ferdesk.person import Person
from tests.gui.conftest import face_at_x


def person(number: int, name: str = "", *, here: bool = True, emotion: int | None = 3, **more: object) -> Person:
    """Somebody who was in view for 67 seconds."""
    more.setdefault("tracks", (number,))
    face = face_at_x(10, track=number, emotion=emotion)
    return Person(number, more.pop("tracks"), 0.0, 67.0, 67.0, here, number, face, name, **more)  # type: ignore[arg-type]


def shown(model: PeopleModel) -> list[str]:
    return [model.index(row).data() for row in range(model.rowCount())]


def test_rows_come_go_and_move_with_their_persons(qtmodeltester: object) -> None:
    model = PeopleModel()
    qtmodeltester.check(model)  # type: ignore[attr-defined]
    model.show_people([person(1), person(2, "Ada"), person(3)])
    assert shown(model) == ["Person 1", "Ada", "Person 3"]
    ada = QPersistentModelIndex(model.row_of(2))
    model.show_people([person(2, "Ada"), person(4), person(3)])
    assert shown(model) == ["Ada", "Person 4", "Person 3"]
    assert ada.row() == 0
    model.show_people([person(4), person(3), person(2, "Ada")])
    assert ada.row() == 2 and ada.data() == "Ada"
    model.show_people([])
    assert not ada.isValid() and model.rowCount() == 0
    assert not model.row_of(2).isValid() and not model.row_of(None).isValid()
    qtmodeltester.check(model)  # type: ignore[attr-defined]


def test_a_typed_name_comes_out_and_is_not_kept(qtbot: object) -> None:
    model = PeopleModel()
    model.show_people([person(5, "Ada")])
    told = []
    model.renamed.connect(lambda number, name: told.append((number, name)))
    assert model.index(0).data(Qt.ItemDataRole.EditRole) == "Ada"
    assert model.setData(model.index(0), "Eve")
    assert told == [(5, "Eve")]
    assert shown(model) == ["Ada"], "until somebody pushes the new name in"
    assert not model.setData(model.index(7), "Eve")


def test_everything_that_a_card_shows_is_there_in_words() -> None:
    words = in_words(person(2, "Ada", tracks=(2, 5), pinned=True, hidden=True, note="relaxed"))
    for part in ("Ada (person 2)", "Happy 83 %", "1:07", "pinned", "hidden", "recorded", "2, 5", "relaxed"):
        assert part in words
    assert in_words(person(3, here=False)).startswith("Person 3, left; last Happy 83 %")
    assert emotion_in_words(person(1, emotion=None)) == "Unsure"


@pytest.mark.parametrize(("seconds", "words"), [(0.9, "0:00"), (67.9, "1:07"), (3723.0, "1:02:03")])
def test_times(seconds: float, words: str) -> None:
    assert time_in_words(seconds) == words
