"""The most urgent sentence is shown, and news are forgotten after a while."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ferdesk.gui.hints import Hints, Origin


@pytest.fixture
def shown() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def hints(qtbot: QtBot, shown: list[tuple[str, str]]) -> Hints:
    return Hints(lambda text, tone: shown.append((text, tone)))


def test_the_most_urgent_one_is_shown(hints: Hints, shown: list[tuple[str, str]]) -> None:
    hints.tell(Origin.SETTINGS, "settings")
    hints.tell(Origin.SOURCE, "source")
    hints.tell(Origin.CRASH, "crash")
    hints.tell(Origin.SOURCE, "another")
    assert shown[-1] == ("crash", "bad")
    hints.tell(Origin.CRASH, "")
    assert shown[-1] == ("another", "warning")
    hints.tell(Origin.SOURCE, "")
    assert shown[-1] == ("settings", "warning")
    hints.tell(Origin.SETTINGS, "")
    assert shown[-1][0] == ""


def test_news_are_forgotten(hints: Hints, shown: list[tuple[str, str]], qtbot: QtBot) -> None:
    hints.tell(Origin.SOURCE, "source")
    hints.findChild(QTimer).setInterval(10)
    hints.tell(Origin.NEWS, "saved")
    assert shown[-1] == ("saved", "news")
    qtbot.waitUntil(lambda: shown[-1][0] == "source")


def test_closing_stops_the_timer(hints: Hints) -> None:
    hints.tell(Origin.NEWS, "saved")
    assert hints.findChild(QTimer).isActive()
    hints.close()
    assert not hints.findChild(QTimer).isActive()
