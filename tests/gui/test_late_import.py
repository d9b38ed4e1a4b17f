"""A module loaded beside the window."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ferdesk.gui.late_import import LateImport


@pytest.fixture
def slow_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module of which the thread that loads it can be told."""
    (tmp_path / "late_and_slow.py").write_text("import threading\nTHREAD = threading.current_thread().name\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "late_and_slow", raising=False)
    return "late_and_slow"


def test_the_module_is_loaded_by_another_thread_once(qtbot: QtBot, slow_module: str) -> None:
    late, told = LateImport(slow_module), []
    late.loaded.connect(lambda: told.append(threading.current_thread()))
    late.start()
    late.start()
    qtbot.waitUntil(lambda: bool(told))
    assert late.module().THREAD == "ferdesk-late-import"
    assert told == [threading.main_thread()]
    late.close()


def test_closed_it_tells_nothing_any_more(qtbot: QtBot, slow_module: str) -> None:
    late, told = LateImport(slow_module), []
    late.loaded.connect(lambda: told.append(1))
    late.start()
    late.close()
    late.close()
    qtbot.wait(20)
    assert told == []
    late.start()
    assert not any(thread.name == "ferdesk-late-import" for thread in threading.enumerate())
