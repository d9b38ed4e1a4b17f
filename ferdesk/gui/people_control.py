"""Whom the source shows, as the window knows them: joins list, menu, picture and recording. GUI thread only."""

from __future__ import annotations

import time
from collections.abc import Callable

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtGui import QCursor
from PyQt5.QtWidgets import QInputDialog, QLineEdit, QWidget

from ferdesk.gui.people_edits import PeopleEdits
from ferdesk.gui.people_menu import PeopleMenu
from ferdesk.gui.people_model import title
from ferdesk.gui.recording_control import RecordingControl
from ferdesk.gui.session import Session
from ferdesk.gui.stage import Stage
from ferdesk.gui.words import tr
from ferdesk.people import People
from ferdesk.person import Person
from ferdesk.types import Result

_EVERY_SECONDS = 0.1
"""The cards follow the results so often and no oftener: nobody reads faster, and the picture needs the time."""


class PeopleControl(QObject):
    """Feeds `people` and knows who is looked at; `edits` changes them; `menu` belongs into the menu bar."""

    selected = pyqtSignal(object)
    """Number of the person who is looked at now; None: nobody."""
    changed = pyqtSignal()
    """Somebody was named, merged, taken apart, pinned or hidden, or everybody was forgotten."""
    told = pyqtSignal(str)
    """A sentence: why something was not done, or what else it did."""

    def __init__(self, stage: Stage, session: Session, recordings: RecordingControl, parent: QWidget) -> None:
        super().__init__(parent)
        self.people = People()
        self.edits = PeopleEdits(self.people, recordings, self)
        self.menu = PeopleMenu(parent)
        self._stage, self._panel = stage, stage.people
        self._selected: int | None = None
        self._away = False  # the selected one left, and the picture is of somebody else
        self._shown_at = 0.0
        self._behind = False
        stage.result_came.connect(self._take)
        stage.selection_changed.connect(self._follow)
        session.opened.connect(self.forget)
        session.status_changed.connect(self._catch_up)
        self.edits.changed.connect(self._tell)
        self.edits.told.connect(self.told)
        self._panel.person_chosen.connect(self.select)
        self._panel.renamed.connect(self.edits.rename)
        self._panel.menu_asked.connect(self.menu.popup)
        self._connect_menu()

    @property
    def person(self) -> Person | None:
        """Who is looked at."""
        number = self._selected
        return None if number is None or number not in self.people else self.people.get(number)

    def forget(self) -> None:
        """Forget everybody."""
        self.people.forget()
        self._forgotten()

    def note(self, number: int, words: str) -> None:
        """A few words for a person's card, as `People.note`; in a pause they are shown too."""
        self._behind = self._behind or self.people.get(number).note != words
        self.people.note(number, words)

    def select(self, number: int) -> None:
        """Look at this person: at their face, or at what was seen last of it if they left."""
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

    def _connect_menu(self) -> None:
        menu, edits = self.menu, self.edits
        menu.rename_asked.connect(self._ask_name)
        menu.partners_asked.connect(self._ask_partner)
        menu.pin_asked.connect(lambda on: self._with_selected(edits.pin, on))
        menu.hide_asked.connect(lambda on: self._with_selected(edits.hide, on))
        menu.merge_asked.connect(lambda other: self._with_selected(edits.merge, other))
        menu.split_asked.connect(lambda: self._with_selected(edits.split))

    def _with_selected(self, edit: Callable[..., None], *more: int) -> None:
        if self._selected is not None:
            edit(self._selected, *more)

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
        self._follow(self._stage.selected(), by_hand=False)
        self._panel.show_people(tuple(self.people))
        self.menu.show_person(self.person, len(self.people) - 1)

    def _follow(self, track: int | None, by_hand: bool) -> None:
        """The stage shows another face."""
        busy = self.menu.isVisible() or self.menu.partners.isVisible()  # the menu stays about whom it was opened for
        if not by_hand and self.person is not None and (self._away or busy):
            return
        self._look_ahead()
        owner = self.people.of(track)
        self._look_at(None if owner is None else owner.number)

    def _look_at(self, number: int | None) -> None:
        news = number != self._selected
        self._selected = number
        self._panel.choose(number)
        if news:
            self.menu.show_person(self.person, len(self.people) - 1)
            self.selected.emit(number)

    def _tell(self) -> None:
        """Names, numbers or signs changed."""
        self._stage.set_people(self.people.signs())
        if self._away and self._selected is not None and self._selected in self.people:
            self.select(self._selected)  # who may have become one with somebody in view
        self._refresh()
        self.changed.emit()

    def _forgotten(self) -> None:
        self._look_ahead()
        self._tell()

    def _look_ahead(self) -> None:
        """Whoever left, and was looked back at, is so no more."""
        if self._away:
            self._away = False
            self._stage.look_back(None)

    def _ask_name(self) -> None:
        person = self.person
        if person is None:
            return
        if self._panel.isVisible():
            self._panel.edit_name(person.number)
            return
        name, given = QInputDialog.getText(
            self._stage.window(),
            tr("Name"),
            tr("Name of {person}:", person=title(person)),
            QLineEdit.EchoMode.Normal,
            person.name,
        )
        if given:
            self.edits.rename(person.number, name)

    def _ask_partner(self) -> None:
        person = self.person
        if person is not None:
            others = (other for other in self.people if other.number != person.number)
            at = self._panel.card_corner(person.number) if self._panel.isVisible() else QCursor.pos()
            self.menu.ask_partner([(other, self.people.can_merge(person.number, other.number)) for other in others], at)
