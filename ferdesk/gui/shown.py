"""Notes which results reach the screen, and how old they are then."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PyQt5.QtCore import QEvent, QObject, QTimer

from ferdesk.gui.video_view import VideoView
from ferdesk.types import Result


@dataclass(frozen=True, slots=True)
class Showing:
    """A result that was shown for the first time."""

    moment: float
    """`time.monotonic()`."""
    age_ms: float
    """Since its frame was captured."""
    faces: int


class ShownResults(QObject):
    """Looks at a view's paint events. A result counts as shown when the event loop goes on after its painting.

    By then Qt has painted all widgets that were due and has handed the picture to the window system.
    """

    def __init__(self, view: VideoView) -> None:
        super().__init__(view)
        self._view = view
        self._last: Result | None = None
        self._showings: list[Showing] = []
        view.installEventFilter(self)

    def stop(self) -> tuple[Showing, ...]:
        """Look no more; what was shown, in its order."""
        self._view.removeEventFilter(self)
        self._last = None
        return tuple(self._showings)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Paint:
            result = self._view.result()
            if result is not None and result is not self._last:
                self._last = result
                QTimer.singleShot(0, lambda: self._note(result))
        return False

    def _note(self, result: Result) -> None:
        now = time.monotonic()
        self._showings.append(Showing(now, 1000.0 * (now - result.frame.captured), len(result.faces)))
