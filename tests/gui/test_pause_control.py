"""A minimised window rests, but not while it records; a pause that somebody asked for outlasts both."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ferdesk.gui.main_window import MainWindow
from ferdesk.sources import Source
from tests.fakes import FakeSource, picture
from tests.gui.conftest import MakeWindow

WAIT_MS = 20_000


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow, tmp_path: Path) -> MainWindow:
    """One that shows its source."""
    made = make_window()
    made.preferences.change("recordings", str(tmp_path / "recordings"))
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.session.model is not None and made.stage.result() is not None, timeout=WAIT_MS)
    return made


def _goes_on(qtbot: QtBot, window: MainWindow) -> None:
    shown = window.stage.result()
    qtbot.waitUntil(lambda: window.stage.result() is not shown, timeout=WAIT_MS)


def _rests(qtbot: QtBot, window: MainWindow, source: Source) -> None:
    assert isinstance(source, FakeSource)
    qtbot.wait(50)  # what was under way
    reads, shown = source.reads, window.stage.result()
    qtbot.wait(100)
    assert source.reads == reads and window.stage.result() is shown


def test_it_rests_while_minimised(qtbot: QtBot, window: MainWindow, sources: dict[str, Source]) -> None:
    window.showMinimized()
    _rests(qtbot, window, sources["fake"])
    assert not window.todo.pause.isChecked(), "nobody paused it"
    window.showNormal()
    _goes_on(qtbot, window)


def test_a_recording_goes_on_and_then_it_rests(qtbot: QtBot, window: MainWindow, sources: dict[str, Source]) -> None:
    window.todo.record.trigger()
    window.showMinimized()
    _goes_on(qtbot, window)
    window.todo.record.trigger()
    _rests(qtbot, window, sources["fake"])


def test_a_setting_keeps_it_at_work(qtbot: QtBot, window: MainWindow, sources: dict[str, Source]) -> None:
    window.showMinimized()
    _rests(qtbot, window, sources["fake"])
    window.preferences.change("rest_minimised", False)
    _goes_on(qtbot, window)


def test_a_pause_outlasts_it(qtbot: QtBot, window: MainWindow, sources: dict[str, Source]) -> None:
    window.todo.pause.trigger()
    window.showMinimized()
    window.showNormal()
    _rests(qtbot, window, sources["fake"])
    window.todo.pause.trigger()
    _goes_on(qtbot, window)


def test_another_source_plays_though_the_first_was_paused(qtbot: QtBot, window: MainWindow) -> None:
    window.todo.pause.trigger()
    window.sources.source_chosen.emit("other")
    assert not window.todo.pause.isChecked()
    _goes_on(qtbot, window)


def test_a_source_that_is_opened_meanwhile_rests_too(
    qtbot: QtBot, window: MainWindow, sources: dict[str, Source]
) -> None:
    window.showMinimized()
    window.sources.source_chosen.emit("other")
    _rests(qtbot, window, sources["other"])


def test_at_the_end_the_same_key_plays_it_again(
    qtbot: QtBot, make_window: MakeWindow, sources: dict[str, Source]
) -> None:
    sources["clip.mp4"] = FakeSource([picture(1), picture(2)], live=False)
    window = make_window(source="clip.mp4")
    window.show()
    window.start()
    qtbot.waitUntil(lambda: "again" in window.todo.pause.text(), timeout=WAIT_MS)
    assert not window.todo.pause.isChecked()
    opened: list[str] = []
    window.session.opened.connect(opened.append)
    window.todo.pause.trigger()
    assert opened and "again" not in window.todo.pause.text()
    qtbot.waitUntil(lambda: "again" in window.todo.pause.text(), timeout=WAIT_MS)
