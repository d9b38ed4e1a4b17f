"""The list of people: checked by Space and mouse, selected by arrows and by track."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtGui import QIcon
from pytestqt.qtbot import QtBot

from ferdesk.gui.viewer.people_table import PeopleTable
from ferdesk.person import person_color
from ferdesk.recording import open_recording
from ferdesk.recording_summary import summarize
from tests.gui.viewer.conftest import MakeRecording


@pytest.fixture
def table(qtbot: QtBot, make_recording: MakeRecording) -> PeopleTable:
    widget = PeopleTable()
    qtbot.addWidget(widget)
    widget.show_people(summarize(open_recording(make_recording())).people)
    return widget


def test_all_are_checked_at_first_and_told_in_words(table: PeopleTable) -> None:
    assert table.all_checked()
    assert [table.text(row)[0] for row in range(2)] == ["person 1", "Ada"]
    assert table.text(1) == ["Ada", "0 min 04 s", "+0.00", "surprise 100 %"]


def test_space_leaves_the_selected_one_out(table: PeopleTable, qtbot: QtBot) -> None:
    table.show()
    with qtbot.waitSignal(table.filter_changed):
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert [person.name for person in table.checked()] == ["Ada"]
    assert not table.all_checked()


def test_arrows_and_tracks_select(table: PeopleTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.person_selected) as selected:
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert selected.args == [1]
    with qtbot.waitSignal(table.person_selected) as selected:
        table.select_track(1)
    assert selected.args == [0]
    table.step(-1)
    assert table.currentRow() == 1


def test_the_colour_of_the_selected_one_is_not_tinted(table: PeopleTable) -> None:
    table.selectRow(0)
    item = table.item(0, 0)
    assert item is not None
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        assert item.icon().pixmap(12, 12, mode).toImage().pixelColor(6, 6).name() == person_color(1)
