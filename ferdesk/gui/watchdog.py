"""Watches for moments in which the GUI thread does not come to its events."""

from __future__ import annotations

import time

from PyQt5.QtCore import QObject, Qt, QTimer

INTERVAL_MS = 5


class Watchdog(QObject):
    """A timer that is due every 5 ms; how late it comes is how long the event loop was held up. GUI thread only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._late_ms: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Watch from now on; what was seen before is forgotten."""
        self._late_ms = []
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> tuple[float, ...]:
        """Milliseconds by which each tick was late, in their order."""
        self._timer.stop()
        return tuple(self._late_ms)

    def _look(self) -> None:
        now = time.perf_counter()
        self._late_ms.append(max(0.0, 1000.0 * (now - self._last) - INTERVAL_MS))
        self._last = now
