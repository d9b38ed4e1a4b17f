"""The menu of the chosen person, in the menu bar and at their card: name, pin, hide, merge, split."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import QPoint, pyqtSignal
from PyQt5.QtGui import QColor, QIcon, QPixmap
from PyQt5.QtWidgets import QAction, QMenu, QWidget

from ferdesk.gui.people_model import title
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.person import Person

_HIDE = tr("Nothing is drawn at their face. It is found, listed and recorded all the same.")
_PIN = tr("First in the list, and kept there after they left.")
_MERGE = tr("Somebody left and came back under another number: make both numbers one person.")


class PeopleMenu(QMenu):
    """What it is about is pushed in; what somebody wants comes out."""

    rename_asked = pyqtSignal()
    pin_asked = pyqtSignal(bool)
    hide_asked = pyqtSignal(bool)
    merge_asked = pyqtSignal(int)
    """Number of the other one."""
    split_asked = pyqtSignal()
    partners_asked = pyqtSignal()
    """Somebody wants to choose with whom to merge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("&People"), parent)
        self.setToolTipsVisible(True)
        self.rename = self._action(tr("&Name…"), "F2", tr("A name for as long as this source is open."))
        self.pin = self._action(tr("&Pin"), "Ctrl+P", _PIN, checkable=True)
        self.hide_person = self._action(tr("&Hide in the picture"), "Ctrl+H", _HIDE, checkable=True)
        self.addSeparator()
        self.merge = self._action(tr("&Merge with…"), "Ctrl+M", _MERGE)
        self.split = self._action(
            tr("&Take apart again"), "Ctrl+Shift+M", tr("Make each number a person of its own again.")
        )
        self.partners = QMenu(tr("Merge with"), self)
        self.rename.triggered.connect(self.rename_asked)
        self.pin.triggered.connect(self.pin_asked)
        self.hide_person.triggered.connect(self.hide_asked)
        self.merge.triggered.connect(self.partners_asked)
        self.split.triggered.connect(self.split_asked)
        self.show_person(None, 0)

    def show_person(self, person: Person | None, others: int) -> None:
        """The menu is about this person, and there are so many others; None: nobody is chosen."""
        for action in (self.rename, self.pin, self.hide_person):
            action.setEnabled(person is not None)
        self.pin.setChecked(person is not None and person.pinned)
        self.hide_person.setChecked(person is not None and person.hidden)
        self.merge.setEnabled(person is not None and others > 0)
        self.split.setEnabled(person is not None and len(person.tracks) > 1)

    def ask_partner(self, others: Sequence[tuple[Person, bool]], at: QPoint) -> None:
        """Let somebody choose one of these people to merge with; those with False are in view at the same time."""
        self.partners.clear()
        for person, possible in others:
            words = title(person).replace("&", "&&")
            entry = sure(
                self.partners.addAction(
                    _swatch(person.color), words if possible else tr("{words} (seen together)", words=words)
                )
            )
            entry.setEnabled(possible)
            entry.triggered.connect(lambda _, number=person.number: self.merge_asked.emit(number))
        self.partners.popup(at)
        possible_ones = [entry for entry in self.partners.actions() if entry.isEnabled()]
        self.partners.setActiveAction(possible_ones[0] if possible_ones else None)

    def _action(self, text: str, shortcut: str, tip: str, *, checkable: bool = False) -> QAction:
        action = sure(self.addAction(text))
        action.setShortcut(shortcut)
        action.setToolTip(tip)
        action.setCheckable(checkable)
        return action


def _swatch(color: str) -> QIcon:
    pixmap = QPixmap(12, 12)
    pixmap.fill(QColor(color))
    return QIcon(pixmap)
