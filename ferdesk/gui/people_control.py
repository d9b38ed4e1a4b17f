"""Whom the source shows, as the window knows them: joins list, menu, picture and recording. GUI thread only."""

from __future__ import annotations

import time
from collections.abc import Callable

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtGui import QCursor
from PyQt5.QtWidgets import QInputDialog, QLineEdit, QWidget

from ferdesk.gui.people_menu import PeopleMenu
from ferdesk.gui.people_model import title
from ferdesk.gui.recording_control import RecordingControl
from ferdesk.gui.session import Session
from ferdesk.gui.stage import Stage
from ferdesk.people import People, PeopleError
from ferdesk.person import Person
from ferdesk.types import Result

_EVERY_SECONDS = 0.1
"""The cards follow the results so often and no oftener: nobody reads faster, and the picture needs the time."""


class PeopleControl(QObject):
    """Feeds `people`, and carries out what somebody wants of them. `menu` belongs into the menu bar."""

    selected = pyqtSignal(object)
    """Number of the person who is looked at now; None: nobody."""
    changed = pyqtSignal()
    """Somebody was named, merged, taken apart, pinned or hidden, or everybody was forgotten."""
    told = pyqtSignal(str)
    """A sentence: why something was not done, or what else it did."""

    def __init__(self, stage: Stage, session: Session, recordings: RecordingControl, parent: QWidget) -> None:
        super().__init__(parent)
        self.people = People()
        self.menu = PeopleMenu(parent)
        self._stage, self._panel, self._recordings = stage, stage.people, recordings
        self._selected: int | None = None
        self._away = False  # the selected one left, and the picture is of somebody else
        self._shown_at = 0.0
        self._behind = False
        stage.result_came.connect(self._take)
        stage.selection_changed.connect(self._follow)
        session.opened.connect(self.forget)
        session.status_changed.connect(self._catch_up)
        recordings.started.connect(self._tell_names)
        self._panel.person_chosen.connect(self.select)
        self._panel.renamed.connect(self.rename)
        self._panel.menu_asked.connect(self.menu.popup)
        self.menu.rename_asked.connect(self._ask_name)
        self.menu.pin_asked.connect(lambda on: self._for_selected(self.pin, on))
        self.menu.hide_asked.connect(lambda on: self._for_selected(self.hide, on))
        self.menu.partners_asked.connect(self._ask_partner)
        self.menu.merge_asked.connect(lambda other: self._for_selected(self.merge, other))
        self.menu.split_asked.connect(lambda: self._for_selected(self.split))

    @property
    def person(self) -> Person | None:
        """Who is looked at."""
        number = self._selected
        return None if number is None or number not in self.people else self.people.get(number)

    def forget(self) -> None:
        """Forget everybody."""
        self.people.forget()
        self._forgotten()

    def select(self, number: int) -> None:
        """Look at this person: at their face, or where they left, at their card."""
        person = self.people.get(number) if number in self.people else None
        if person is None:
            return
        result = self._stage.result()
        self._away = result is None or all(face.track != person.track for face in result.faces)
        if self._away:
            self._stage.look_back(person.face)
        else:
            self._stage.choose(person.track)
        self._look_at(number)

    def rename(self, number: int, name: str) -> None:
        """Give somebody a name, in a running recording too."""
        if number not in self.people:
            return
        before = self.people.get(number)
        try:
            after = self.people.rename(number, name)
        except PeopleError as error:
            self.told.emit(f"{error}.")
            self._refresh()
            return
        if (after.name, after.tracks) != (before.name, before.tracks):
            self._recordings.rename(after.tracks, after.name)
        if after.tracks != before.tracks:
            self.told.emit(
                f"There was a {title(after)} already: both are one person now. Ctrl+Shift+M takes them apart."
            )
        self._changed()

    def pin(self, number: int, on: bool) -> None:
        """Keep somebody first in the list."""
        if number in self.people:
            self.people.pin(number, on)
            self._changed()

    def hide(self, number: int, on: bool) -> None:
        """Draw nothing at somebody's face."""
        if number in self.people:
            self.people.hide(number, on)
            self._changed()

    def merge(self, number: int, other: int) -> None:
        """Make two numbers one person, who keeps the lower one; in a running recording too."""
        if number not in self.people or other not in self.people:
            return
        try:
            person = self.people.merge(*sorted((number, other)))
        except PeopleError as error:
            self.told.emit(f"{error}.")
            return
        self._recordings.rename(person.tracks, person.name)
        self._changed()

    def split(self, number: int) -> None:
        """Take somebody apart again; in a running recording too."""
        if number in self.people:
            for person in self.people.split(number):
                self._recordings.rename(person.tracks, person.name)
            self._changed()

    def _take(self, result: Result) -> None:
        if self.people.update(result):
            self._forgotten()
        self._behind = True
        if time.monotonic() - self._shown_at >= _EVERY_SECONDS:
            self._refresh()

    def _catch_up(self) -> None:
        """The last result before a pause counts too."""
        if self._behind:
            self._refresh()

    def _refresh(self) -> None:
        self._shown_at, self._behind = time.monotonic(), False
        self._panel.show_people(tuple(self.people))
        self.menu.show_person(self.person, len(self.people) - 1)

    def _follow(self, track: int | None, by_hand: bool) -> None:
        """The stage shows another face."""
        if self._away and not by_hand:
            return
        self._away = False
        owner = self.people.of(track)
        self._look_at(None if owner is None else owner.number)

    def _look_at(self, number: int | None) -> None:
        news = number != self._selected
        self._selected = number
        self._panel.choose(number)
        if news:
            self.menu.show_person(self.person, len(self.people) - 1)
            self.selected.emit(number)

    def _changed(self) -> None:
        self._stage.set_people(self.people.signs())
        self._refresh()
        if not self._away:
            self._follow(self._stage.selected(), by_hand=False)  # whose number may be another now
        self.changed.emit()

    def _forgotten(self) -> None:
        self._away = False
        self._stage.look_back(None)
        self._changed()

    def _tell_names(self) -> None:
        """A recording knows those in view by the names that they have."""
        for person in self.people:
            if person.here and (person.name or len(person.tracks) > 1):
                self._recordings.rename((person.track,) if person.name else person.tracks, person.name)

    def _ask_name(self) -> None:
        person = self.person
        if person is None:
            return
        if self._panel.isVisible():
            self._panel.edit_name(person.number)
            return
        name, given = QInputDialog.getText(
            self._stage.window(), "Name", f"Name of {title(person)}:", QLineEdit.EchoMode.Normal, person.name
        )
        if given:
            self.rename(person.number, name)

    def _ask_partner(self) -> None:
        person = self.person
        if person is not None:
            others = (other for other in self.people if other.number != person.number)
            at = self._panel.card_corner(person.number) if self._panel.isVisible() else QCursor.pos()
            self.menu.ask_partner([(other, self.people.can_merge(person.number, other.number)) for other in others], at)

    def _for_selected(self, do: Callable[..., None], *more: int) -> None:
        if self._selected is not None:
            do(self._selected, *more)
