"""A one-slot mailbox between two threads: the newest value wins, what it replaces is counted as dropped.

Any thread may call any method. Nobody waits for a slow reader, so a slow reader sees fewer values, never old ones.
"""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holds at most one value. `None` means "empty", so None itself cannot be sent."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._value: T | None = None
        self._dropped = 0
        self._closed = False

    def put(self, value: T) -> bool:
        """Leave `value`; True if the box went from empty to full, False if it replaced one nobody took.

        True is the moment to signal a reader that does not wait: one signal a reading, however slow the reader is.
        A closed box takes nothing and returns False.
        """
        with self._changed:
            if self._closed:
                return False
            was_empty = self._value is None
            if not was_empty:
                self._dropped += 1
            self._value = value
            self._changed.notify()
            return was_empty

    def take(self) -> T | None:
        """Take the value out, or None at once if there is none."""
        with self._changed:
            return self._take()

    def wait(self, timeout: float | None = None) -> T | None:
        """Take the value out, waiting for one up to `timeout` seconds (None: as long as the box is open).

        None when the time is over, or when the box is closed and empty.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._value is not None, timeout)
            return self._take()

    def close(self) -> None:
        """Take in nothing more and wake all who wait. A value still lying in the box can be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def dropped(self) -> int:
        """How many values were replaced before anybody took them."""
        with self._changed:
            return self._dropped

    @property
    def closed(self) -> bool:
        """True after `close()`."""
        with self._changed:
            return self._closed

    def _take(self) -> T | None:
        value, self._value = self._value, None
        return value
