"""Watches for moments in which the GUI thread does not come to its events."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PyQt5.QtCore import QObject, Qt, QTimer

INTERVAL_MS = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """One coming of the timer."""

    late_ms: float
    """How late it came."""
    work_ms: float
    """What the GUI thread itself computed since the tick before: no waiting for a processor or for other threads."""


class Watchdog(QObject):
    """A timer that is due every 5 ms; how late it comes is how long the event loop was held up. GUI thread only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticks: list[Tick] = []
        self._last, self._worked = 0.0, 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Watch from now on; what was seen before is forgotten."""
        self._ticks = []
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """What was seen so far, in its order."""
        return tuple(self._ticks)

    def stop(self) -> tuple[Tick, ...]:
        """All that was seen, in its order."""
        self._timer.stop()
        return tuple(self._ticks)

    def _look(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        late = max(0.0, 1000.0 * (now - self._last) - INTERVAL_MS)
        self._ticks.append(Tick(late, 1000.0 * (worked - self._worked)))
        self._last, self._worked = now, worked
