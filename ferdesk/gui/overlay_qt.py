"""The overlay's primitives painted with QPainter, at the resolution of the screen or of the picture painted on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PyQt5.QtCore import QPointF, QRectF, Qt
from PyQt5.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PyQt5.QtWidgets import QApplication

from ferdesk.overlay import FONT_SHARE, TRACK, Bar, Dot, Panel, Primitive, Rectangle, Text

_STOUTEST = 2.0
"""Lines of a frame that is enlarged by more than this grow no further."""
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "centre": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip | Qt.TextFlag.TextSingleLine


def paint_overlay(painter: QPainter, primitives: Iterable[Primitive], origin: QPointF, scale: float) -> None:
    """Paint primitives given in frame pixels; the frame's corner lies at `origin`, a frame pixel is `scale` units wide.

    Places are scaled here rather than by the painter, so that letters are shaped at the size in which they are seen.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    place = _Place(origin, scale)
    for primitive in primitives:
        _PAINT[type(primitive)](painter, primitive, place)
    painter.restore()


class _Place:
    """Frame pixels -> units of the painter."""

    def __init__(self, origin: QPointF, scale: float) -> None:
        self._origin = origin
        self.scale = scale

    def rect(self, item: Panel | Rectangle | Bar) -> QRectF:
        return self.box(item.x, item.y, item.width, item.height)

    def box(self, x: float, y: float, width: float, height: float) -> QRectF:
        corner = self.point(x, y)
        return QRectF(corner.x(), corner.y(), width * self.scale, height * self.scale)

    def point(self, x: float, y: float) -> QPointF:
        return QPointF(self._origin.x() + x * self.scale, self._origin.y() + y * self.scale)


def _panel(painter: QPainter, item: Panel, place: _Place) -> None:
    color = QColor(item.color)
    color.setAlphaF(item.opacity)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(place.rect(item), item.radius * place.scale, item.radius * place.scale)


def _rectangle(painter: QPainter, item: Rectangle, place: _Place) -> None:
    pen = QPen(QColor(item.color), item.thickness * min(place.scale, _STOUTEST))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    rect, radius = place.rect(item), item.radius * place.scale
    if item.corner > 0:
        painter.drawPath(_corners(rect, radius, item.corner * place.scale))
    else:
        painter.drawRoundedRect(rect, radius, radius)


def _corners(rect: QRectF, radius: float, arm: float) -> QPainterPath:
    path = QPainterPath()
    for x, y, right, down in (
        (rect.left(), rect.top(), 1, 1),
        (rect.right(), rect.top(), -1, 1),
        (rect.right(), rect.bottom(), -1, -1),
        (rect.left(), rect.bottom(), 1, -1),
    ):
        bend = min(radius, arm)
        path.moveTo(x, y + down * arm)
        path.lineTo(x, y + down * bend)
        path.quadTo(x, y, x + right * bend, y)
        path.lineTo(x + right * arm, y)
    return path


def _text(painter: QPainter, item: Text, place: _Place) -> None:
    room = place.box(item.x, item.y, item.width, item.size)
    font = QFont(QApplication.font())
    pixels = max(1.0, item.size * place.scale * FONT_SHARE)
    font.setPixelSize(round(pixels))
    needed = QFontMetricsF(font).horizontalAdvance(item.text)
    if needed > room.width() > 0:
        font.setPixelSize(max(1, int(pixels * room.width() / needed)))
    painter.setFont(font)
    painter.setPen(QColor(item.color))
    painter.drawText(room, _ALIGN[item.anchor] | _ONE_LINE, item.text)


def _bar(painter: QPainter, item: Bar, place: _Place) -> None:
    rect = place.rect(item)
    radius = rect.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(TRACK))
    painter.drawRoundedRect(rect, radius, radius)
    if item.fraction <= 0:
        return
    outline = QPainterPath()
    outline.addRoundedRect(rect, radius, radius)
    painter.save()
    painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
    rect.setWidth(rect.width() * item.fraction)
    painter.fillRect(rect, QColor(item.color))
    painter.restore()


def _dot(painter: QPainter, item: Dot, place: _Place) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(item.color))
    painter.drawEllipse(place.point(item.x, item.y), item.radius * place.scale, item.radius * place.scale)


_PAINT: dict[type, Callable[[QPainter, Any, _Place], None]] = {
    Panel: _panel,
    Rectangle: _rectangle,
    Text: _text,
    Bar: _bar,
    Dot: _dot,
}
