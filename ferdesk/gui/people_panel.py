"""The list of people: a card each, the chosen one marked, names typed in place. Values in, signals out."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import QModelIndex, QPoint, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QContextMenuEvent, QFontMetricsF, QKeyEvent
from PyQt5.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QListView, QSizePolicy, QWidget

from ferdesk.gui.people_model import PeopleModel
from ferdesk.gui.person_card import PersonCard, card_height
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.person import Person

_FEWEST, _MOST = 2, 4
"""Cards to see at once, by the room there is; the others are scrolled to."""
_MARGIN = 6
_RULE = 1
"""The line below the list."""


class PeoplePanel(QListView):
    """Takes no room while there is nobody."""

    person_chosen = pyqtSignal(int)
    """Number of the person whose card somebody chose."""
    renamed = pyqtSignal(int, str)
    """A person's number, and the name that somebody typed."""
    menu_asked = pyqtSignal(QPoint)
    """Somebody wants the chosen person's menu there, in the screen's coordinates."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = PeopleModel(self)
        self._chosen: int | None = None
        self._most = _MOST
        self._waiting: Sequence[Person] | None = None
        self._pushing = False  # what Qt makes of new rows is no choice of anybody's
        self.setObjectName("people")
        self.setModel(self._model)
        self.setItemDelegate(PersonCard(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(tr("People"))
        self.setAccessibleDescription(tr("Enter types a name; the menu key has everything else"))
        self._model.renamed.connect(self.renamed)
        self.setVisible(False)

    def show_people(self, people: Sequence[Person]) -> None:
        """Show these in this order. While a name is being typed the cards stand still."""
        if self.state() == QAbstractItemView.State.EditingState:
            self._waiting = people
            return
        before = self._model.rowCount()
        self._pushing = True
        self._model.show_people(people)
        self._mark()
        self._pushing = False
        if len(people) != before:
            self.setVisible(bool(people))
            self.updateGeometry()

    def set_room(self, height: int) -> None:
        """Take no more height than this, in Qt's pixels, where two cards fit into it; far below 0 means: one card."""
        card = self._height(1) - self._height(0)
        fewest = _FEWEST if height > -card else 1
        most = min(max((height - self._height(0)) // card, fewest), _MOST)
        if most != self._most:
            self._most = most
            self.updateGeometry()

    def fewest_height(self) -> int:
        """What it takes of the lowest window."""
        return self._height(min(self._model.rowCount(), 1))

    def choose(self, number: int | None) -> None:
        """Mark a person's card."""
        self._chosen = number
        self._pushing = True
        self._mark()
        self._pushing = False

    def edit_name(self, number: int) -> None:
        """Let somebody type the name of this person."""
        index = self._model.row_of(number)
        if index.isValid() and self.state() != QAbstractItemView.State.EditingState:
            self.setFocus()
            self.scrollTo(index)
            self.edit(index)

    def card_corner(self, number: int) -> QPoint:
        """The screen's coordinates of a point on the person's card where a menu may open."""
        rect = self.visualRect(self._model.row_of(number))
        return sure(self.viewport()).mapToGlobal(rect.center())

    def people(self) -> tuple[Person, ...]:
        """Who is shown, in order."""
        persons = (self._model.person(self._model.index(row)) for row in range(self._model.rowCount()))
        return tuple(person for person in persons if person is not None)

    def chosen(self) -> int | None:
        """Number of the person whose card is marked."""
        person = self._model.person(self.currentIndex())
        return None if person is None else person.number

    def sizeHint(self) -> QSize:
        return QSize(320, self._height(min(self._model.rowCount(), self._most)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        person = self._model.person(current)
        if person is not None and not self._pushing:
            self._chosen = person.number
            self.person_chosen.emit(person.number)

    def closeEditor(self, editor: QWidget | None, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.show_people(waiting)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        chosen = self.chosen()
        editing = self.state() == QAbstractItemView.State.EditingState
        if sure(event).key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen is not None and not editing:
            self.edit_name(chosen)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:
        chosen = self.chosen()
        if chosen is not None:
            by_mouse = sure(event).reason() == QContextMenuEvent.Reason.Mouse
            self.menu_asked.emit(sure(event).globalPos() if by_mouse else self.card_corner(chosen))

    def _mark(self) -> None:
        index = self._model.row_of(self._chosen)
        if index != self.currentIndex():
            self.setCurrentIndex(index)
            if not index.isValid():
                self.clearSelection()

    def _height(self, cards: int) -> int:
        return cards * card_height(QFontMetricsF(self.font())) + 2 * _MARGIN + _RULE
