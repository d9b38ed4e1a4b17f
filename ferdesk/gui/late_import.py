"""A module that takes long to load, loaded beside the window instead of before it.

GUI thread only; the loading has a thread of its own.
"""

from __future__ import annotations

import importlib
import threading
from types import ModuleType

from PyQt5.QtCore import QObject, Qt, pyqtSignal


class LateImport(QObject):
    """`start` loads the module named; `loaded` tells when it is there. `close` leaves no thread."""

    loaded = pyqtSignal()
    _done = pyqtSignal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._thread: threading.Thread | None = None
        self._closed = False
        self._done.connect(self._tell, type=Qt.ConnectionType.QueuedConnection)  # type: ignore[call-arg]

    def start(self) -> None:
        """Load it, once."""
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._load, name="ferdesk-late-import", daemon=True)
            self._thread.start()

    def module(self) -> ModuleType:
        """The module; loaded here and now if it is not yet there."""
        return importlib.import_module(self._name)

    def close(self) -> None:
        """Wait for the thread, if there is one, and tell nothing any more. May be called again."""
        self._closed = True
        if self._thread is not None:
            self._thread.join()

    def _load(self) -> None:
        importlib.import_module(self._name)
        self._done.emit()

    def _tell(self) -> None:
        if not self._closed:
            self.loaded.emit()
