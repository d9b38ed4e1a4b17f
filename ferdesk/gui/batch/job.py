"""A labelling job beside the window: started, watched, stopped and gone on with. GUI thread only.

The job's own thread does no more here than fill `_Watcher`, whose signal fires once for each reading of its mailbox.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt5.QtCore import QObject, Qt, pyqtSignal

from ferdesk.emotions import UNSURE
from ferdesk.gui.background import Background
from ferdesk.mailbox import Mailbox
from ferdesk.types import Image

if TYPE_CHECKING:
    from ferdesk.label import LabelNews, LabelOptions
    from ferdesk.label_summary import Summary

MOST_CROPS = 24
"""So many of the newest faces are kept to be shown, however many there are."""
_TELL_SECONDS = 0.1
_ETA_AFTER = 2.0
"""Seconds before it is guessed how long the rest takes: the first file also loads the network."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A face that was just labelled."""

    number: int
    """Counts from 1 within a job."""
    path: Path
    crop: Image
    """uint8 [48, 48] grey."""
    label: str
    """An emotion or "unsure"."""
    confidence: float
    """0..1."""


@dataclass(frozen=True, slots=True)
class Headway:
    """How far a job is."""

    files: int
    done: float
    """Files that are done, the present one in part."""
    path: Path
    """The file at work."""
    seconds_left: float | None
    """None as long as that cannot be guessed."""
    seen: tuple[Seen, ...]
    """The newest faces, the newest last."""


class BatchJob(QObject):
    """`start` a job; `moved` follows now and then, `done` or `failed` at its end. May be started again after that."""

    moved = pyqtSignal(object)
    """Headway."""
    done = pyqtSignal(object)
    """Summary; its `stopped` tells whether there is more to do."""
    failed = pyqtSignal(str)
    """A sentence: what is to be mended."""
    _ready = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = Background("batch", self)
        self._work.done.connect(self._end)
        self._work.failed.connect(self.failed)
        self._watcher: _Watcher | None = None
        self._ready.connect(self._tell, type=Qt.ConnectionType.QueuedConnection)  # type: ignore[call-arg]

    @property
    def running(self) -> bool:
        """True from `start` until `done` or `failed`."""
        return self._work.busy

    @property
    def stopping(self) -> bool:
        """It was asked to stop, and is still at its last step."""
        return self.running and self._watcher is not None and self._watcher.stopped.is_set()

    def start(self, options: LabelOptions) -> None:
        """Label what `options` name. Refused while a job runs."""
        if self.running:
            return
        self._watcher = watcher = _Watcher(self._ready.emit)

        def work() -> Summary:
            from ferdesk.label import run_label  # late, as all that loads OpenCV

            return run_label(options, watch=watcher)

        self._work.start(work)

    def stop(self) -> None:
        """Let it end after the present step, with a table that can be gone on with."""
        if self._watcher is not None:
            self._watcher.stopped.set()

    def close(self) -> None:
        """Stop and wait for the end: the table is whole then, and no thread is left. For good; may be called again."""
        self.stop()
        self._work.stop()

    def _tell(self) -> None:
        headway = self._watcher.box.take() if self._watcher is not None else None
        if headway is not None:
            self.moved.emit(headway)

    def _end(self, summary: Summary) -> None:
        if self._watcher is not None and self._watcher.last is not None:
            self.moved.emit(self._watcher.last)
        self.done.emit(summary)


class _Watcher:
    """Called by the labelling thread after each step; holds what is to be shown, and nothing of the pictures."""

    def __init__(self, ready: Callable[[], object]) -> None:
        self.stopped = threading.Event()
        self.box: Mailbox[Headway] = Mailbox()
        self.last: Headway | None = None
        """The headway after the last step; read it when the job has ended."""
        self._ready = ready
        self._seen: deque[Seen] = deque(maxlen=MOST_CROPS)
        self._count = 0
        self._told: tuple[Path | None, dict[int, str]] = (None, {})
        self._began = time.monotonic()
        self._due = 0.0

    def __call__(self, news: LabelNews) -> bool:
        self._keep(news)
        now = time.monotonic()
        spent = now - self._began
        left = spent * (news.files - news.done) / news.done if news.done > 0.0 and spent > _ETA_AFTER else None
        self.last = Headway(news.files, news.done, news.item.path, left, tuple(self._seen))
        if now >= self._due:
            self._due = now + _TELL_SECONDS
            if self.box.put(self.last):
                self._ready()
        return self.stopped.is_set()

    def _keep(self, news: LabelNews) -> None:
        """Every face of a picture; of a video, each person when they come and when their label changes."""
        path = news.item.path
        if self._told[0] != path:
            self._told = (path, {})
        for face in news.result.faces if news.result is not None else ():
            label = UNSURE if face.emotion is None else face.emotion.label
            if face.crop is None or (face.track is not None and self._told[1].get(face.track) == label):
                continue
            if face.track is not None:
                self._told[1][face.track] = label
            self._count += 1
            self._seen.append(Seen(self._count, path, face.crop, label, face.confidence))
