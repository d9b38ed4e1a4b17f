"""Holds the picture: while somebody paused it, and while the window is minimised and nothing is recorded.

At the end of a source the same key plays it again.
"""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QObject
from PyQt5.QtWidgets import QWidget

from ferdesk.gui.actions import Actions
from ferdesk.gui.preferences import Preferences
from ferdesk.gui.recording_control import RecordingControl
from ferdesk.gui.session import Session
from ferdesk.gui.status_line import Status


class PauseControl(QObject):
    """Joins the pause action, the window's state and the session. GUI thread only.

    A minimised window rests as in a pause, which nobody has to end: it goes on by itself when it is seen again.
    """

    def __init__(
        self, window: QWidget, actions: Actions, session: Session, recordings: RecordingControl,
        preferences: Preferences,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._actions, self._session = window, actions, session
        self._recordings, self._preferences = recordings, preferences
        self._held = self._ended = False
        window.installEventFilter(self)
        actions.pause.triggered.connect(self._pause)
        session.opened.connect(self._begin_anew)
        session.status_changed.connect(self._follow)
        recordings.changed.connect(self._hold)
        preferences.changed.connect(self._hold)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.WindowStateChange:
            self._hold()
        return False

    def _follow(self, status: Status) -> None:
        if (status.state == "ended") != self._ended:
            self._ended = not self._ended
            self._actions.show_paused(self._actions.pause.isChecked() and not self._ended, ended=self._ended)
        self._hold()  # another source may have been opened meanwhile

    def _pause(self, paused: bool) -> None:
        if self._ended:
            self._actions.again.trigger()
            return
        self._actions.show_paused(paused)
        self._hold()

    def _begin_anew(self) -> None:
        """A source that is opened plays, whatever was with the one before."""
        self._held = self._ended = False
        self._actions.show_paused(False)

    def _hold(self) -> None:
        wanted = self._actions.pause.isChecked() or self._resting()
        if wanted != self._held:
            self._held = wanted
            self._session.pause(wanted)

    def _resting(self) -> bool:
        watched = not self._window.isMinimized() or self._recordings.running is not None
        return self._preferences.now.rest_minimised and not watched
