"""Moving in a film that is played: joins the bar under the picture, two keys and the session. GUI thread only."""

from __future__ import annotations

from PyQt5.QtCore import QObject

from ferdesk.gui.actions import Actions
from ferdesk.gui.film_bar import STEP, FilmBar
from ferdesk.gui.session import Session
from ferdesk.gui.stage import Stage
from ferdesk.gui.status_line import Status
from ferdesk.types import Result


class FilmControl(QObject):
    """`bar` is to be seen while the source is a film of a known length."""

    def __init__(self, stage: Stage, session: Session, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bar, self._session, self._actions = FilmBar(), session, actions
        self._seconds = 0.0
        stage.put_under_picture(self.bar)
        self._show_length(0.0)
        stage.result_came.connect(self._take)
        session.status_changed.connect(self._follow)
        session.opened.connect(lambda: self._show_length(0.0))
        self.bar.sought.connect(self._go_to)
        actions.film_back.triggered.connect(lambda: self._go_to(self._seconds - STEP))
        actions.film_on.triggered.connect(lambda: self._go_to(self._seconds + STEP))

    def _take(self, result: Result) -> None:
        self._seconds = result.frame.seconds
        if not self.bar.isHidden():
            self.bar.show_moment(self._seconds)

    def _follow(self, status: Status) -> None:
        if status.state in ("running", "paused", "ended") and status.length != self._length:
            self._show_length(status.length)

    def _show_length(self, length: float) -> None:
        self._length = length
        self.bar.set_length(length)
        self.bar.show_moment(self._seconds if length else 0.0)
        self.bar.setVisible(length > 0.0)
        for action in (self._actions.film_back, self._actions.film_on):
            action.setEnabled(length > 0.0)

    def _go_to(self, seconds: float) -> None:
        self._seconds = min(max(seconds, 0.0), self._length)  # for the next press of a key, before a frame has come
        self.bar.show_moment(self._seconds)
        self._session.go_to(self._seconds)
