"""TimelinePlot: stacked scores above, valence below, over time; for the live window and for recordings.

Importing this file loads pyqtgraph, which takes half a second: do it once the window is up. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QColor, QHideEvent, QPainter, QShowEvent
from PyQt5.QtWidgets import QHBoxLayout, QWidget

from ferdesk.gui.theme import DARK, Theme
from ferdesk.gui.throttle import Throttle
from ferdesk.gui.timeline_axes import SecondsAxis, TimelineView, ValuesAxis, graphics_view
from ferdesk.gui.timeline_legend import TimelineLegend
from ferdesk.gui.timeline_paint import Picture, Scale
from ferdesk.gui.words import tr
from ferdesk.markers import Marker
from ferdesk.time_axis import clock
from ferdesk.timeseries import Timeseries, bin_edges, into_bins, timeseries
from ferdesk.valence import HELP

REDRAW_MS = 100
"""What is pushed is drawn no more often than this; the last of it wins."""
_READ_MS = 300
"""Figures that change oftener cannot be read."""
_BINS = 480
"""Of the visible time; more cannot be told apart on a screen."""
_FINEST = 0.05
"""Seconds: smoothed scores do not change faster."""
_MARGIN = 0.1
"""Drawn beyond either edge, as a share of the visible time, so that dragging shows no blank stripe."""
_SHORTEST, _ZOOM = 2.0, 0.8


class TimelinePlot(QWidget):
    """Shows what is pushed into it: a series, markers, a cursor, a range of seconds.

    It drags by itself within `set_limits`; for what the wheel means connect `wheel_turned`, for instance to `zoom`.
    """

    seconds_clicked = pyqtSignal(float)
    range_dragged = pyqtSignal(float, float)
    """A person moved the view to these seconds."""
    wheel_turned = pyqtSignal(int, float)
    """+1: closer, -1: farther; and the seconds under the pointer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series = timeseries(np.zeros(0), np.zeros((0, 7)), start=0.0, end=0.0)
        self._picture = Picture(into_bins(self._series, np.zeros(2)))
        self._hover: float | None = None
        self._range, self._limits = (0.0, 10.0), (0.0, np.inf)
        self._redrawing = Throttle(REDRAW_MS, self._redraw, self)
        self._reading = Throttle(_READ_MS, self._read_out, self)
        self._scores = TimelineView(0.0, 1.0, self._paint_scores)
        self._valence = TimelineView(-1.1, 1.1, self._paint_valence)  # so that lines at the ends are whole
        self._axes = (
            ValuesAxis(((0.0, "0 %"), (1.0, "100 %"), (0.5, "50 %"))),
            ValuesAxis(((0.5, tr("valence")), (0.05, "−1"), (0.95, "+1"))),
            SecondsAxis(self._valence),
        )
        self.legend = TimelineLegend()
        for item in (self._valence, self._axes[1], self.legend):
            item.setToolTip(tr(HELP))
        self._lay_out()
        self.setObjectName("timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.set_theme(DARK)

    def show_series(self, series: Timeseries) -> None:
        """Draw `series`, soon."""
        self._series = series
        self._plan()

    def show_markers(self, markers: Sequence[Marker]) -> None:
        """Draw these markers instead of the present ones."""
        self._picture = replace(self._picture, markers=tuple(markers))
        self._plan()

    def set_cursor(self, seconds: float | None) -> None:
        """Put the cursor there; None takes it away."""
        self._picture = replace(self._picture, cursor=seconds)
        self._plan()

    def set_range(self, start: float, end: float) -> None:
        """Show these seconds."""
        self._range = (start, max(end, start + _SHORTEST))
        self._plan()

    def visible_range(self) -> tuple[float, float]:
        """The seconds on show."""
        return self._range

    def set_limits(self, start: float, end: float) -> None:
        """How far a person may drag and zoom: where there is something to see."""
        self._limits = (start, end)

    def zoom(self, steps: int, around: float) -> None:
        """Come closer (+1) or go back (-1), with `around` kept in its place."""
        start, end = self._range
        longest = max(_SHORTEST, self._limits[1] - self._limits[0])
        span = min(max((end - start) * _ZOOM**steps, _SHORTEST), longest)
        self.set_range(*self._within(around - (around - start) * span / (end - start), span))

    def go(self, seconds: float) -> None:
        """Go on in time, or back where negative, as by dragging: told by `range_dragged`."""
        start, end = self._range
        self._range = self._within(start + seconds, end - start)
        self._move_views()
        self._plan()
        self.range_dragged.emit(*self._range)

    def set_theme(self, theme: Theme) -> None:
        """Paint in its colours."""
        self._picture = replace(self._picture, theme=theme)
        self._view.setBackground(QColor(theme.surface))
        for axis in self._axes:
            axis.set_color(theme.muted)
        self.legend.set_theme(theme)
        self._plan()

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        self._redrawing.now()
        self._reading.now()

    def hideEvent(self, event: QHideEvent | None) -> None:
        self._redrawing.stop()
        self._reading.stop()
        super().hideEvent(event)

    def _plan(self) -> None:
        if self.isVisible():  # else showEvent does it
            self._redrawing.ask()

    def _redraw(self) -> None:
        start, end = self._range
        more = _MARGIN * (end - start)
        edges = bin_edges(start - more, end + more, round(_BINS * (1 + 2 * _MARGIN)), _FINEST)
        self._picture = replace(self._picture, bins=into_bins(self._series, edges))
        self._move_views()
        for view in (self._scores, self._valence):
            view.redraw()
        self._reading.ask()

    def _move_views(self) -> None:
        for view in (self._scores, self._valence):
            view.setXRange(*self._range, padding=0.0)

    def _read_out(self) -> None:
        """Values at the pointer, else at the cursor, else the newest; not of the bins, which are means."""
        at = self._hover if self._hover is not None else self._picture.cursor
        title = tr("Now") if at is None else tr("At {at}", at=clock(at))
        self.legend.show_values(title, self._series.at(self._series.end if at is None else at))

    def _within(self, start: float, span: float) -> tuple[float, float]:
        low, high = self._limits
        start = min(max(start, low), max(low, high - span))
        return start, start + span

    def _hovered(self, seconds: float | None) -> None:
        self._hover = seconds
        self._reading.ask()

    def _paint_scores(self, painter: QPainter, scale: Scale) -> None:
        painter.setFont(self.font())
        self._picture.paint_scores(painter, scale)

    def _paint_valence(self, painter: QPainter, scale: Scale) -> None:
        self._picture.paint_valence(painter, scale)

    def _lay_out(self) -> None:
        self._view = graphics_view()
        grid = pg.GraphicsLayout()
        grid.setContentsMargins(0, 4, 8, 0)
        grid.setSpacing(5)
        self._view.setCentralItem(grid)
        for row, view in enumerate((self._scores, self._valence)):
            grid.addItem(self._axes[row], row, 0)
            grid.addItem(view, row, 1)
            grid.layout.setRowStretchFactor(row, 2 - row)
            view.clicked.connect(self.seconds_clicked)
            view.dragged.connect(self.go)
            view.wheel_turned.connect(self.wheel_turned)
            view.hovered.connect(self._hovered)
        grid.addItem(self._axes[2], 2, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.setSpacing(8)
        layout.addWidget(self._view, 1)
        layout.addWidget(self.legend)
