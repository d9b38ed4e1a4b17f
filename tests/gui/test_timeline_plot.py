"""The plot of scores and valence over time: what is painted where, and what the mouse does."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt5.QtCore import QPoint, QPointF, Qt
from PyQt5.QtGui import QColor, QImage, QWheelEvent
from PyQt5.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ferdesk.emotions import Emotion
from ferdesk.gui.theme import DARK, LIGHT
from ferdesk.gui.timeline_plot import TimelinePlot
from ferdesk.markers import Marker
from ferdesk.timeseries import Timeseries, timeseries


def series_of(emotion: Emotion, seconds: np.ndarray, end: float) -> Timeseries:
    """Somebody who shows nothing else."""
    scores = np.zeros((len(seconds), 7), np.float32)
    scores[:, emotion] = 1.0
    return timeseries(seconds, scores, start=0.0, end=end)


@pytest.fixture
def plot(qtbot: QtBot) -> TimelinePlot:
    """Happy from 0 to 4 s, out of view until 7, happy until 10."""
    plot = TimelinePlot()
    qtbot.addWidget(plot)
    plot.resize(900, 220)
    plot.show()
    seconds = np.concatenate([np.arange(0, 4, 0.1), np.arange(7, 10, 0.1)])
    plot.set_limits(0.0, 10.0)
    plot.set_range(0.0, 10.0)
    plot.show_series(series_of(Emotion.HAPPY, seconds, 10.0))
    _settle(qtbot, plot)
    return plot


def _settle(qtbot: QtBot, plot: TimelinePlot) -> None:
    qtbot.waitUntil(lambda: plot._redrawing.resting and plot._reading.resting)
    QApplication.processEvents()


def _place(plot: TimelinePlot, seconds: float, share: float = 0.5, view: str = "_scores") -> QPoint:
    """The pixel at this time, `share` of the way up the scores (or the valence)."""
    box = getattr(plot, view)
    (_, _), (low, high) = box.viewRange()
    scene = box.mapViewToScene(QPointF(seconds, low + (high - low) * share))
    return plot._view.mapTo(plot, plot._view.mapFromScene(scene))


def _color(image: QImage, place: QPoint) -> QColor:
    return image.pixelColor(place)


def _near(image: QImage, place: QPoint, color: str, reach: int = 3) -> bool:
    """Whether a pixel of about this colour is close by."""
    wanted = QColor(color)
    return any(
        abs(at.red() - wanted.red()) + abs(at.green() - wanted.green()) + abs(at.blue() - wanted.blue()) < 60
        for dx in range(-reach, reach + 1)
        for dy in range(-reach, reach + 1)
        for at in [image.pixelColor(place.x() + dx, place.y() + dy)]
    )


def test_layers_have_the_emotions_colours_and_gaps_stay_open(plot: TimelinePlot) -> None:
    image = plot.grab().toImage()
    assert _color(image, _place(plot, 2.0)).name() == Emotion.HAPPY.color
    assert _color(image, _place(plot, 8.0, 0.9)).name() == Emotion.HAPPY.color
    for share in (0.1, 0.9):
        corner = _place(plot, 4.6, share)
        inside = {image.pixelColor(corner.x() + dx, corner.y() + dy).name() for dx in range(9) for dy in range(-4, 5)}
        assert DARK.surface in inside and len(inside) == 2, "hatched, not filled"


def test_the_line_of_valence_lies_where_its_value_is(qtbot: QtBot, plot: TimelinePlot) -> None:
    assert _near(plot.grab().toImage(), _place(plot, 2.0, 0.95, "_valence"), DARK.text), "happy: at the top"
    plot.show_series(series_of(Emotion.FEAR, np.arange(0, 10, 0.1), 10.0))
    _settle(qtbot, plot)
    image = plot.grab().toImage()
    assert _near(image, _place(plot, 2.0, 0.05, "_valence"), DARK.text), "afraid: at the bottom"
    assert not _near(image, _place(plot, 2.0, 0.9, "_valence"), DARK.text)


def test_the_legend_says_in_words_what_is_newest_or_at_the_cursor(qtbot: QtBot, plot: TimelinePlot) -> None:
    assert plot.legend.text().startswith("Now: Neutral 0 %")
    assert "Happy 100 %" in plot.legend.text() and "Valence +1.00" in plot.legend.text()
    series = series_of(Emotion.HAPPY, np.arange(0, 10, 0.001), 9.999)
    series.scores[-1] = np.eye(7)[Emotion.SAD]
    plot.show_series(series)
    _settle(qtbot, plot)
    assert "Happy 0 %" in plot.legend.text() and "Sad 100 %" in plot.legend.text(), "of the very frame, and no mean"
    plot.show_series(series_of(Emotion.HAPPY, np.arange(0, 4, 0.1), 10.0))
    _settle(qtbot, plot)
    assert "Happy –" in plot.legend.text(), "nobody is in view now"
    plot.set_cursor(5.5)
    _settle(qtbot, plot)
    assert plot.legend.text().startswith("At 0:06") and "Happy –" in plot.legend.text()
    assert "happy minus the strongest of sad, angry, fear and disgust" in plot.legend.toolTip()


def test_markers_have_lines_numbers_and_names(qtbot: QtBot, plot: TimelinePlot) -> None:
    before = plot.grab().toImage()
    plot.show_markers([Marker(2.0, 3, "laughs")])
    _settle(qtbot, plot)
    after = plot.grab().toImage()
    flag, line = _place(plot, 2.1, 0.95), _place(plot, 2.0, 0.3)
    assert _near(after, flag, DARK.raised) and not _near(before, flag, DARK.raised)
    assert _near(after, line, DARK.text, 4) and not _near(before, line, DARK.text, 4)
    plot.show_markers([])
    _settle(qtbot, plot)
    assert not _near(plot.grab().toImage(), flag, DARK.raised)


def test_a_name_at_the_right_edge_is_not_cut_off(qtbot: QtBot, plot: TimelinePlot) -> None:
    flag = _place(plot, 9.5, 0.95)
    assert not _near(plot.grab().toImage(), flag, DARK.raised)
    plot.show_markers([Marker(9.99, 3, "laughs")])
    _settle(qtbot, plot)
    assert _near(plot.grab().toImage(), flag, DARK.raised), "it stands left of its line"


def test_the_names_of_many_markers_leave_the_layers_to_be_seen(qtbot: QtBot, plot: TimelinePlot) -> None:
    plot.show_markers([Marker(0.2 * number, number % 10, "a long name") for number in range(50)])
    _settle(qtbot, plot)
    image = plot.grab().toImage()
    seen = [_color(image, _place(plot, 0.25 + 0.2 * number, 0.45)).name() for number in range(15)]
    assert seen.count(Emotion.HAPPY.color) > 10


def test_the_cursor_is_seen_on_the_layers_and_can_be_taken_away(qtbot: QtBot, plot: TimelinePlot) -> None:
    plot.set_cursor(3.0)
    _settle(qtbot, plot)
    assert _near(plot.grab().toImage(), _place(plot, 3.0), DARK.accent)
    plot.set_cursor(None)
    _settle(qtbot, plot)
    assert not _near(plot.grab().toImage(), _place(plot, 3.0), DARK.accent)


def test_a_click_tells_the_seconds(qtbot: QtBot, plot: TimelinePlot) -> None:
    with qtbot.waitSignal(plot.seconds_clicked) as told:
        qtbot.mouseClick(
            plot._view.viewport(), Qt.MouseButton.LeftButton, pos=plot._view.mapFrom(plot, _place(plot, 6.0))
        )
    assert told.args[0] == pytest.approx(6.0, abs=0.05)


def test_dragging_moves_the_view_within_its_limits(qtbot: QtBot, plot: TimelinePlot) -> None:
    plot.set_range(5.0, 8.0)
    _settle(qtbot, plot)
    told: list[tuple[float, float]] = []
    plot.range_dragged.connect(lambda start, end: told.append((start, end)))
    plot._scores.dragged.emit(1.0)
    assert told[-1] == pytest.approx((6.0, 9.0))
    plot._scores.dragged.emit(30.0)
    assert told[-1] == pytest.approx((7.0, 10.0))
    plot._scores.dragged.emit(-30.0)
    assert plot.visible_range() == pytest.approx((0.0, 3.0))


def test_the_wheel_asks_and_zoom_keeps_the_place_under_the_pointer(qtbot: QtBot, plot: TimelinePlot) -> None:
    place = plot._view.mapFrom(plot, _place(plot, 4.0))
    turn = QWheelEvent(
        QPointF(place), QPointF(plot._view.viewport().mapToGlobal(place)), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    with qtbot.waitSignal(plot.wheel_turned) as told:
        QApplication.sendEvent(plot._view.viewport(), turn)
    assert told.args[0] == 1 and told.args[1] == pytest.approx(4.0, abs=0.1)
    assert plot.visible_range() == (0.0, 10.0), "what the wheel means is for others to say"
    plot.zoom(1, 4.0)
    start, end = plot.visible_range()
    assert end - start == pytest.approx(8.0) and (4.0 - start) / 8.0 == pytest.approx(0.4)
    for _ in range(20):
        plot.zoom(-1, 4.0)
    assert plot.visible_range() == pytest.approx((0.0, 10.0))


def test_many_pushes_are_one_redraw(qtbot: QtBot, plot: TimelinePlot, monkeypatch: pytest.MonkeyPatch) -> None:
    redraws: list[int] = []
    redraw = plot._redraw
    monkeypatch.setattr(plot._redrawing, "_work", lambda: (redraws.append(1), redraw()))
    for n in range(50):
        plot.set_cursor(n / 10)
    assert len(redraws) == 1
    _settle(qtbot, plot)
    assert len(redraws) == 2, "the last one pushed is shown"
    assert plot.legend.text().startswith("At 0:05")


def test_hidden_it_rests(qtbot: QtBot, plot: TimelinePlot) -> None:
    plot.set_cursor(1.0)
    plot.hide()
    assert plot._redrawing.resting and plot._reading.resting
    plot.set_cursor(2.0)
    assert plot._redrawing.resting and plot._reading.resting
    plot.show()
    assert plot.legend.text().startswith("At 0:02")
    plot.hide()


def test_it_takes_the_themes_colours(qtbot: QtBot, plot: TimelinePlot) -> None:
    plot.set_theme(LIGHT)
    _settle(qtbot, plot)
    image = plot.grab().toImage()
    assert _near(image, _place(plot, 2.0, 0.95, "_valence"), LIGHT.text)
    assert _near(image, _place(plot, 5.5, 0.4, "_valence"), LIGHT.surface)
    plot.hide()


def test_ticks_are_clock_times(plot: TimelinePlot) -> None:
    texts = [text for _, text in plot._axes[2].ticks()]
    assert texts[0] == "0:00" and texts[-1] == "0:10"
    plot.hide()
