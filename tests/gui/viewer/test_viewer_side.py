"""The side of the viewer: figures, events and facts, whole at any size of the font."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ferdesk.gui.sure import sure
from ferdesk.gui.theme import DARK, apply_theme
from ferdesk.gui.viewer.opened import open_for_viewing
from ferdesk.gui.viewer.viewer_side import ViewerSide
from tests.gui.viewer.conftest import MakeRecording


@pytest.mark.parametrize("points", [9, 18])
def test_no_column_is_cut_off(qtbot: QtBot, make_recording: MakeRecording, points: int) -> None:
    usual = QApplication.font()
    larger = QApplication.font()
    larger.setPointSize(points)
    QApplication.setFont(larger)
    apply_theme(DARK)
    try:
        side = ViewerSide()
        qtbot.addWidget(side)
        side.show_recording(open_for_viewing(make_recording()))
        side.resize(440 * points // 9, 700)
        side.show()
        for table in (side.people, side.figures.labels):
            assert sure(table.horizontalScrollBar()).maximum() == 0
            for column in range(table.columnCount()):
                assert table.columnWidth(column) >= table.sizeHintForColumn(column), (points, column)
    finally:
        QApplication.setFont(usual)
        apply_theme(DARK)


def test_facts_tell_what_was_recorded_and_with_what(qtbot: QtBot, make_recording: MakeRecording) -> None:
    side = ViewerSide()
    qtbot.addWidget(side)
    side.show_recording(open_for_viewing(make_recording()))
    told = side.about.toPlainText()
    for fact in ("clip.mp4", "0 min 04 s, 40 frames, 80 faces", "SHA-256 abab", "version of ferdesk"):
        assert fact in told
    side.show_recording(None)
    assert side.about.toPlainText() == "" and not side.isEnabled()
