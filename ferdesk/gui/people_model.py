"""The people as rows of a Qt model, kept in step with what is pushed in: choice and editor stay with their person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PyQt5.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, pyqtSignal

from ferdesk.emotions import UNSURE
from ferdesk.gui.words import tr
from ferdesk.percent import per_cent
from ferdesk.person import Person

_NOWHERE = QModelIndex()


class PeopleModel(QAbstractListModel):
    """A row a person, in the order given; rows can be edited: their name."""

    renamed = pyqtSignal(int, str)
    """A person's number, and the name that somebody typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people: list[Person] = []

    def show_people(self, people: Sequence[Person]) -> None:
        """Show these; rows of people who were here before are moved, not made anew."""
        wanted = {person.number: person for person in people}
        for row in reversed(range(len(self._people))):
            if self._people[row].number not in wanted:
                self.beginRemoveRows(_NOWHERE, row, row)
                del self._people[row]
                self.endRemoveRows()
        known = {person.number for person in self._people}
        new = [person for person in people if person.number not in known]
        if new:
            self.beginInsertRows(_NOWHERE, len(self._people), len(self._people) + len(new) - 1)
            self._people += new
            self.endInsertRows()
        if [person.number for person in self._people] != list(wanted):
            self._sort(people)
        self._people = list(people)
        if people:
            self.dataChanged.emit(self.index(0), self.index(len(people) - 1))

    def row_of(self, number: int | None) -> QModelIndex:
        """Where the person is; an index that is not valid if they are not here."""
        rows = (row for row, person in enumerate(self._people) if person.number == number)
        return self.index(next(rows, -1))

    def person(self, index: QModelIndex) -> Person | None:
        """Who is shown there."""
        return self._people[index.row()] if index.isValid() else None

    def rowCount(self, parent: QModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._people)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        person = self.person(index)
        if person is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return title(person)
        if role == Qt.ItemDataRole.EditRole:
            return person.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return in_words(person)
        return person if role == Qt.ItemDataRole.UserRole else None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        person = self.person(index)
        if person is None or role != Qt.ItemDataRole.EditRole:
            return False
        self.renamed.emit(person.number, str(value))
        return True

    def flags(self, index: QModelIndex) -> Qt.ItemFlags:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    def _sort(self, people: Sequence[Person]) -> None:
        """Change the order and tell Qt, for whom a row is a place, which place each row moved to."""
        self.layoutAboutToBeChanged.emit()
        places = {person.number: row for row, person in enumerate(people)}
        before = self.persistentIndexList()
        after = [self.index(places[self._people[index.row()].number]) for index in before]
        self._people = list(people)
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def title(person: Person) -> str:
    """The name, or such as "Person 2"."""
    return person.name or tr("Person {sign}", sign=person.number)


def emotion_in_words(person: Person) -> str:
    """Such as "Happy 83 %", "Unsure", or nothing before any scoring."""
    face = person.face
    if face.smoothed is None and face.scores is None:
        return ""
    return (
        tr(UNSURE).capitalize()
        if face.emotion is None
        else f"{tr(face.emotion.label).capitalize()} {per_cent(face.confidence)}"
    )


def time_in_words(seconds: float) -> str:
    """Such as "0:07" or "1:02:03"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def in_words(person: Person) -> str:
    """The whole card, for a tooltip and for those who hear it."""
    parts = [
        title(person) if person.name == "" else tr("{name} (person {number})", name=person.name, number=person.number),
        emotion_in_words(person) if person.here else tr("left; last {emotion}", emotion=emotion_in_words(person)),
        tr("in view for {time}", time=time_in_words(person.seconds)),
        person.note,
        tr("pinned") if person.pinned else "",
        tr("hidden in the picture, recorded all the same") if person.hidden else "",
        tr("merged of the tracks {tracks}", tracks=", ".join(map(str, person.tracks)))
        if len(person.tracks) > 1
        else "",
    ]
    return ", ".join(part for part in parts if part)
