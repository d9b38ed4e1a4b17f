"""Everybody in a recording: who is shown, how long they were in view, how pleasant they looked, mostly what."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QTableWidgetItem, QWidget

from ferdesk.gui.keys import KeepsSpace
from ferdesk.gui.sure import sure
from ferdesk.gui.viewer.tables import ReadTable, dot
from ferdesk.gui.words import tr
from ferdesk.html_page import duration
from ferdesk.percent import per_cent
from ferdesk.person import person_color
from ferdesk.recording import Person
from ferdesk.recording_summary import PersonSummary
from ferdesk.valence import valence_words

_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class PeopleTable(ReadTable):
    """A row a person. Space checks and unchecks the selected one."""

    filter_changed = pyqtSignal()
    """Others are checked now; see `checked`."""
    person_selected = pyqtSignal(int)
    """The place of a person in the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("People"), (tr("Person"), tr("In view"), tr("Valence"), tr("Mostly")), 0, parent)
        self.setAccessibleDescription(
            tr("Space shows or leaves out the person; arrow keys choose whose figures are shown")
        )
        self.right(1, 2)
        self._people: tuple[PersonSummary, ...] = ()
        KeepsSpace(self).watch(self)
        self.itemChanged.connect(self._changed)
        self.itemSelectionChanged.connect(self._selected)

    def show_people(self, people: Sequence[PersonSummary]) -> None:
        """List these, all of them checked, and select the first."""
        self.blockSignals(True)
        self._people = tuple(people)
        with self.filling(len(people)):
            for row, summary in enumerate(people):
                most = max(summary.labels, key=lambda figures: figures.seconds)
                mostly = f"{tr(most.label)} {per_cent(most.share)}"
                valence = valence_words(summary.valence)
                self.put(row, (summary.person.name, duration(summary.seconds), valence, mostly), (1, 2))
                name = sure(self.item(row, 0))
                name.setFlags(name.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                name.setCheckState(_CHECKED)
                name.setIcon(dot(person_color(summary.person.tracks[0])))
        self.blockSignals(False)
        if people:
            self.selectRow(0)

    def checked(self) -> tuple[Person, ...]:
        """Who is to be shown."""
        rows = range(self.rowCount())
        return tuple(self._people[row].person for row in rows if sure(self.item(row, 0)).checkState() == _CHECKED)

    def all_checked(self) -> bool:
        """Nobody is left out."""
        return len(self.checked()) == len(self._people)

    def select_track(self, track: int) -> None:
        """Select the person of this track."""
        for row, summary in enumerate(self._people):
            if track in summary.person.tracks:
                self.selectRow(row)

    def step(self, by: int) -> None:
        """Select the next person (+1) or the one before (-1)."""
        if self.rowCount():
            self.selectRow((self.currentRow() + by) % self.rowCount())

    def check(self, row: int, on: bool) -> None:
        """Show the person of that row, or leave them out."""
        sure(self.item(row, 0)).setCheckState(_CHECKED if on else _UNCHECKED)

    def _changed(self, item: QTableWidgetItem) -> None:
        if item.column() == 0:
            self.filter_changed.emit()

    def _selected(self) -> None:
        rows = sure(self.selectionModel()).selectedRows()
        if rows:
            self.person_selected.emit(rows[0].row())
