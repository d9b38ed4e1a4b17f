"""What a timeline needs of pyqtgraph: a view that tells what the mouse does, an item in pixels, and axes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import pyqtgraph as pg
from PyQt5.QtCore import QPointF, QRectF, Qt, pyqtSignal
from PyQt5.QtGui import QColor, QFontMetricsF, QGuiApplication, QPainter

from ferdesk.gui.focus_ring import FocusRing
from ferdesk.gui.timeline_paint import Scale
from ferdesk.gui.words import tr
from ferdesk.time_axis import clock, tick_step

_TICK_PIXELS = 80.0
"""No two ticks of the time axis are closer than this."""
_TICK = 4.0


class TimelineView(pg.ViewBox):  # type: ignore[misc]
    """Moves by itself in no way: what a person does comes out as signals."""

    clicked = pyqtSignal(float)
    """Seconds under the pointer."""
    dragged = pyqtSignal(float)
    """Seconds by which the view is to go on; negative: back."""
    wheel_turned = pyqtSignal(int, float)
    """+1: closer, -1: farther; and the seconds under the pointer."""
    hovered = pyqtSignal(object)
    """Seconds under the pointer; None: it left."""

    def __init__(self, low: float, high: float, paint: Callable[[QPainter, Scale], None]) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.disableAutoRange()
        self.setYRange(low, high, padding=0.0)
        self._item = PixelItem(paint)
        self.addItem(self._item, ignoreBounds=True)

    def redraw(self) -> None:
        """Have it painted anew."""
        self._item.update()

    def mouseClickEvent(self, ev: Any) -> None:
        if ev.button() == Qt.MouseButton.LeftButton:
            ev.accept()
            self.clicked.emit(self._seconds(ev.pos()))

    def mouseDragEvent(self, ev: Any, axis: int | None = None) -> None:
        if ev.button() == Qt.MouseButton.LeftButton:
            ev.accept()
            self.dragged.emit(self._seconds(ev.lastPos()) - self._seconds(ev.pos()))
        else:
            ev.ignore()

    def wheelEvent(self, ev: Any, axis: int | None = None) -> None:
        ev.accept()
        if ev.delta():
            self.wheel_turned.emit(1 if ev.delta() > 0 else -1, self._seconds(ev.pos()))

    def hoverEvent(self, ev: Any) -> None:
        self.hovered.emit(None if ev.isExit() else self._seconds(ev.pos()))

    def _seconds(self, place: Any) -> float:
        return float(self.mapToView(place).x())


class PixelItem(pg.GraphicsObject):  # type: ignore[misc]
    """Fills its view with what `paint` paints in pixels."""

    def __init__(self, paint: Callable[[QPainter, Scale], None]) -> None:
        super().__init__()
        self._paint = paint

    def boundingRect(self) -> QRectF:
        return self.viewRect() or QRectF()

    def viewTransformChanged(self) -> None:
        super().viewTransformChanged()
        self.prepareGeometryChange()

    def paint(self, painter: QPainter, *_: Any) -> None:
        to_pixels = painter.transform()
        rect = to_pixels.mapRect(self.boundingRect())
        painter.save()
        painter.resetTransform()
        self._paint(painter, Scale(to_pixels.dx(), to_pixels.m11(), to_pixels.dy(), to_pixels.m22(), rect))
        painter.restore()


class SecondsAxis(pg.GraphicsWidget):  # type: ignore[misc]
    """Time from left to right under a view, as clocks write it."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__()
        self._view, self._color = view, QColor()
        self.setFixedHeight(_line_height() + _TICK)
        view.sigXRangeChanged.connect(lambda *_: self.update())

    def set_color(self, color: str) -> None:
        """Paint in this `#rrggbb`."""
        self._color = QColor(color)
        self.update()

    def ticks(self) -> list[tuple[float, str]]:
        """Seconds and what is written there; there is nothing before a source's beginning."""
        start, end = self._view.viewRange()[0]
        step = tick_step(end - start, max(2, int(self.width() / _TICK_PIXELS)))
        first, last = math.ceil(max(start, 0.0) / step), math.floor(end / step)
        return [(step * n, clock(step * n, step)) for n in range(first, last + 1)]

    def paint(self, painter: QPainter, *_: Any) -> None:
        start, end = self._view.viewRange()[0]
        painter.setPen(self._color)
        for seconds, text in self.ticks():
            x = self.width() * (seconds - start) / (end - start)
            painter.drawLine(QPointF(x, 0), QPointF(x, _TICK - 1))
            room = QRectF(x - _TICK_PIXELS / 2, _TICK, _TICK_PIXELS, self.height() - _TICK)
            if 0 <= x <= self.width() - 20:
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


class ValuesAxis(pg.GraphicsWidget):  # type: ignore[misc]
    """A few values and their names beside a view, from bottom (0.0) to top (1.0), the most important first."""

    def __init__(self, names: Sequence[tuple[float, str]]) -> None:
        super().__init__()
        self._names, self._color = names, QColor()
        metrics = QFontMetricsF(QGuiApplication.font())
        self.setFixedWidth(max(metrics.horizontalAdvance(text) for _, text in names) + 14)

    def set_color(self, color: str) -> None:
        """Paint in this `#rrggbb`."""
        self._color = QColor(color)
        self.update()

    def paint(self, painter: QPainter, *_: Any) -> None:
        painter.setPen(self._color)
        for y, text in self.places():
            room = QRectF(0, y, self.width() - 6, _line_height())
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def places(self) -> list[tuple[float, str]]:
        """The upper edges of the names, without those that would lie on a more important one."""
        line, places = _line_height(), list[tuple[float, str]]()
        for share, text in self._names:
            y = min(max(0.0, (1.0 - share) * self.height() - line / 2), self.height() - line)
            if all(abs(y - other) >= 0.9 * line for other, _ in places):
                places.append((y, text))
        return places


def graphics_view() -> pg.GraphicsView:
    """What axes and views are laid out in. It can have the focus, and shows that."""
    view = pg.GraphicsView(useOpenGL=False)
    view.setAccessibleName(tr("Timeline, scores and valence"))
    FocusRing(view)
    return view


def _line_height() -> float:
    return QFontMetricsF(QGuiApplication.font()).height()
