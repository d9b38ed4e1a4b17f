"""Which one of several sentences the status line shows: the most urgent of those that still hold.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from PyQt5.QtCore import QObject, QTimer

from ferdesk.gui.hint_label import Tone

_NEWS_MS = 8000


class Origin(IntEnum):
    """Where a sentence comes from; the lowest number is shown."""

    CRASH = 0
    NEWS = 1
    """Something just done, such as a saved snapshot; gone after a few seconds."""
    OFFER = 2
    """Something that may be done about the source now."""
    SOURCE = 3
    SETTINGS = 4


_TONES: dict[Origin, Tone] = {Origin.CRASH: "bad", Origin.NEWS: "news", Origin.OFFER: "news"}


class Hints(QObject):
    """Keeps a sentence for each origin and pushes the most urgent one to `show(text, tone)`."""

    def __init__(self, show: Callable[[str, Tone], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._texts: dict[Origin, str] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_NEWS_MS)
        self._timer.timeout.connect(lambda: self.tell(Origin.NEWS, ""))

    def tell(self, origin: Origin, text: str) -> None:
        """`text` now holds for `origin`; empty text takes it back."""
        self._texts[origin] = text
        if origin is Origin.NEWS and text:
            self._timer.start()
        urgent = next((origin for origin in Origin if self._texts.get(origin)), None)
        if urgent is None:
            self._show("", "warning")
        else:
            self._show(self._texts[urgent], _TONES.get(urgent, "warning"))

    def close(self) -> None:
        """Stop the timer."""
        self._timer.stop()
