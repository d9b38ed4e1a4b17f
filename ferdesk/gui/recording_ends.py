"""Recordings that are being completed: what waits is written and the film closed, while the window goes on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PyQt5.QtCore import QObject, pyqtSignal

from ferdesk.gui.background import Background

if TYPE_CHECKING:
    from ferdesk.background_recorder import BackgroundRecorder


class RecordingEnds(QObject):
    """`complete` returns at once and `ended` follows, of each recorder in its own time. GUI thread only."""

    ended = pyqtSignal(object)
    """A BackgroundRecorder whose recording is complete, or has failed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._works: dict[Path, Background] = {}

    @property
    def folders(self) -> tuple[Path, ...]:
        """Of the recordings that are being completed."""
        return tuple(self._works)

    def complete(self, recorder: BackgroundRecorder) -> None:
        """Stop it, however long its disk and the blurring of the last faces take."""
        work = self._works[recorder.folder] = Background("recording-end", self)
        for over in (work.done, work.failed):
            over.connect(lambda: self._end(recorder))
        work.start(recorder.stop)

    def close(self) -> None:
        """Wait until all are complete. May be called again."""
        for work in self._works.values():
            work.stop()
        self._works.clear()

    def _end(self, recorder: BackgroundRecorder) -> None:
        self._works.pop(recorder.folder).deleteLater()
        self.ended.emit(recorder)
