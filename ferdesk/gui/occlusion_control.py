"""What the answer hangs on, in the window: a map of the face on show, made on a thread and a session of its own.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PyQt5.QtCore import QObject, pyqtSignal

from ferdesk.gui.background import Background
from ferdesk.gui.engine import Engine
from ferdesk.gui.people_menu import PeopleMenu
from ferdesk.gui.stage import Stage
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.types import Face, Image

if TYPE_CHECKING:
    from ferdesk.occlusion import Occlusion

_SIDE = 360
"""Pixels of the map's picture: enough for the panel's field on a screen of three times the usual resolution."""


@dataclass(frozen=True, slots=True, eq=False)
class _Moment:
    """A face, one of `faces` of the same frame, and what its answer hangs on."""

    face: Face
    faces: Sequence[Face]
    occlusion: Occlusion
    picture: Image
    """uint8 [n, n, 3] BGR."""


class OcclusionControl(QObject):
    """Joins the face's panel, the menu of people and the work; `close` leaves no thread."""

    told = pyqtSignal(str)
    """A sentence: why there is no map."""

    def __init__(self, stage: Stage, menu: PeopleMenu, engine: Callable[[], Engine], parent: QObject) -> None:
        """`engine` gives the one that holds now."""
        super().__init__(parent)
        self._stage, self._panel, self._engine = stage, stage.panel.face, engine
        self._asked: Face | None = None
        self._work = Background("occlusion", self)
        self._work.done.connect(self._show)
        self._work.failed.connect(self._fail)
        menu.addSeparator()
        self.action = sure(menu.addAction(tr("&What the answer hangs on")))
        self.action.setShortcut("H")
        self.action.setToolTip(tr("Which parts of the face, covered, take the score away; again: back to now."))
        self.action.triggered.connect(self.toggle)
        self._panel.hangs_asked.connect(self.toggle)
        stage.selection_changed.connect(self._leave)

    def toggle(self) -> None:
        """Make a map of the face on show; take it away where one is shown."""
        if self._panel.held:
            self._panel.go_on()
        elif not self._work.busy:
            self._start()

    def close(self) -> None:
        """End the work. May be called again."""
        self._work.stop()

    def _start(self) -> None:
        face, faces = self._panel.shown
        if not self._stage.panel.isVisible():
            self.told.emit(tr("What the answer hangs on is shown in the panel; F9 opens that."))
        elif face is None or face.crop is None or face.scores is None:
            self.told.emit(tr("There is no face whose answer could be explained."))
        else:
            self._asked, engine = face, self._engine()
            self._work.start(partial(_moment, engine, face, faces))

    def _leave(self) -> None:
        """Somebody else is looked at, or another source: what is at work comes too late."""
        self._asked = None

    def _show(self, moment: _Moment) -> None:
        if moment.face is self._asked:
            self._panel.hold(moment.face, moment.faces, moment.occlusion, moment.picture)

    def _fail(self, why: str) -> None:
        if self._asked is not None:
            self.told.emit(tr("What the answer hangs on cannot be told: {why}.", why=why))


def _moment(engine: Engine, face: Face, faces: Sequence[Face]) -> _Moment:
    """The work; BundleErrors and ProviderErrors as Classifier raises them."""
    from ferdesk.classify import Classifier
    from ferdesk.occlusion import occlusion_of
    from ferdesk.occlusion_picture import heat_map

    occlusion = occlusion_of(Classifier(engine.bundle, provider=engine.provider), face)
    return _Moment(face, faces, occlusion, heat_map(occlusion, _SIDE))
