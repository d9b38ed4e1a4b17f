"""The timeline of the viewer: the whole recording at first, closer with wheel or keys, following the moment on show."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal

from ferdesk.gui.theme import Theme
from ferdesk.gui.timeline_plot import TimelinePlot
from ferdesk.gui.viewer.opened import Opened
from ferdesk.gui.words import tr

_AHEAD = 0.1
"""Where in the view the moment stands after the view has followed it, as a share of its width."""


class Scrub(QObject):
    """Joins a TimelinePlot to a recording. Importing this file loads pyqtgraph."""

    seconds_chosen = pyqtSignal(float)
    """A click into the timeline."""

    def __init__(self, opened: Opened, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opened = opened
        self._end = max(opened.playback.end, 0.1)
        self._seconds = 0.0
        self.plot = TimelinePlot()
        self.plot.setAccessibleDescription(tr("Click to go to a moment; wheel or + and - come closer and go back"))
        self.plot.set_theme(theme)
        self.plot.set_limits(0.0, self._end)
        self.plot.set_range(0.0, self._end)
        self.plot.show_markers(opened.playback.markers)
        self.plot.set_cursor(0.0)
        self.plot.seconds_clicked.connect(self.seconds_chosen)
        self.plot.wheel_turned.connect(self.plot.zoom)

    def show_person(self, place: int) -> None:
        """Scores and valence of the person at this place of the summary."""
        self.plot.show_series(self._opened.series[place])

    def show_moment(self, seconds: float) -> None:
        """Put the cursor there. Who has moved the view away from the cursor is not called back by it."""
        start, end = self.plot.visible_range()
        before, self._seconds = self._seconds, seconds
        left = start <= before <= end and not start <= seconds <= end
        if left:
            span = end - start
            first = min(max(seconds - _AHEAD * span, 0.0), max(0.0, self._end - span))
            self.plot.set_range(first, first + span)
        self.plot.set_cursor(seconds)

    def zoom(self, steps: int) -> None:
        """Closer (+1) or farther (-1) around the moment on show, or the middle where that is out of sight."""
        start, end = self.plot.visible_range()
        self.plot.zoom(steps, self._seconds if start <= self._seconds <= end else (start + end) / 2)

    def show_all(self) -> None:
        """The whole recording."""
        self.plot.set_range(0.0, self._end)
