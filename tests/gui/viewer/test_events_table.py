"""The list of events: in words, numbered as in the timeline; a click or Enter goes to the moment."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from pytestqt.qtbot import QtBot

from ferdesk.gui.viewer.events_table import EventsTable
from ferdesk.recording import open_recording
from tests.gui.viewer.conftest import MakeRecording


@pytest.fixture
def table(qtbot: QtBot, make_recording: MakeRecording) -> EventsTable:
    widget = EventsTable()
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.show_events(open_recording(make_recording()).events)
    widget.show()
    return widget


def test_markers_have_numbers_and_names_have_none(table: EventsTable) -> None:
    assert [table.text(row) for row in range(table.rowCount())] == [
        ["1", "0:01", "mark", "note 10"],
        ["2", "0:02", "mark", "note 25"],
        ["", "0:04", "name", "person 2 is Ada"],
    ]


def test_a_click_goes_to_the_moment(table: EventsTable, qtbot: QtBot) -> None:
    place = table.visualRect(table.model().index(1, 3)).center()
    with qtbot.waitSignal(table.seconds_chosen) as chosen:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [2.5]


def test_arrows_choose_and_enter_goes_there(table: EventsTable, qtbot: QtBot) -> None:
    gone: list[float] = []
    table.seconds_chosen.connect(gone.append)
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert gone == [], "who reads the list with the arrow keys is not carried away"
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert gone == [2.5]


def test_another_recording_takes_the_place_of_the_first(table: EventsTable, make_recording: MakeRecording) -> None:
    events = open_recording(make_recording("other")).events
    table.show_events(events.pick(events["kind"] == "mark"))
    assert table.rowCount() == 2
