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
from ferdesk.gui.sure import sure
from ferdesk.gui.theme import DARK, Theme
from ferdesk.gui.timeline_legend import NOBODY
from ferdesk.markers import Marker
from ferdesk.timeseries import Bins, runs

_LONGEST_FLAG = 400.0
"""Pixels; the name of a marker left of the view may reach into it."""
_FLAGS = 0.4
"""Of the plot's height at most; names that hide what they name are of no use."""
_THINNEST = 0.5
"""Pixels; a layer that is nowhere thicker is not seen, and left out."""
_LINE = 2.0
"""Width of the line of valence, in pixels."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """All that is on show."""

    bins: Bins
    markers: tuple[Marker, ...] = ()
    cursor: float | None = None
    theme: Theme = DARK

    def paint_scores(self, painter: QPainter, scale: Scale) -> None:
        """The upper half, values from 0 to 1."""
        paint_gaps(painter, self.bins, scale, self.theme, NOBODY)
        paint_stack(painter, self.bins, scale, self.theme)
        paint_markers(painter, self.markers, scale, self.theme, named=True)
        paint_cursor(painter, self.cursor, scale, self.theme)

    def paint_valence(self, painter: QPainter, scale: Scale) -> None:
        """The lower half, values from -1 to 1."""
        paint_gaps(painter, self.bins, scale, self.theme)
        paint_valence(painter, self.bins, scale, self.theme)
        paint_markers(painter, self.markers, scale, self.theme, named=False)
        paint_cursor(painter, self.cursor, scale, self.theme)


def paint_gaps(painter: QPainter, bins: Bins, scale: Scale, theme: Theme, words: str = "") -> None:
    """Hatch where nobody was in view, with `words` where they have room."""
    color = QColor(theme.muted)
    color.setAlphaF(0.45)
    hatch = QBrush(color, Qt.BrushStyle.BDiagPattern)
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
    painter.setPen(_thin(theme.surface))
    for start, stop in runs(np.isfinite(bins.valence)):
        x = _x_of_run(bins, start, stop, scale)
        upper = _with_ends(np.cumsum(bins.scores[start:stop], axis=1).clip(0.0, 1.0))
        ground = float(scale.y(0.0))
        thickest = np.diff(upper, axis=1, prepend=0.0).max(axis=0) * abs(scale.y_one)
        for emotion in reversed(Emotion):
            if thickest[emotion] < _THINNEST:
                continue
            painter.setBrush(QColor(emotion.color))
            edge = arrayToQPolygonF(
                np.concatenate([x, x[-1:], x[:1]]), np.concatenate([scale.y(upper[:, emotion]), [ground, ground]])
            )
            painter.drawPolygon(edge)


def paint_valence(painter: QPainter, bins: Bins, scale: Scale, theme: Theme) -> None:
    """The line of valence, and a dashed one at zero."""
    painter.setPen(QPen(QColor(theme.muted), 1.0, Qt.PenStyle.DashLine))
    painter.drawLine(QLineF(scale.rect.left(), scale.y(0.0), scale.rect.right(), scale.y(0.0)))
    painter.setPen(_thin(theme.text))
    pixels = sure(painter.device()).devicePixelRatioF()
    for start, stop in runs(np.isfinite(bins.valence)):
        line = arrayToQPolygonF(_x_of_run(bins, start, stop, scale), scale.y(_with_ends(bins.valence[start:stop])))
        for _ in range(round(_LINE * pixels)):  # thin lines side by side cost a tenth of a thick one
            painter.drawPolyline(line)
            line.translate(0.0, 1.0 / pixels)


def paint_markers(
    painter: QPainter, markers: Sequence[Marker], scale: Scale, theme: Theme, *, named: bool
) -> None:
    """A dashed line at each marker in view; where `named`, its number and name stand at the line's top."""
    shown = [
        (marker, round(float(scale.x(marker.seconds))) + 0.5)
        for marker in sorted(markers, key=lambda marker: marker.seconds)
        if scale.rect.left() - _LONGEST_FLAG <= scale.x(marker.seconds) <= scale.rect.right()
    ]
    painter.setPen(QPen(QColor(theme.text), 1.0, Qt.PenStyle.DashLine))
    for _, x in shown:
        painter.drawLine(QLineF(x, scale.rect.top(), x, scale.rect.bottom()))
    if named:
        _paint_flags(painter, shown, scale.rect, theme)


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


def _paint_flags(painter: QPainter, markers: Sequence[tuple[Marker, float]], rect: QRectF, theme: Theme) -> None:
    """Numbers and names at these x, left of the line where there is no room on its right.

    Those that stand close are put below one another while there is room.
    """
    metrics = QFontMetricsF(painter.font())
    height = metrics.height()
    taken = [-math.inf] * max(1, int(_FLAGS * rect.height() / (height + 2)))
    painter.setPen(QColor(theme.text))
    for marker, x in markers:
        text = f"{marker.number}: {marker.name}" if marker.name else str(marker.number)
        width = metrics.horizontalAdvance(text) + 8
        left = x if x + width <= rect.right() else max(rect.left(), x - width)
        row = next((row for row, end in enumerate(taken) if end < left), None)
        if row is None:  # crowded: the line must do
            continue
        flag = QRectF(left, rect.top() + row * (height + 2), width, height)
        taken[row] = flag.right() + 2
        painter.fillRect(flag, QColor(theme.raised))
        painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, text)


def _thin(color: str) -> QPen:
    """A line of one pixel of the screen, which Qt draws fastest."""
    pen = QPen(QColor(color), 1.0)
    pen.setCosmetic(True)
    return pen


def _x_of_run(bins: Bins, start: int, stop: int, scale: Scale) -> NDArray[np.float64]:
    """Pixels [bins + 2] of the middles of bins, and of the outer edges of the first and the last."""
    seconds = np.concatenate([bins.edges[start : start + 1], bins.middles[start:stop], bins.edges[stop : stop + 1]])
    return np.asarray(scale.x(seconds))


def _with_ends(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([values[:1], values, values[-1:]])
