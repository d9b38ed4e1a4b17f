"""Stop and pause, as one thread turns them and others see and wait for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


def _never() -> bool:
    return False


class Switch:
    """Running, paused or stopped; any thread may call any method. Stopped is for ever, and waiting costs no CPU."""

    def __init__(self) -> None:
        self._turned = threading.Condition()
        self._stopped = False
        self._paused = False
        self._resumed_at = 0.0

    def stop(self) -> None:
        """Wake all who wait here; they see `stopped`."""
        with self._turned:
            self._stopped = True
            self._turned.notify_all()

    def pause(self, paused: bool) -> None:
        """Pause, or go on."""
        with self._turned:
            if self._paused and not paused:
                self._resumed_at = time.monotonic()
            self._paused = paused
            self._turned.notify_all()

    @property
    def stopped(self) -> bool:
        """True after `stop()`."""
        return self._stopped

    @property
    def paused(self) -> bool:
        """True while paused."""
        return self._paused

    @property
    def resumed_at(self) -> float:
        """`time.monotonic()` of the last end of a pause; 0.0 before the first."""
        return self._resumed_at

    def nudge(self) -> None:
        """Let those who wait here look whether they still want to."""
        with self._turned:
            self._turned.notify_all()

    def sleep(self, seconds: float, until: Callable[[], object] = _never) -> None:
        """Wait for `seconds`, or until stopped, or until a nudge finds `until` true."""
        if seconds > 0.0:
            with self._turned:
                self._turned.wait_for(lambda: self._stopped or until(), min(seconds, threading.TIMEOUT_MAX))

    def wait_while_paused(self, until: Callable[[], object] = _never) -> bool:
        """Wait until there is no pause, or as `sleep` does. True if there was one to wait for."""
        with self._turned:
            if not self._paused:
                return False
            self._turned.wait_for(lambda: self._stopped or not self._paused or until())
            return True
