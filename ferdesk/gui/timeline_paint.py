"""What a timeline is painted of: gaps, the stacked scores, the valence line, markers and the cursor.

Everything is painted in pixels; `Scale` knows where a value lies.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt5.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt5.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from pyqtgraph.functions import arrayToQPolygonF

from ferdesk.emotions import Emotion
from ferdesk.gui.theme import Theme
from ferdesk.markers import Marker
from ferdesk.timeseries import Bins, runs


@dataclass(frozen=True, slots=True)
class Scale:
    """From seconds and values to pixels, and the pixels of the plot."""

    x0: float
    x_second: float
    y0: float
    y_one: float
    rect: QRectF

    def x(self, seconds: Any) -> Any:
        """Pixels of seconds, alone or in an array."""
        return self.x0 + self.x_second * seconds

    def y(self, values: Any) -> Any:
        """Pixels of values, alone or in an array."""
        return self.y0 + self.y_one * values


def paint_gaps(painter: QPainter, bins: Bins, scale: Scale, theme: Theme, words: str = "") -> None:
    """Hatch where nobody was in view, with `words` where they have room."""
    hatch = QBrush(QColor(theme.border), Qt.BrushStyle.BDiagPattern)
    painter.setPen(QColor(theme.muted))
    room = QFontMetricsF(painter.font()).horizontalAdvance(words) + 12
    for start, stop in runs(np.isnan(bins.valence)):
        left, right = scale.x(bins.edges[start]), scale.x(bins.edges[stop])
        gap = QRectF(left, scale.rect.top(), right - left, scale.rect.height()).intersected(scale.rect)
        painter.fillRect(gap, hatch)
        if words and gap.width() > room:
            painter.drawText(gap, Qt.AlignmentFlag.AlignCenter, words)


def paint_stack(painter: QPainter, bins: Bins, scale: Scale, theme: Theme) -> None:
    """Seven layers that add up to 1, angry lowest, parted by thin lines; each covers the lower part of the next."""
    painter.setPen(QPen(QColor(theme.surface), 1.0))
    for start, stop in runs(np.isfinite(bins.valence)):
        x = _x_of_run(bins, start, stop, scale)
        upper = _with_ends(np.cumsum(bins.scores[start:stop], axis=1).clip(0.0, 1.0))
        ground = float(scale.y(0.0))
        for emotion in reversed(Emotion):
            painter.setBrush(QColor(emotion.color))
            edge = arrayToQPolygonF(
                np.concatenate([x, x[-1:], x[:1]]), np.concatenate([scale.y(upper[:, emotion]), [ground, ground]])
            )
            painter.drawPolygon(edge)


def paint_valence(painter: QPainter, bins: Bins, scale: Scale, theme: Theme) -> None:
    """The line of valence, and a dashed one at zero."""
    painter.setPen(QPen(QColor(theme.muted), 1.0, Qt.PenStyle.DashLine))
    painter.drawLine(QLineF(scale.rect.left(), scale.y(0.0), scale.rect.right(), scale.y(0.0)))
    painter.setPen(QPen(QColor(theme.text), 2.0))  # a smoothed line of this width takes four times as long
    for start, stop in runs(np.isfinite(bins.valence)):
        line = arrayToQPolygonF(
            _x_of_run(bins, start, stop, scale), scale.y(_with_ends(bins.valence[start:stop]))
        )
        painter.drawPolyline(line)


def paint_markers(
    painter: QPainter, markers: Sequence[Marker], scale: Scale, theme: Theme, *, named: bool
) -> None:
    """A dashed line at each marker in view; where `named`, its number and name stand at the line's top."""
    metrics = QFontMetricsF(painter.font())
    taken = [-math.inf] * int(scale.rect.height() / (metrics.height() + 2))  # names that stand close have rows
    for marker in sorted(markers, key=lambda marker: marker.seconds):
        x = round(float(scale.x(marker.seconds))) + 0.5
        if not scale.rect.left() - 400 <= x <= scale.rect.right():
            continue
        painter.setPen(QPen(QColor(theme.text), 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(x, scale.rect.top(), x, scale.rect.bottom()))
        if named:
            _paint_flag(painter, marker, x, scale.rect.top(), metrics, taken, theme)


def paint_cursor(painter: QPainter, seconds: float | None, scale: Scale, theme: Theme) -> None:
    """A line with a handle at the moment that is looked at."""
    if seconds is None:
        return
    x, top = float(scale.x(seconds)), scale.rect.top()
    painter.setPen(QPen(QColor(theme.window), 4.0))  # an edge, so that it stands out on every layer
    painter.drawLine(QLineF(x, top, x, scale.rect.bottom()))
    painter.setPen(QPen(QColor(theme.accent), 2.0))
    painter.drawLine(QLineF(x, top, x, scale.rect.bottom()))
    painter.setBrush(QColor(theme.accent))
    painter.drawPolygon(QPolygonF([QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x, top + 6)]))


def _paint_flag(
    painter: QPainter, marker: Marker, x: float, top: float, metrics: QFontMetricsF, taken: list[float], theme: Theme
) -> None:
    text = f"{marker.number} {marker.name}".strip()
    row = next((row for row, end in enumerate(taken) if end < x), None)
    if row is None:  # crowded: the line must do
        return
    flag = QRectF(x, top + row * (metrics.height() + 2), metrics.horizontalAdvance(text) + 8, metrics.height())
    taken[row] = flag.right() + 2
    painter.fillRect(flag, QColor(theme.raised))
    painter.setPen(QColor(theme.text))
    painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, text)


def _x_of_run(bins: Bins, start: int, stop: int, scale: Scale) -> NDArray[np.float64]:
    """Pixels [bins + 2] of the middles of bins, and of the outer edges of the first and the last."""
    seconds = np.concatenate([bins.edges[start : start + 1], bins.middles[start:stop], bins.edges[stop : stop + 1]])
    return np.asarray(scale.x(seconds))


def _with_ends(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([values[:1], values, values[-1:]])
