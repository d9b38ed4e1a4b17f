"""The line tells flaws in words and never moves what is below it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ferdesk.gui.quality_line import QualityLine
from ferdesk.gui.theme import DARK, apply_theme
from ferdesk.quality import Quality

GOOD = Quality(100, 120, 0, 50, 0.2, 0, 0)
BAD = Quality(31, 20, 0, 5, 0.01, 33, 40)


@pytest.fixture
def line(qtbot: QtBot) -> QualityLine:
    widget = QualityLine()
    qtbot.addWidget(widget)
    return widget


def test_flaws_are_told_in_words_and_in_another_colour(line: QualityLine) -> None:
    apply_theme(DARK)
    line.show_quality(BAD)
    assert "Hard to read:\nsmall: 31 px" in line.text()
    assert "Hard to read: small: 31 px, dark, little contrast, blurred, turned 35°, tilted 40°" in line.toolTip()
    line.ensurePolished()
    assert line.palette().color(line.foregroundRole()).name() == DARK.warning
    line.show_quality(GOOD)
    assert "Good to read" in line.text() and "tilted 40°" not in line.toolTip()
    assert line.palette().color(line.foregroundRole()).name() == DARK.muted


def test_there_is_room_for_two_lines_whatever_it_says(line: QualityLine) -> None:
    line.show_nobody()
    line.show()
    room = line.sizeHint().height()
    line.resize(180, room)
    line.show_quality(BAD)
    assert line.sizeHint().height() == room >= 2 * line.fontMetrics().lineSpacing()
    assert line.text().count("\n") == 1 and line.text().endswith("…")
    line.resize(900, room)
    assert line.text().endswith("tilted 40°")
