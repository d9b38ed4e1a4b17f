"""The menu of the timeline: whom and how much of it to show, and the nine markers."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtGui import QKeySequence
from PyQt5.QtWidgets import QAction, QActionGroup, QMenu, QWidget

from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.markers import NUMBERS

WHOM = (("selected", tr("&Selected face")), ("everyone", tr("&Mean of all faces")))
"""The choices of the setting `timeline_of`, and how they read."""


class TimelineMenu(QMenu):
    """What holds is pushed in; what somebody wants comes out."""

    whom_chosen = pyqtSignal(str)
    zoom_asked = pyqtSignal(int)
    """+1: closer, -1: farther."""
    step_asked = pyqtSignal(int)
    """+1: later, -1: earlier."""
    live_asked = pyqtSignal()
    mark_asked = pyqtSignal(int)
    undo_asked = pyqtSignal()
    names_asked = pyqtSignal()

    def __init__(self, show: QAction, parent: QWidget) -> None:
        """`show` shows or hides the timeline."""
        super().__init__(tr("&Timeline"), parent)
        self._window = parent
        self.addAction(show)
        self.addSeparator()
        group = QActionGroup(self)
        self.whom = {name: self._choice(name, text, group) for name, text in WHOM}
        self.addSeparator()
        self._action(tr("&Closer"), "+", "=").triggered.connect(lambda: self.zoom_asked.emit(1))
        self._action(tr("&Farther"), "-").triggered.connect(lambda: self.zoom_asked.emit(-1))
        self._action(tr("&Earlier"), "Shift+Left").triggered.connect(lambda: self.step_asked.emit(-1))
        self._action(tr("&Later"), "Shift+Right").triggered.connect(lambda: self.step_asked.emit(1))
        self.live = self._action(tr("Li&ve"), "End")
        self.live.triggered.connect(self.live_asked)
        self.addSeparator()
        self.marks = sure(self.addMenu(tr("Mar&k")))
        self.mark = [self._mark(number) for number in NUMBERS]
        self.undo = self._action(tr("&Take back the last mark"), "Ctrl+Z")
        self.undo.triggered.connect(self.undo_asked)
        self._action(tr("&Names of the marks…"), "Ctrl+Shift+N").triggered.connect(self.names_asked)

    def show_whom(self, whom: str) -> None:
        """Check this choice."""
        self.whom[whom].setChecked(True)

    def show_live(self, live: bool) -> None:
        """The timeline follows what happens, or somebody looks at the past."""
        self.live.setEnabled(not live)  # so that the key is left to lists while there is nothing to return from

    def show_marks(self, names: Sequence[str], any_set: bool) -> None:
        """What the nine are called, and whether there is one to take back."""
        for action, number, name in zip(self.mark, NUMBERS, names, strict=True):
            action.setText(
                tr("&{number}  {name}", number=number, name=name or "marker").replace("&", "&&").replace("&&", "&", 1)
            )
        self.undo.setEnabled(any_set)

    def _choice(self, name: str, text: str, group: QActionGroup) -> QAction:
        action = self._action(text)
        action.setCheckable(True)
        action.setActionGroup(group)
        action.triggered.connect(lambda: self.whom_chosen.emit(name))
        return action

    def _mark(self, number: int) -> QAction:
        action = QAction(str(number), self)
        action.setShortcut(str(number))
        action.triggered.connect(lambda: self.mark_asked.emit(number))
        self.marks.addAction(action)
        self._window.addAction(action)  # the shortcut works while the menu is shut
        return action

    def _action(self, text: str, *keys: str) -> QAction:
        action = sure(self.addAction(text))
        action.setShortcuts([QKeySequence(key) for key in keys])
        self._window.addAction(action)
        return action
