"""No window is larger than the screen, at any scaling, and what has no room is scrolled to."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt5.QtCore import QSize
from PyQt5.QtGui import QFontMetricsF, QGuiApplication
from PyQt5.QtWidgets import QMainWindow, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ferdesk.emotions import Emotion
from ferdesk.gui.main_window import MainWindow
from ferdesk.gui.notice import Notice
from ferdesk.gui.timeline_axes import ValuesAxis
from ferdesk.gui.viewer.viewer_window import ViewerWindow
from tests.gui.conftest import MakeDialog, MakeWindow, face_at_x, result_of
from tests.gui.dialogs import DIALOGS
from tests.recorded import record

LEAST = QSize(640, 340)
"""1920 x 1080 at 300 %, less what the desktop needs at the edge."""
WAIT_MS = 20_000


@pytest.fixture
def small_screen(monkeypatch: pytest.MonkeyPatch) -> QSize:
    """1920 x 1080 at 250 %."""
    size = QSize(760, 392)
    for user in ("fit", "notice", "settings_tab", "main_window", "viewer.viewer_window"):
        monkeypatch.setattr(f"ferdesk.gui.{user}.room", lambda: size)
    return size


@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog_fits_on_a_small_screen(make_dialog: MakeDialog, small_screen: QSize, name: str) -> None:
    dialog = make_dialog(name)
    assert dialog.size().boundedTo(small_screen + QSize(8, 40)) == dialog.size()
    for button in dialog.findChildren(QPushButton):
        if button.parent() is dialog:
            assert dialog.rect().contains(button.geometry())


def test_the_notice_is_scrolled_where_it_has_no_room(make_dialog: MakeDialog, small_screen: QSize) -> None:
    notice = make_dialog("notice")
    assert isinstance(notice, Notice)
    bar = notice._area.verticalScrollBar()
    assert bar is not None and bar.maximum() > 0


def test_windows_open_with_room_for_what_the_desktop_draws_around_them(
    qtbot: QtBot, make_window: MakeWindow, small_screen: QSize, tmp_path: Path
) -> None:
    viewer = ViewerWindow(tmp_path, tmp_path)
    qtbot.addWidget(viewer)
    for window in (make_window(), viewer):
        assert window.size().boundedTo(small_screen) == window.size()


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow) -> MainWindow:
    """With people, the timeline and a long hint, all of which want room."""
    made = make_window()
    made.resize(1280, 720)
    made.todo.switches["show_timeline"].trigger()
    made.show()
    for _ in range(20):
        made.stage.show_result(result_of(*(face_at_x(80 * number, track=number + 1) for number in range(4))))
    qtbot.waitUntil(lambda: made.timeline.panel.plot is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(made.people.people) == 4, timeout=WAIT_MS)
    made.status.show_hint("The camera of the laptop is in use by another program; trying again in 5 seconds. " * 2)
    return made


def settle(qtbot: QtBot, window: QMainWindow, size: QSize) -> None:
    """Give it a size; there is no window manager that would tell it a larger one."""
    window.resize(size)
    qtbot.wait(50)
    assert window.size() == size


def seen_whole(window: QMainWindow, *parts: QWidget) -> bool:
    """Whether all of each part lies in the window."""
    places = (part.rect().translated(part.mapTo(window, part.rect().topLeft())) for part in parts)
    return all(window.rect().contains(place) for place in places)


def test_the_window_fits_on_the_smallest_screen(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window, LEAST)
    assert seen_whole(window, window.toolbar, window.stage.view, window.stage.panel, window.status)
    assert window.stage.view.height() > 60 and window.stage.view.width() > 120
    more = window.toolbar.findChild(QToolButton, "qt_toolbar_ext_button")
    assert more is not None and not more.isVisible(), "nothing is hidden behind an arrow"
    assert not window.timeline.panel.isVisible(), "the picture needs the room"
    window.todo.switches["show_timeline"].trigger()
    window.todo.switches["show_timeline"].trigger()
    assert "too low for the timeline" in window.status.hint()


def test_what_gave_way_comes_back_with_the_room(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window, LEAST)
    settle(qtbot, window, QSize(1280, 720))
    assert window.timeline.panel.isVisible()
    assert window.stage.people.height() >= 2 * window.stage.people.sizeHintForRow(0)
    buttons = [button for button in window.toolbar.findChildren(QToolButton) if button.defaultAction() is not None]
    words = [button.sizeHint().width() > 60 for button in buttons]
    assert len(words) == 5 and all(words)


def test_words_come_back_only_where_all_fit(qtbot: QtBot, window: MainWindow) -> None:
    brief = window.toolbar.widgetForAction(window.todo.snapshot)
    more = window.toolbar.findChild(QToolButton, "qt_toolbar_ext_button")
    assert isinstance(brief, QToolButton) and more is not None
    settle(qtbot, window, QSize(1280, 720))
    wordy = brief.toolButtonStyle()
    for width in range(660, 1000, 20):
        settle(qtbot, window, QSize(width, 500))
        assert not more.isVisible(), width
        assert brief.toolButtonStyle() != wordy or window.toolbar.sizeHint().width() <= width
    window.toolbar.resize(640, window.toolbar.height())
    window.todo.record.setText("Stop recording, of which there are hours")
    qtbot.waitUntil(lambda: brief.toolButtonStyle() != wordy, timeout=WAIT_MS)


def test_names_beside_a_low_plot_do_not_lie_on_each_other(qtbot: QtBot) -> None:
    axis = ValuesAxis(((0.0, "0 %"), (1.0, "100 %"), (0.5, "50 %")))
    line = QFontMetricsF(QGuiApplication.font()).height()
    for lines, names in ((4.0, ["0 %", "100 %", "50 %"]), (2.4, ["0 %", "100 %"]), (1.2, ["0 %"])):
        axis.resize(80, lines * line)
        assert [name for _, name in axis.places()] == names


def test_the_viewer_fits_on_the_smallest_screen(qtbot: QtBot, tmp_path: Path) -> None:
    seen = [(1, Emotion.HAPPY), (2, Emotion.SURPRISE)]
    viewer = ViewerWindow(record(tmp_path / "r", [seen] * 9).folder, tmp_path)
    qtbot.addWidget(viewer)
    viewer.show()
    viewer.start()
    qtbot.waitUntil(lambda: viewer.stage.timeline() is not None, timeout=WAIT_MS)
    settle(qtbot, viewer, LEAST)
    plot = viewer.stage.timeline()
    assert plot is not None and seen_whole(viewer, viewer.stage.view, viewer.stage.transport, plot, viewer.side)
    assert viewer.stage.transport.speed.isVisible() and viewer.side.width() > 150
    table = viewer.side.figures.labels
    assert table.horizontalScrollBar().maximum() > 0 and table.verticalScrollBar().maximum() == 0
    settle(qtbot, viewer, QSize(1400, 720))
    assert viewer.side.width() > 400
    viewer.close()


def test_the_timeline_is_no_higher_than_the_picture(qtbot: QtBot, window: MainWindow) -> None:
    for height in (720, 600, 900):
        settle(qtbot, window, QSize(1280, height))
        panel, view = window.timeline.panel, window.stage.view
        assert panel.isVisible() and panel.height() <= view.height() + 2
