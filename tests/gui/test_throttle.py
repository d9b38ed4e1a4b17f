"""Work done now and then, however often it is asked for."""

from __future__ import annotations

from PyQt5.QtCore import QObject
from pytestqt.qtbot import QtBot

from ferdesk.gui.throttle import Throttle


def test_the_first_asking_is_answered_at_once_and_the_last_one_too(qtbot: QtBot) -> None:
    parent, pushed, done = QObject(), [0], []
    throttle = Throttle(20, lambda: done.append(pushed[0]), parent)
    for number in range(1, 6):
        pushed[0] = number
        throttle.ask()
    assert done == [1]
    qtbot.waitUntil(lambda: done == [1, 5])
    qtbot.waitUntil(lambda: throttle.resting)
    assert done == [1, 5], "and nothing is done unasked"


def test_stopped_it_forgets_what_was_asked(qtbot: QtBot) -> None:
    parent, done = QObject(), []
    throttle = Throttle(10, lambda: done.append(1), parent)
    throttle.ask()
    throttle.ask()
    throttle.stop()
    qtbot.wait(30)
    assert throttle.resting and len(done) == 1
    throttle.ask()
    assert len(done) == 2
    throttle.stop()
