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
    ticks = watchdog.stop()
    assert len(ticks) > 2
    assert max(tick.late_ms for tick in ticks) > 60
    assert watchdog.stop() == ticks, "nothing is added after the end"


def test_waiting_is_told_from_working(qtbot: QtBot) -> None:
    watchdog = Watchdog()
    watchdog.start()
    done: list[bool] = []

    def work() -> None:
        end = time.thread_time() + 0.06
        while time.thread_time() < end:
            pass
        QTimer.singleShot(20, lambda: done.append(True))

    QTimer.singleShot(20, lambda: time.sleep(0.06))
    qtbot.waitUntil(lambda: any(tick.late_ms > 40 for tick in watchdog.ticks), timeout=20_000)
    assert max(tick.work_ms for tick in watchdog.ticks) < 40
    QTimer.singleShot(20, work)
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert max(tick.work_ms for tick in watchdog.stop()) > 55


def test_it_begins_anew(qtbot: QtBot) -> None:
    watchdog = Watchdog()
    watchdog.start()
    qtbot.wait(15)
    assert watchdog.stop()
    watchdog.start()
    assert watchdog.stop() == ()
