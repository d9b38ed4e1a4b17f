"""What somebody does about people: names, pins, merges; told to a running recording too. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import QObject, pyqtSignal

from ferdesk.gui.people_model import title
from ferdesk.gui.recording_control import RecordingControl
from ferdesk.gui.words import tr
from ferdesk.people import People, PeopleError


class PeopleEdits(QObject):
    """Each method changes `people` and says so. Whom it does not know (any more) it leaves alone: a menu or an editor
    may have been open while another source took over.
    """

    changed = pyqtSignal()
    told = pyqtSignal(str)
    """A sentence: why something was not done, or what else it did."""

    def __init__(self, people: People, recordings: RecordingControl, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people = people
        self._recordings = recordings
        recordings.started.connect(self._tell_names)

    def rename(self, number: int, name: str) -> None:
        """Give somebody a name."""
        if number not in self._people:
            return
        before = self._people.get(number)
        try:
            after = self._people.rename(number, name)
        except PeopleError as error:
            self.told.emit(f"{error}.")
            return
        if (after.name, after.tracks) == (before.name, before.tracks):
            return
        self._record(after.tracks, after.name)
        if after.tracks != before.tracks:
            self.told.emit(
                tr(
                    "{after} was here already: both are one person now. Ctrl+Shift+M takes them apart.",
                    after=title(after),
                )
            )
        self.changed.emit()

    def pin(self, number: int, on: bool) -> None:
        """Keep somebody first in the list."""
        if number in self._people:
            self._people.pin(number, on)
            self.changed.emit()

    def hide(self, number: int, on: bool) -> None:
        """Draw nothing at somebody's face."""
        if number in self._people:
            self._people.hide(number, on)
            self.changed.emit()

    def merge(self, number: int, other: int) -> None:
        """Make two numbers one person, who keeps the lower one."""
        if number not in self._people or other not in self._people:
            return
        try:
            person = self._people.merge(*sorted((number, other)))
        except PeopleError as error:
            self.told.emit(f"{error}.")
            return
        self._record(person.tracks, person.name)
        self.changed.emit()

    def split(self, number: int) -> None:
        """Take somebody apart again."""
        if number in self._people:
            for person in self._people.split(number):
                self._record(person.tracks, person.name)
            self.changed.emit()

    def _tell_names(self) -> None:
        """A recording knows those in view by the names that they have; who left before it is none of its business."""
        for person in self._people:
            if person.here and (person.name or len(person.tracks) > 1):
                self._record((person.track,) if person.name else person.tracks, person.name)

    def _record(self, tracks: Sequence[int], name: str) -> None:
        self._recordings.rename(tracks, name, self._people.opening)
