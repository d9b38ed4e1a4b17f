"""Looks out for cameras that are plugged in, on a thread of its own: some systems take their time to list them."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ferdesk import sources
from ferdesk.sources import CameraInfo
from ferdesk.switch import Switch

PERIOD = 2.0
"""Seconds between two looks."""


class CameraWatch:
    """Calls `on_new(camera)`, on its own thread, for each camera that was not there at the first look.

    A camera is told at the second look that finds it: right after the plug goes in the system is not done with it.
    """

    def __init__(self, on_new: Callable[[CameraInfo], object], period: float | None = None) -> None:
        self._on_new = on_new
        self._period = PERIOD if period is None else period
        self._switch = Switch()
        self._thread = threading.Thread(target=self._run, name="ferdesk-cameras", daemon=True)

    def start(self) -> None:
        """Begin; once only."""
        self._thread.start()

    def stop(self, timeout: float = 1.0) -> None:
        """End, waiting for `timeout` seconds at most; may be called again, and from within `on_new`."""
        self._switch.stop()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def _run(self) -> None:
        known = set(sources.cameras())
        fresh: set[CameraInfo] = set()
        while True:
            self._switch.sleep(self._period)
            if self._switch.stopped:
                return
            now = set(sources.cameras())
            for camera in sorted(now & fresh, key=lambda camera: camera.index):
                self._on_new(camera)
            known = (known & now) | (now & fresh)  # one that went and comes again is new again
            fresh = now - known
