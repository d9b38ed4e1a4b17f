"""What happened in a recording: markers, names, what became of the source. A click or Enter goes to that moment."""

from __future__ import annotations

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QWidget

from ferdesk.gui.viewer.tables import ReadTable
from ferdesk.gui.words import tr
from ferdesk.recording_report import event_lines
from ferdesk.recording_table import Columns
from ferdesk.time_axis import clock


class EventsTable(ReadTable):
    """In the order of time; numbered as in the timeline."""

    seconds_chosen = pyqtSignal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Events"), (tr("No."), tr("Time"), tr("Kind"), tr("What")), 3, parent)
        self.setAccessibleDescription(tr("Enter goes to the moment of the event"))
        self.right(0, 1)
        self._seconds: list[float] = []
        self.cellClicked.connect(self._choose)
        self.cellActivated.connect(self._choose)

    def show_events(self, events: Columns) -> None:
        """List these."""
        self._seconds = events["seconds"].tolist()
        with self.filling(len(self._seconds)):
            for row, (number, seconds, kind, text) in enumerate(event_lines(events)):
                self.put(row, (number, clock(seconds), kind, text), (0, 1))

    def _choose(self, row: int, _: int) -> None:
        self.seconds_chosen.emit(self._seconds[row])
