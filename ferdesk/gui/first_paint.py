"""Do something once a widget has been painted for the first time: what is slow must not keep the window grey."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import QEvent, QObject, QTimer
from PyQt5.QtWidgets import QWidget


class FirstPaint(QObject):
    """Calls `then` from the event loop, right after the first paint event of `widget`."""

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._then: Callable[[], None] | None = then
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if self._then is not None and event is not None and event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._then)
            self._then = None
        return False
