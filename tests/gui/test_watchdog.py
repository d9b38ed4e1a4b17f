from __future__ import annotations

import time

from PyQt5.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ferdesk.gui.watchdog import Watchdog


def test_a_slot_that_holds_up_the_event_loop_is_seen(qtbot: QtBot) -> None:
    watchdog = Watchdog()
    watchdog.start()
    done: list[bool] = []

    def hold_up() -> None:
        time.sleep(0.08)
        QTimer.singleShot(20, lambda: done.append(True))

    QTimer.singleShot(20, hold_up)
    qtbot.waitUntil(lambda: bool(done))
    late = watchdog.stop()
    assert len(late) > 2
    assert max(late) > 60
    assert watchdog.stop() == late, "nothing is added after the end"


def test_it_begins_anew(qtbot: QtBot) -> None:
    watchdog = Watchdog()
    watchdog.start()
    qtbot.wait(15)
    assert watchdog.stop()
    watchdog.start()
    assert watchdog.stop() == ()
