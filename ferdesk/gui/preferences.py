"""The settings while the app runs: changed one by one, saved soon after, told when they could not be.

GUI thread only.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from PyQt5.QtCore import QByteArray, QObject, QTimer, pyqtSignal

from ferdesk.setting import SettingsError
from ferdesk.settings import AppSettings, load_settings, save_settings

_SAVE_AFTER_MS = 1000


class Preferences(QObject):
    """`now` is the present value; `change` replaces fields of it."""

    changed = pyqtSignal(str)
    """Name of the field that changed."""
    problem = pyqtSignal(str)
    """A sentence: the settings could not be saved."""

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        loaded = load_settings(path)
        self.now: AppSettings = loaded.settings
        self.problems_at_start: tuple[str, ...] = loaded.problems
        self._before: dict[str, Any] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)

    def change(self, name: str, value: Any) -> None:
        """Set the field `name`, tell it, and save before long."""
        if getattr(self.now, name) == value:
            return
        self.now = dataclasses.replace(self.now, **{name: value})
        self._timer.start()
        self.changed.emit(name)

    def keep_state(self, name: str, state: QByteArray) -> None:
        """Set the field `name` to what Qt wrote of a window or a splitter."""
        self.change(name, bytes(state.toBase64()).decode())

    def state(self, name: str) -> QByteArray:
        """What `keep_state` kept. Qt takes no notice of what it has not written itself."""
        return QByteArray.fromBase64(getattr(self.now, name).encode("ascii", "replace"))

    def reset_tuning(self) -> None:
        """Set the sliders of the panel to their defaults. What `take_back` would undo stays as it is."""
        self._to_defaults(("smoothing_seconds", "unsure_threshold"))

    def reset(self, names: tuple[str, ...]) -> None:
        """Set these fields to their defaults; `take_back` undoes it."""
        self._before = {name: getattr(self.now, name) for name in names}
        self._to_defaults(names)

    def take_back(self) -> None:
        """Undo the last `reset`."""
        for name, value in self._before.items():
            self.change(name, value)

    def save(self) -> None:
        """Write them now."""
        self._timer.stop()
        try:
            save_settings(self.now, self._path)
        except SettingsError as error:
            self.problem.emit(str(error))

    def _to_defaults(self, names: tuple[str, ...]) -> None:
        fresh = AppSettings()
        for name in names:
            self.change(name, getattr(fresh, name))
