from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt5.QtCore import QTimer
from PyQt5.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ferdesk.errors import FerdeskError
from ferdesk.gui import scripted
from ferdesk.gui.main_window import MainWindow
from ferdesk.gui.scripted import Playing, Wait, play
from ferdesk.settings import AppSettings
from ferdesk.sources import Source

pytestmark = pytest.mark.usefixtures("sources")


@pytest.fixture
def playing(tiny_bundle: Path, qtbot: QtBot) -> Playing:
    settings = AppSettings(notice_seen=True, theme="light", show_bars=False)
    return Playing("fake", str(tiny_bundle), settings=settings, width=900, height=640)


def _windows() -> list[MainWindow]:
    return [window for window in QApplication.topLevelWidgets() if isinstance(window, MainWindow)]


def test_a_script_goes_step_by_step_through_a_window_of_its_own(playing: Playing, sources: dict[str, Source]) -> None:
    happened: list[object] = []

    def script(window: MainWindow, folder: Path) -> Iterator[Wait]:
        happened.append((window.width(), window.height(), window.preferences.now.theme))
        yield lambda: window.stage.result() is not None
        happened.append("a picture")
        window.todo.switches["show_bars"].trigger()
        yield 0.01
        happened.append(window.preferences.now.show_bars)
        happened.append(folder)
        assert (folder / "settings.json").is_file()

    before = threading.active_count(), len(_windows())
    play(script, playing)
    assert happened[:3] == [(900, 640, "light"), "a picture", True]
    assert not Path(str(happened[3])).exists(), "nothing stays"
    assert (threading.active_count(), len(_windows())) == before


def test_what_a_script_raises_comes_out(playing: Playing) -> None:
    def script(window: MainWindow, _: Path) -> Iterator[Wait]:
        yield 0.0
        raise FerdeskError("enough")

    with pytest.raises(FerdeskError, match="enough"):
        play(script, playing)


def test_a_condition_is_given_up_at_last(playing: Playing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripted, "_PATIENCE", 0.05)

    def script(window: MainWindow, _: Path) -> Iterator[Wait]:
        yield lambda: False

    with pytest.raises(FerdeskError, match="did not come to what was waited for"):
        play(script, playing)


def test_a_window_that_is_closed_ends_it(playing: Playing) -> None:
    def script(window: MainWindow, _: Path) -> Iterator[Wait]:
        QTimer.singleShot(10, window.close)
        yield lambda: False

    with pytest.raises(FerdeskError, match="closed before the end"):
        play(script, playing)


def test_a_failure_inside_the_app_is_one_of_the_script(playing: Playing, capsys: pytest.CaptureFixture[str]) -> None:
    def script(window: MainWindow, _: Path) -> Iterator[Wait]:
        QTimer.singleShot(0, lambda: 1 // 0)
        yield lambda: False

    with pytest.raises(FerdeskError, match="ZeroDivisionError"):
        play(script, playing)
    assert "ZeroDivisionError" in capsys.readouterr().err
