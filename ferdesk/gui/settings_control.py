"""The settings at work in the window: the dialog, and who is told when one of them changes. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import QObject, QTimer, pyqtSignal
from PyQt5.QtWidgets import QAction, QWidget

from ferdesk.gui.actions import Actions
from ferdesk.gui.preferences import Preferences
from ferdesk.gui.session import Session
from ferdesk.gui.settings_dialog import SettingsDialog
from ferdesk.gui.stage import Stage
from ferdesk.gui.words import tr
from ferdesk.settings import PIPELINE

_REOPEN_MS = 600
"""So long a change that opens the source anew waits for the next one, as of somebody who steps through numbers."""


class SettingsControl(QObject):
    """Passes each change on to whom it concerns, whoever made it."""

    theme_changed = pyqtSignal()
    bundle_changed = pyqtSignal(str)
    to_reopen = pyqtSignal()
    """A change needs the source to be opened anew."""

    def __init__(
        self, preferences: Preferences, stage: Stage, session: Session, actions: Actions, window: QWidget
    ) -> None:
        super().__init__(window)
        self._preferences, self._stage, self._session, self._actions = preferences, stage, session, actions
        self._window = window
        self._dialog: SettingsDialog | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REOPEN_MS)
        self._timer.timeout.connect(self.to_reopen)
        self._making = QTimer(self)
        self._making.timeout.connect(self._make_dialog)
        self.action = QAction(tr("S&ettings…"), window)
        self.action.setShortcut("Ctrl+,")
        self.action.triggered.connect(self.show_dialog)
        window.addAction(self.action)
        preferences.changed.connect(self._apply)
        session.model_changed.connect(self.show_values)
        session.opened.connect(self._mirror)

    def restore(self) -> None:
        """Bring the whole window to what the settings say."""
        self._actions.show_settings(self._preferences.now)
        self._stage.set_panel_visible(self._preferences.now.show_panel)
        self._stage.view.set_overlay(self._preferences.now.overlay())
        self.show_values()

    def show_dialog(self) -> None:
        """Open the dialog, or bring it to the front; the first time piece by piece, between the window's events."""
        if self._dialog is None:
            self._dialog = SettingsDialog(self._window)
            self._dialog.changed.connect(self._preferences.change)
            self._dialog.reset_all.connect(lambda: self._preferences.reset(tuple(self.dialog.rows)))
            self._dialog.taken_back.connect(self._preferences.take_back)
        self._making.start(0)

    @property
    def dialog(self) -> SettingsDialog:
        """The dialog; there is none before it was shown."""
        assert self._dialog is not None
        return self._dialog

    def show_values(self) -> None:
        """Show the values that hold now, in the panel's sliders and in the dialog."""
        now, own = self._preferences.now, self._session.bundle_threshold
        self._stage.panel.tuning.show_settings(now, own)
        if self._dialog is not None and self._dialog.complete:
            self._dialog.show_settings(now, own)

    def close(self) -> None:
        """Leave no timer."""
        self._timer.stop()
        self._making.stop()

    def _make_dialog(self) -> None:
        if self.dialog.make_next():
            return
        self._making.stop()
        self.show_values()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _apply(self, name: str) -> None:
        now = self._preferences.now
        self._actions.show_settings(now)
        work: dict[str, Callable[[], object]] = {
            "theme": self.theme_changed.emit,
            "bundle": lambda: self.bundle_changed.emit(now.bundle),
            "threads": self._timer.start,
            "mirror_camera": self._mirror,
            "show_panel": lambda: self._stage.set_panel_visible(now.show_panel),
        }
        if name in work:
            work[name]()
        elif name.startswith(("show_", "overlay_")):
            self._stage.view.set_overlay(now.overlay())
        elif name in PIPELINE:
            self._session.set_settings(now.pipeline())
        self.show_values()

    def _mirror(self) -> None:
        from ferdesk.camera_spec import is_camera

        self._stage.view.set_mirrored(self._preferences.now.mirror_camera and is_camera(self._session.spec))
