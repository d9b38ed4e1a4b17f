"""The timeline in the window: followed, looked back in, marked; and what a recording keeps of its marks."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PyQt5.QtCore import Qt
from pytestqt.qtbot import QtBot

from ferdesk.emotions import Emotion
from ferdesk.gui.main_window import MainWindow
from ferdesk.gui.marker_dialog import MarkerDialog
from ferdesk.gui.timeline_plot import TimelinePlot
from ferdesk.recording import open_recording
from ferdesk.settings import load_settings
from tests.gui.conftest import MakeWindow, running_timers
from tests.recorded import result

WAIT_MS = 20_000
Window = tuple[MainWindow, TimelinePlot]


@pytest.fixture
def shown(qtbot: QtBot, make_window: MakeWindow) -> Window:
    """A window with a timeline, and 20 s of two people, the second of whom left after 10."""
    window = make_window()
    window.todo.switches["show_timeline"].trigger()
    window.show()
    for index in range(200):
        seen = [(1, Emotion.HAPPY), (2, Emotion.SAD)] if index < 100 else [(1, Emotion.HAPPY)]
        window.stage.show_result(result(index, seen))
    window.stage.choose(1)
    qtbot.waitUntil(lambda: window.timeline.panel.plot is not None, timeout=WAIT_MS)
    plot = window.timeline.panel.plot
    assert plot is not None
    _settle(qtbot, plot)
    return window, plot


def _settle(qtbot: QtBot, plot: TimelinePlot) -> None:
    """Until what was pushed is drawn."""
    qtbot.waitUntil(lambda: plot._redrawing.resting and plot._reading.resting, timeout=WAIT_MS)
    qtbot.wait(110)  # the pushing rests as long
    qtbot.waitUntil(lambda: plot._redrawing.resting and plot._reading.resting, timeout=WAIT_MS)


def test_it_follows_what_happens(qtbot: QtBot, shown: Window) -> None:
    window, plot = shown
    assert plot.visible_range() == pytest.approx((19.9 - 60, 19.9))
    assert "Happy 70 %" in plot.legend.text()
    for index in range(200, 230):
        window.stage.show_result(result(index, [(1, Emotion.ANGRY)]))
    _settle(qtbot, plot)
    assert plot.visible_range()[1] == pytest.approx(22.9)
    assert "Angry 70 %" in plot.legend.text() and "Valence −0.65" in plot.legend.text()


def test_looking_back_holds_the_view_until_live_is_asked_for(qtbot: QtBot, shown: Window) -> None:
    window, plot = shown
    window.timeline.zoom(+2)
    _settle(qtbot, plot)
    assert plot.visible_range() == pytest.approx((9.9, 19.9))
    plot.go(-5.0)
    for index in range(200, 230):
        window.stage.show_result(result(index, [(1, Emotion.ANGRY)]))
    _settle(qtbot, plot)
    assert plot.visible_range() == pytest.approx((4.9, 14.9))
    assert window.timeline.panel.live.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_End)
    _settle(qtbot, plot)
    assert plot.visible_range() == pytest.approx((12.9, 22.9))
    assert not window.timeline.panel.live.isVisible()


def test_zooming_in_the_past_keeps_its_place_and_the_span_is_remembered(
    qtbot: QtBot, shown: Window, settings_path: Path
) -> None:
    window, plot = shown
    window.timeline.zoom(+2)
    _settle(qtbot, plot)
    plot.go(-6.0)  # 3.9 to 13.9
    plot.wheel_turned.emit(-1, 8.9)
    _settle(qtbot, plot)
    start, end = plot.visible_range()
    assert end - start == pytest.approx(30.0) and (8.9 - start) / 30 == pytest.approx(0.5)
    window.close()
    assert load_settings(settings_path).settings.timeline_seconds == 30.0


def test_dragged_to_the_end_it_follows_again(qtbot: QtBot, shown: Window) -> None:
    window, plot = shown
    window.timeline.zoom(+2)
    _settle(qtbot, plot)
    window.timeline.menu.step_asked.emit(-1)
    assert window.timeline.panel.live.isVisible()
    window.timeline.menu.step_asked.emit(+1)
    assert not window.timeline.panel.live.isVisible()


def test_it_shows_whom_one_looks_at_or_the_mean_of_all(qtbot: QtBot, shown: Window) -> None:
    window, plot = shown
    window.timeline.zoom(+1)
    plot.set_cursor(5.0)
    _settle(qtbot, plot)
    assert "Valence +0.65" in plot.legend.text()
    window.people.select(2)
    _settle(qtbot, plot)
    assert "Valence −0.65" in plot.legend.text()
    plot.set_cursor(15.0)
    _settle(qtbot, plot)
    assert "Valence –" in plot.legend.text(), "they had left"
    plot.set_cursor(5.0)
    window.timeline.menu.whom["everyone"].trigger()
    _settle(qtbot, plot)
    assert "Valence +0.00" in plot.legend.text()
    assert window.preferences.now.timeline_of == "everyone"


def test_who_leaves_an_empty_picture_leaves_their_curve_behind(qtbot: QtBot, shown: Window) -> None:
    window, plot = shown
    for index in range(200, 230):
        window.stage.show_result(result(index, []))
    assert window.people.person is None
    plot.set_cursor(15.0)
    _settle(qtbot, plot)
    assert "Valence +0.65" in plot.legend.text()
    plot.set_cursor(None)
    _settle(qtbot, plot)
    assert plot.legend.text().startswith("Now: ") and "Valence –" in plot.legend.text()


def test_a_merged_person_has_one_timeline(qtbot: QtBot, shown: Window) -> None:
    window, plot = shown
    for index in range(200, 230):
        window.stage.show_result(result(index, [(1, Emotion.HAPPY), (3, Emotion.ANGRY)]))
    window.people.edits.merge(2, 3)
    window.people.select(2)
    for seconds, words in ((5.0, "Sad 70 %"), (15.0, "Sad –"), (22.0, "Angry 70 %")):
        plot.set_cursor(seconds)
        _settle(qtbot, plot)
        assert words in plot.legend.text()


def test_keys_set_marks_that_can_be_taken_back(qtbot: QtBot, shown: Window) -> None:
    window, plot = shown
    window.preferences.change("marker_names", "laughs||task begins")
    qtbot.keyClick(window, Qt.Key.Key_3)
    qtbot.keyClick(window, Qt.Key.Key_1)
    assert [(mark.number, mark.name, mark.seconds) for mark in plot._picture.markers] == [
        (3, "task begins", pytest.approx(19.9)), (1, "laughs", pytest.approx(19.9))
    ]  # fmt: skip
    assert "laughs" in window.status.hint()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [mark.number for mark in plot._picture.markers] == [3]


def test_without_a_picture_there_is_nothing_to_mark(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    window.show()
    window.timeline.menu.mark[0].trigger()
    assert "nothing to mark" in window.status.hint()
    assert window.timeline.markers.markers == ()


def test_names_given_in_the_dialog_are_kept(qtbot: QtBot, make_window: MakeWindow, settings_path: Path) -> None:
    window = make_window()
    window.show()
    window.timeline.panel.names.click()
    dialog = window.findChild(MarkerDialog)
    assert dialog is not None
    dialog.edits[4].setText("smiles")
    dialog.accept()
    assert window.timeline.menu.mark[4].text() == "&5  smiles"
    window.close()
    assert load_settings(settings_path).settings.marker_names == "||||smiles"


def test_a_source_that_begins_anew_begins_a_new_timeline(qtbot: QtBot, shown: Window) -> None:
    window, plot = shown
    window.timeline.menu.mark[0].trigger()
    plot.go(-5.0)
    window.stage.show_result(result(0, [(1, Emotion.ANGRY)]))
    _settle(qtbot, plot)
    assert window.timeline.markers.markers == () and plot._picture.markers == ()
    assert window.timeline.history.start == 0.0
    assert plot.visible_range()[1] == pytest.approx(0.0)
    window.session.opened.emit("another")
    assert window.timeline.history.end != window.timeline.history.end, "nothing is known of another source"


def test_a_recording_keeps_marks_but_for_those_taken_back(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window()
    window.preferences.change("recordings", str(tmp_path / "recordings"))
    window.preferences.change("marker_names", "laughs")
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.stage.result() is not None and window.session.model is not None, timeout=WAIT_MS)
    window.timeline.menu.mark[1].trigger()  # before the recording: not in it
    window.todo.record.trigger()
    qtbot.waitUntil(lambda: window.recordings.control.seconds > 0.05, timeout=WAIT_MS)
    for action in (window.timeline.menu.mark[0], window.timeline.menu.mark[4], window.timeline.menu.undo):
        action.trigger()
    window.todo.record.trigger()
    window.timeline.menu.undo.trigger()  # after the recording: it keeps the mark
    qtbot.waitUntil(lambda: not window.recordings.control.unfinished, timeout=WAIT_MS)
    assert window.recordings.control.last is not None
    events = open_recording(window.recordings.control.last).events
    assert list(zip(events["kind"], events["text"], strict=True)) == [("mark", "laughs")]


def test_hidden_it_loads_nothing_and_shown_it_knows_the_past(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    with qtbot.waitActive(window):
        window.show()
    for index in range(50):
        window.stage.show_result(result(index, [(1, Emotion.HAPPY)]))
    assert window.timeline.panel.plot is None and not window.timeline.panel.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F8)
    window.stage.show_result(result(50, [(1, Emotion.HAPPY)]))
    qtbot.waitUntil(lambda: window.timeline.panel.plot is not None, timeout=WAIT_MS)
    assert len(window.timeline.history.series((1,), 0.0, 9.0).seconds) == 51


def test_closing_leaves_nothing_behind(qtbot: QtBot, shown: Window, settings_path: Path) -> None:
    window, plot = shown
    plot.go(-1.0)
    window.close()
    assert running_timers() == []
    assert not any("late" in thread.name for thread in threading.enumerate())
    assert load_settings(settings_path).settings.timeline_splitter
