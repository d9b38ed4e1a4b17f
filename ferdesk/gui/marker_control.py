"""The markers of the running source: set by a key, taken back, named; a running recording notes them too.

GUI thread only.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from ferdesk.gui.marker_dialog import MarkerDialog
from ferdesk.gui.preferences import Preferences
from ferdesk.gui.recording_control import RecordingControl
from ferdesk.gui.timeline_menu import TimelineMenu
from ferdesk.gui.words import tr
from ferdesk.markers import Marker, names_of, setting_of
from ferdesk.time_axis import clock

MOST = 1000
"""The oldest go first; a recording keeps all."""


class MarkerControl(QObject):
    """Does what the menu asks for; `markers` are those of the source that runs."""

    changed = pyqtSignal()
    """There are others now."""
    told = pyqtSignal(str)
    """A sentence: a mark was set or taken back, or why not."""

    def __init__(
        self, menu: TimelineMenu, recordings: RecordingControl, preferences: Preferences,
        now: Callable[[], float], parent: QWidget,
    ) -> None:  # fmt: skip
        """`now` gives the newest result's time in the source, NaN before the first one."""
        super().__init__(parent)
        self._menu, self._recordings, self._preferences, self._now = menu, recordings, preferences, now
        self._window = parent
        self._markers: list[tuple[Marker, int]] = []  # each with the number of the recording that it went into, or 0
        self._recording = 0
        recordings.started.connect(self._count_recording)
        preferences.changed.connect(self._show)
        menu.mark_asked.connect(self.mark)
        menu.undo_asked.connect(self.take_back)
        menu.names_asked.connect(self.ask_names)
        self._show()

    @property
    def markers(self) -> tuple[Marker, ...]:
        """In the order in which they were set."""
        return tuple(marker for marker, _ in self._markers)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the nine."""
        return names_of(self._preferences.now.marker_names)

    def mark(self, number: int) -> None:
        """Set marker `number` now; a running recording notes it as an event."""
        seconds = self._now()
        if math.isnan(seconds):
            self.told.emit(tr("There is nothing to mark yet."))
            return
        marker = Marker(seconds, number, self.names[number - 1])
        recorded = self._recordings.mark(marker.text)
        self._markers = [*self._markers, (marker, self._recording if recorded else 0)][-MOST:]
        self._tell(
            tr("Marked {time}, in the recording too: {name}.", time=clock(seconds), name=marker.text)
            if recorded
            else tr("Marked {time}: {name}.", time=clock(seconds), name=marker.text)
        )

    def take_back(self) -> None:
        """Remove the last one, from the recording too while that runs."""
        if not self._markers:
            return
        marker, recording = self._markers.pop()
        if recording and recording == self._recording:
            self._recordings.unmark()
        self._tell(tr("Took back the mark at {time}: {name}.", time=clock(marker.seconds), name=marker.text))

    def forget(self) -> None:
        """Another source: its time has nothing to do with these."""
        self._markers = []
        self._show()
        self.changed.emit()

    def ask_names(self) -> None:
        """Let somebody name the nine."""
        dialog = MarkerDialog(self.names, self._window)
        dialog.names_given.connect(lambda names: self._preferences.change("marker_names", setting_of(names)))
        dialog.open()

    def _tell(self, words: str) -> None:
        self._show()
        self.changed.emit()
        self.told.emit(words)

    def _show(self) -> None:
        self._menu.show_marks(self.names, bool(self._markers))

    def _count_recording(self) -> None:
        self._recording += 1
