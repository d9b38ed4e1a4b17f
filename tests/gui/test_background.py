"""Work beside the window ends in words or in a result, whatever happens in it."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from ferdesk.errors import FerdeskError
from ferdesk.gui.background import Background
from tests.fakes import WAIT


def test_a_result_comes_back_and_a_second_start_is_refused(qtbot: QtBot) -> None:
    work, go = Background("test"), threading.Event()
    with qtbot.waitSignal(work.done, timeout=20_000) as told:
        assert work.start(lambda: go.wait(WAIT)) and not work.start(lambda: None)
        go.set()
    assert told.args == [True] and not work.busy


def test_a_mistake_is_told_in_words(qtbot: QtBot) -> None:
    def wrong() -> None:
        raise FerdeskError("there is no such folder")

    work = Background("test")
    with qtbot.waitSignal(work.failed, timeout=20_000) as told:
        work.start(wrong)
    assert told.args == ["there is no such folder"] and not work.busy


def test_what_nobody_foresaw_is_reported_and_leaves_nothing_busy(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: reported.append(args.exc_type))
    work = Background("test")
    with qtbot.waitSignal(work.failed, timeout=20_000) as told:
        work.start(lambda: 1 // 0)
    assert "Something went wrong" in told.args[0] and not work.busy
    assert reported == [ZeroDivisionError]
