"""Each primitive leaves its mark where it should, at any scale, and the painter is left as it was."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QPointF, QRect, Qt
from PyQt5.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from ferdesk.gui.overlay_qt import paint_overlay
from ferdesk.overlay import Bar, Dot, Panel, Primitive, Rectangle, Text

RED, BLACK = "#ff0000", 0xFF000000


def _paint(*primitives: Primitive, scale: float = 1.0, origin: tuple[float, float] = (0, 0)) -> QImage:
    image = QImage(200, 160, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    paint_overlay(painter, primitives, QPointF(*origin), scale)
    assert painter.pen().color() == QColor("black")
    painter.end()
    return image


def _marked(image: QImage) -> QRect:
    """The smallest rectangle around all that is not black."""
    points = [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) != BLACK]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return QRect(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1) if points else QRect()


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_a_panel_lies_where_the_frame_says(qtbot: QtBot, scale: float) -> None:
    image = _paint(Panel(10, 20, 40, 30, RED, 1.0, 0), scale=scale, origin=(30, 5))
    marked = _marked(image)
    expected = (30 + 10 * scale, 5 + 20 * scale, 40 * scale, 30 * scale)
    got = (marked.x(), marked.y(), marked.width(), marked.height())
    assert got == pytest.approx(expected, abs=1.5)


def test_half_opacity_is_half_the_colour(qtbot: QtBot) -> None:
    image = _paint(Panel(10, 10, 50, 50, RED, 0.5, 0))
    assert QColor(image.pixel(30, 30)).red() == pytest.approx(128, abs=2)


def test_a_bar_is_filled_by_its_fraction(qtbot: QtBot) -> None:
    image = _paint(Bar(0, 10, 100, 10, 0.5, RED))
    assert QColor(image.pixel(40, 15)).red() == 255
    beyond = QColor(image.pixel(60, 15))
    assert beyond.red() < 120 and beyond != QColor("black"), "the rest shows the track"
    empty = _paint(Bar(0, 10, 100, 10, 0.0, RED))
    assert QColor(empty.pixel(6, 15)).red() < 120


def test_corners_leave_the_sides_open(qtbot: QtBot) -> None:
    whole = _paint(Rectangle(20, 20, 100, 100, RED, 3, 5))
    corners = _paint(Rectangle(20, 20, 100, 100, RED, 3, 5, corner=25))
    assert QColor(whole.pixel(70, 20)).red() == 255
    assert QColor(corners.pixel(70, 20)).red() == 0
    for x, y in ((35, 20), (105, 20), (20, 35), (120, 105), (105, 120), (35, 120)):
        assert QColor(corners.pixel(x, y)).red() > 200, (x, y)


@pytest.mark.parametrize("words", ["ok", "a text that is much too long for the room it was given"])
@pytest.mark.parametrize("anchor", ["left", "centre", "right"])
def test_a_text_stays_in_its_room(qtbot: QtBot, words: str, anchor: str) -> None:
    marked = _marked(_paint(Text(40, 50, 100, 20, words, RED, anchor)))  # type: ignore[arg-type]
    assert not marked.isEmpty()
    assert marked.left() >= 38 and marked.right() <= 142
    assert marked.top() >= 46 and marked.bottom() <= 74
    if words == "ok":
        place = {"left": marked.left() - 40, "centre": marked.center().x() - 90, "right": marked.right() - 140}
        assert abs(place[anchor]) < 5


def test_a_dot_is_round_its_place(qtbot: QtBot) -> None:
    marked = _marked(_paint(Dot(50, 60, 8, RED)))
    assert (marked.center().x(), marked.center().y()) == (pytest.approx(50, abs=1), pytest.approx(60, abs=1))
    assert marked.width() == pytest.approx(16, abs=2)
