"""One piece of slow work on a thread of its own, its result brought back into the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PyQt5.QtCore import QObject, Qt, pyqtSignal

from ferdesk.errors import FerdeskError
from ferdesk.gui.words import tr
from ferdesk.mailbox import Mailbox


class Background(QObject):
    """`start` some work; `done` or `failed` follows. A second start while one is at work is refused."""

    done = pyqtSignal(object)
    failed = pyqtSignal(str)
    """A sentence for people."""
    _ready = pyqtSignal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._box: Mailbox[tuple[Any, str]] = Mailbox()
        self._thread: threading.Thread | None = None
        self._ready.connect(self._deliver, type=Qt.ConnectionType.QueuedConnection)  # type: ignore[call-arg]

    @property
    def busy(self) -> bool:
        """True from `start` until `done` or `failed`."""
        return self._thread is not None

    def start(self, work: Callable[[], Any]) -> bool:
        """Begin; False while other work is not done. The work touches no widget; it may raise FerdeskError."""
        if self._thread is not None:
            return False
        self._thread = threading.Thread(target=self._run, args=(work,), name=f"ferdesk-{self._name}", daemon=True)
        self._thread.start()
        return True

    def stop(self) -> None:
        """Wait until the work is done and forget its result. May be called again."""
        self._box.close()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def forget(self) -> None:
        """Let the work end by itself, unheard; for work that writes nothing."""
        self._box.close()
        self._thread = None

    def _run(self, work: Callable[[], Any]) -> None:
        outcome: tuple[Any, str] = (None, tr("Something went wrong; details are in the terminal."))
        try:
            outcome = (work(), "")
        except FerdeskError as error:
            outcome = (None, str(error))
        finally:  # what nobody foresaw is reported by threading.excepthook, and must not leave this busy for ever
            if self._box.put(outcome):
                self._ready.emit()

    def _deliver(self) -> None:
        outcome = self._box.take()
        if outcome is None or self._thread is None:
            return
        self._thread.join()
        self._thread = None
        result, words = outcome
        if words:
            self.failed.emit(words)
        else:
            self.done.emit(result)
