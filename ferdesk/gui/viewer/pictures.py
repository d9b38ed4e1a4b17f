"""Frames of a recording read on a thread of its own: however fast somebody scrubs, the newest wish is read next."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PyQt5.QtCore import QObject, Qt, pyqtSignal

from ferdesk.mailbox import Mailbox
from ferdesk.playback import Playback, Shown

Wish = tuple[int, frozenset[int] | None]
"""A frame, and the tracks whose faces are wanted (None: all)."""


class Pictures(QObject):
    """`ask` for a frame; `on_shown` gets it, or a later one, in the GUI thread. `close` leaves no thread."""

    _ready = pyqtSignal()  # fires only when the mailbox goes from empty to full, and carries no frame

    def __init__(self, playback: Playback, on_shown: Callable[[Shown], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        self._on_shown = on_shown
        self._wishes: Mailbox[Wish] = Mailbox()
        self._read: Mailbox[Shown] = Mailbox()
        self._ready.connect(self._take, type=Qt.ConnectionType.QueuedConnection)  # type: ignore[call-arg]
        self._thread = threading.Thread(target=self._work, name="ferdesk-pictures", daemon=True)
        self._thread.start()

    def ask(self, wish: Wish) -> None:
        """Read this frame next, in place of what was asked for and not begun."""
        self._wishes.put(wish)

    def close(self) -> None:
        """End the thread and close the film. May be called again."""
        self._wishes.close()
        self._read.close()
        self._thread.join()

    def _work(self) -> None:
        while (wish := self._wishes.wait()) is not None and not self._wishes.closed:
            if self._read.put(self._playback.shown(*wish)):
                self._ready.emit()
        self._playback.close()

    def _take(self) -> None:
        shown = self._read.take()
        if shown is not None and not self._read.closed:
            self._on_shown(shown)
