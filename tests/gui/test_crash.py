"""An exception in a slot or a thread is told and survived; Ctrl-C ends the app."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator

import pytest
from PyQt5.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ferdesk.gui.crash import CrashReporter, CtrlC


@pytest.fixture
def reporter(qtbot: QtBot) -> Iterator[CrashReporter]:
    before = sys.excepthook, threading.excepthook
    made = CrashReporter()
    made.install()
    yield made
    made.uninstall()
    assert (sys.excepthook, threading.excepthook) == before


def _fail() -> None:
    raise ZeroDivisionError("on purpose")


def test_a_slot_that_fails_is_told_and_logged(
    reporter: CrashReporter, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    with qtbot.waitSignal(reporter.reported) as reported:
        QTimer.singleShot(0, _fail)
    assert "ZeroDivisionError: on purpose" in reported.args[0]
    assert "Traceback" in capsys.readouterr().err


def test_a_thread_that_fails_is_told_in_the_gui_thread(
    reporter: CrashReporter, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    heard_in: list[threading.Thread] = []
    reporter.reported.connect(lambda text: heard_in.append(threading.current_thread()))
    with qtbot.waitSignal(reporter.reported) as reported:
        thread = threading.Thread(target=_fail, name="worker-7")
        thread.start()
        thread.join()
    assert "worker-7" in reported.args[0]
    assert heard_in == [threading.main_thread()]
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill ends the process on Windows")
def test_ctrl_c_is_heard_while_qt_waits(qtbot: QtBot) -> None:
    asked: list[bool] = []
    before = signal.getsignal(signal.SIGINT)
    ctrl_c = CtrlC(lambda: asked.append(True))
    try:
        killer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
        killer.start()
        qtbot.waitUntil(lambda: bool(asked))
        killer.join()
    finally:
        ctrl_c.uninstall()
    assert signal.getsignal(signal.SIGINT) is before
