"""Moving in a film: the bar is there for films alone, and slider and keys go where they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt5.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from ferdesk.gui.main_window import MainWindow
from ferdesk.source_video import VideoSource
from ferdesk.sources import Source
from tests.films import number_in, write_video
from tests.gui.conftest import MakeWindow

WAIT_MS = 20_000


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow, sources: dict[str, Source], tmp_path: Path) -> MainWindow:
    """A window with a film of 20 seconds, paused."""
    sources["a.mp4"] = VideoSource(write_video(tmp_path / "a.mp4", 60, fps=3.0))
    made = make_window(source="a.mp4")
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.film.bar.isVisible() and made.stage.result() is not None, timeout=WAIT_MS)
    made.todo.pause.trigger()
    return made


def shown(window: MainWindow) -> int:
    result = window.stage.result()
    assert result is not None
    return number_in(result.frame.image)


def test_slider_and_keys_go_to_a_moment(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.film.bar
    assert bar.text().endswith("/ 0:20")
    middle = QPoint(bar.slider.width() // 2, bar.slider.height() // 2)
    qtbot.mouseClick(bar.slider, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.waitUntil(lambda: abs(shown(window) - 30) <= 1, timeout=WAIT_MS)
    assert bar.text() == "0:10 / 0:20"
    here = shown(window)
    window.todo.film_on.trigger()
    window.todo.film_on.trigger()
    qtbot.waitUntil(lambda: abs(shown(window) - here - 29) <= 1, timeout=WAIT_MS)
    assert bar.slider.value() >= 190
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: 40 <= shown(window) <= 46, timeout=WAIT_MS)


def test_a_slider_that_is_dragged_is_not_taken_away(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.film.bar
    bar.slider.setSliderDown(True)
    bar.slider.setValue(150)
    bar.show_moment(1.0)
    assert bar.slider.value() == 150
    bar.slider.setSliderDown(False)
    bar.show_moment(1.0)
    assert bar.slider.value() == 10


def test_other_sources_have_no_bar(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.stage.result() is not None, timeout=WAIT_MS)
    qtbot.wait(300)
    assert not window.film.bar.isVisible() and not window.todo.film_on.isEnabled()
