"""A recorder on a thread of its own: whoever has results hands them over and never waits for the disk.

Any thread may call any method; the recorder itself is touched by the writing thread alone.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ferdesk.errors import FerdeskError
from ferdesk.recorder import Recorder
from ferdesk.recording_meta import RecordOptions
from ferdesk.types import Result


@dataclass(frozen=True, slots=True)
class _Naming:
    """A person of these tracks got a name."""

    tracks: tuple[int, ...]
    name: str
    opening: int


@dataclass(frozen=True, slots=True)
class _Mark:
    """An event of now."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Unmarking:
    """The last mark is taken back."""


_Work = Result | _Mark | _Naming | _Unmarking | None

MOST = 60
"""Results that may wait for a slow disk, two seconds of a camera's; what comes on top is left out and counted."""


class BackgroundRecorder:
    """Records from the moment it is made until `stop`. Never raises after that: see `failure`.

    After a failure nothing more is written; what was is kept.
    """

    def __init__(self, folder: Path, options: RecordOptions) -> None:
        """Raises RecordingError where the folder cannot be used."""
        self.folder = folder
        self._recorder = Recorder(folder, options)
        self._waiting: queue.Queue[_Work] = queue.Queue()
        self._dropped = 0
        self._failure = ""
        self._thread = threading.Thread(target=self._write, name="ferdesk-recorder", daemon=True)
        self._thread.start()

    def add(self, result: Result) -> None:
        """Hand a result over."""
        if self._waiting.qsize() < MOST:
            self._waiting.put(result)
        else:
            self._dropped += 1

    def mark(self, text: str, kind: str = "mark") -> None:
        """As `Recorder.mark`."""
        self._waiting.put(_Mark(text, kind))

    def unmark(self) -> None:
        """As `Recorder.unmark`."""
        self._waiting.put(_Unmarking())

    def rename(self, tracks: Sequence[int], name: str, opening: int = 0) -> None:
        """As `Recorder.rename`."""
        self._waiting.put(_Naming(tuple(tracks), name, opening))

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
    def frames(self) -> int:
        """How many frames are recorded."""
        return self._recorder.frames

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
            if not self._failure:
                self._try(work)
        self._try(None)

    def _try(self, work: _Work) -> None:
        try:
            self._do(work)
        except FerdeskError as error:
            self._failure = self._failure or str(error)
        except Exception as error:  # noqa: BLE001 - a thread that ended in silence would look as if it recorded
            told = f"{self.folder}: cannot be recorded to ({type(error).__name__}: {error}); what was recorded is kept"
            self._failure = self._failure or told

    def _do(self, work: _Work) -> None:
        if isinstance(work, Result):
            self._recorder.add(work)
        elif isinstance(work, _Naming):
            self._recorder.rename(work.tracks, work.name, work.opening)
        elif isinstance(work, _Unmarking):
            self._recorder.unmark()
        elif work is not None:
            self._recorder.mark(work.text, work.kind)
        else:
            self._recorder.close()
