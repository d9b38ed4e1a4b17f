"""The figures of one person: labels by their share, transitions by how often, and words where there are none."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from ferdesk.emotions import Emotion
from ferdesk.gui.viewer.opened import open_for_viewing
from ferdesk.gui.viewer.summary_view import SummaryView
from tests.gui.viewer.conftest import MakeRecording
from tests.recorded import record


def test_labels_and_transitions_are_told_and_nobody_is_too(qtbot: QtBot, make_recording: MakeRecording) -> None:
    view = SummaryView()
    qtbot.addWidget(view)
    view.show()
    assert not view.labels.isVisible() and not view.transitions.isVisible()
    first, ada = open_for_viewing(make_recording()).summary.people
    view.show_person(first)
    assert view.labels.text(0)[0] == "happy" and view.labels.text(1)[0] == "sad"
    assert view.transitions.isVisible() and view.transitions.text(0) == ["happy", "sad", "1"]
    view.show_person(ada)
    assert view.labels.rowCount() == 1 and view.labels.text(0)[:2] == ["surprise", "100.0 %"]
    assert not view.transitions.isVisible() and view._none.isVisible(), "no table without a row"
    view.show_person(None)
    assert not view.labels.isVisible() and not view._none.isVisible()


def test_tables_are_as_high_as_their_rows(qtbot: QtBot, tmp_path: Path) -> None:
    seen = [[(1, emotion)] for emotion in (Emotion.HAPPY, Emotion.SAD, Emotion.FEAR) for _ in range(10)]
    view = SummaryView()
    qtbot.addWidget(view)
    view.show_person(open_for_viewing(record(tmp_path / "r", seen).folder).summary.people[0])
    view.resize(900, 600)
    view.show()
    wide = view.labels.height()
    assert view.labels.verticalScrollBar().maximum() == 0 and view.labels.rowCount() == 3
    view.resize(200, 600)
    qtbot.waitUntil(lambda: view.labels.height() > wide)  # a bar to scroll sideways came
    assert view.labels.verticalScrollBar().maximum() == 0
