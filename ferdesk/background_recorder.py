"""A recorder on a thread of its own: whoever has results hands them over and never waits for the disk.

Any thread may call any method; the recorder itself is touched by the writing thread alone.
"""

from __future__ import annotations

import queue
import threading
from pathlib import Path

from ferdesk.errors import FerdeskError
from ferdesk.recorder import Recorder
from ferdesk.recording_meta import RecordOptions
from ferdesk.types import Result

MOST = 60
"""Results that may wait for a slow disk, two seconds of a camera's; what comes on top is left out and counted."""


class BackgroundRecorder:
    """Records from the moment it is made until `stop`. Never raises after that: see `failure`."""

    def __init__(self, folder: Path, options: RecordOptions) -> None:
        """Raises RecordingError where the folder cannot be used."""
        self.folder = folder
        self._recorder = Recorder(folder, options)
        self._waiting: queue.Queue[Result | str | None] = queue.Queue(MOST)
        self._dropped = 0
        self._failure = ""
        self._thread = threading.Thread(target=self._write, name="ferdesk-recorder", daemon=True)
        self._thread.start()

    def add(self, result: Result) -> None:
        """Hand a result over."""
        try:
            self._waiting.put_nowait(result)
        except queue.Full:
            self._dropped += 1

    def mark(self, text: str) -> None:
        """Note an event of now."""
        self._waiting.put(text)

    def stop(self) -> None:
        """Write what waits, complete the recording, end the thread. May be called again."""
        if self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join()

    @property
    def seconds(self) -> float:
        """How much is recorded."""
        return self._recorder.seconds

    @property
    def dropped(self) -> int:
        """Results left out because the disk was too slow."""
        return self._dropped

    @property
    def failure(self) -> str:
        """A sentence for people where the disk took no more; "" while all is well."""
        return self._failure

    def _write(self) -> None:
        while (work := self._waiting.get()) is not None:
            self._try(work)
        self._try(None)

    def _try(self, work: Result | str | None) -> None:
        try:
            if isinstance(work, Result):
                self._recorder.add(work)
            elif work is not None:
                self._recorder.mark(work)
            else:
                self._recorder.close()
        except FerdeskError as error:  # told once; the recorder does nothing from here on
            self._failure = str(error)
