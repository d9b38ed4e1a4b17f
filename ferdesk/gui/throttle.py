"""Throttle: work that is asked for often and done at once, then once an interval at most, the last asking included.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import QObject, QTimer


class Throttle(QObject):
    """`ask` as often as you like; `work` is done once an interval at most, and once more after the last asking."""

    def __init__(self, interval_ms: int, work: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._asked = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self._timed_out)

    def ask(self) -> None:
        """Have it done: now, if the last time is long enough ago."""
        self._asked = True
        if not self._timer.isActive():
            self.now()

    def now(self) -> None:
        """Do it now in any case."""
        self._asked = False
        self._timer.start()
        self._work()

    def stop(self) -> None:
        """Do nothing more until asked again."""
        self._asked = False
        self._timer.stop()

    @property
    def resting(self) -> bool:
        """True once the interval is over and nothing is left to do."""
        return not self._timer.isActive()

    def _timed_out(self) -> None:
        if self._asked:
            self.now()
