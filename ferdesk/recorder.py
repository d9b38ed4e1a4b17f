"""Recorder: results in, a folder with tables out, valid at every moment. Nothing is stored before one is made.

A Recorder belongs to the thread that takes the results.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from ferdesk.lines import LineFile
from ferdesk.machine import package_versions
from ferdesk.person import sign_of
from ferdesk.recording_clock import RecordingClock
from ferdesk.recording_columns import (
    EVENT_COLUMNS,
    FACE_COLUMNS,
    FRAME_COLUMNS,
    Event,
    FaceMoment,
    Moment,
    csv_header,
    csv_line,
)
from ferdesk.recording_csv import read_csv
from ferdesk.recording_folder import (
    EVENTS_FILE,
    FACES_FILE,
    FACES_PARQUET,
    FRAMES_FILE,
    META_FILE,
    VIDEO_FILE,
    make_folder,
    take_back,
)
from ferdesk.recording_meta import RecordOptions, new_meta, write_meta
from ferdesk.recording_table import RecordingError, load_pyarrow, write_table
from ferdesk.recording_video import RecordingVideo
from ferdesk.types import Result

_CHECK_SECONDS = 1.0
"""How often the recorder looks whether its folder is still there: an open file can be written to after its deletion."""


class Recorder:
    """Writes one recording into `folder`, which is made, for its owner alone, or must be empty.

    While it runs the tables are csv and every line goes to the operating system at once: a kill costs at most the frame
    that is being written, where Parquet would cost what its index at the end has not told yet. (After a power cut the
    last seconds may be missing, as with any file.) A faces.parquet is made out of faces.csv by `close`.

    A context manager. `add`, `mark`, `unmark`, `rename` and `close` raise RecordingError when the disk is full or the
    folder is gone: once, and from then on they do nothing; what was written stays a valid recording.
    """

    def __init__(self, folder: Path, options: RecordOptions) -> None:
        """Raises RecordingError where there is a recording or anything else already, or nothing can be written."""
        self.folder = folder
        self._options = options
        self._clock = RecordingClock()
        self._frames = 0
        self._picture = ""
        self._failed = self._closed = False
        self._due = 0.0
        if options.parquet:
            load_pyarrow(folder / FACES_PARQUET, "writing")  # not a surprise for the end
        made = make_folder(folder)
        try:
            with contextlib.ExitStack() as undo:
                undo.callback(take_back, folder, made)
                self._begin(folder, undo)
                undo.pop_all()
        except OSError as error:
            raise RecordingError(f"{_refusal(folder, error)}; nothing was recorded") from error

    @property
    def seconds(self) -> float:
        """How much is recorded, from the first frame to the last."""
        return self._clock.seconds

    @property
    def frames(self) -> int:
        """How many frames are recorded."""
        return self._frames

    @property
    def failed(self) -> bool:
        """True after a failure that was raised; nothing more is written then."""
        return self._failed

    def add(self, result: Result) -> None:
        """Write a result. Results come in the order in which they were computed; one of an opening of a source that
        another has followed already is left out."""
        self._guarded(lambda: self._add(result))

    def mark(self, text: str, kind: str = "mark") -> None:
        """Write an event of now: a note of the user's, or, as `source`, what became of the source."""
        self._guarded(lambda: self._event(kind, None, text))

    def unmark(self) -> None:
        """Take the last note back that still stands. Files only grow, so that is an event too; readers know of it."""
        self._guarded(lambda: self._event("unmark", None, ""))

    def rename(self, tracks: Sequence[int], name: str, opening: int = 0) -> None:
        """Give the person whom the results call by these tracks a name; people of one name are one person.

        An empty name takes a track's name back; several tracks then get that of the first, such as "person 2".
        `opening`, as in Frame, says whose tracks they are: where that one is over, nobody is named. 0: the newest's.
        """
        self._guarded(lambda: self._rename(tracks, name, opening))

    def _begin(self, folder: Path, undo: contextlib.ExitStack) -> None:
        """Open the files, for `undo` to close should one of them fail."""
        options = self._options
        self._meta = new_meta(options, _utc(time.time()), package_versions())
        self._faces, self._frames_file, self._events = (
            undo.enter_context(contextlib.closing(LineFile(folder / name)))
            for name in (FACES_FILE, FRAMES_FILE, EVENTS_FILE)
        )
        self._faces.append(csv_header(FACE_COLUMNS))
        self._frames_file.append(csv_header(FRAME_COLUMNS))
        self._events.append(csv_header(EVENT_COLUMNS))
        self._video: RecordingVideo | None = None
        if options.video is not None:
            video = RecordingVideo(folder / VIDEO_FILE, options.video, blur_faces=options.blur_faces)
            self._video = undo.enter_context(contextlib.closing(video))
        write_meta(folder, self._meta)

    def close(self) -> None:
        """Complete the recording. May be called again."""
        if not self._closed:
            self._closed = True
            try:
                self._guarded(self._complete)
            finally:
                self._release()

    def _add(self, result: Result) -> None:
        self._check_folder()
        frame = result.frame
        if not self._clock.turn_to(frame.opening):
            return
        self._clock.advance(frame)
        if frame.name != self._picture:
            self._picture = frame.name
            self._event("picture", None, frame.name)
        age = time.monotonic() - frame.captured if frame.captured > 0.0 else 0.0
        height, width = frame.image.shape[:2]
        moment = Moment(
            self._frames, self._clock.seconds, _utc(time.time() - age), frame.index, frame.seconds,
            len(result.faces), width, height,
        )  # fmt: skip
        recorded = tuple(replace(face, track=self._clock.track(face.track)) for face in result.faces)
        if recorded:
            self._faces.append("".join(csv_line(FACE_COLUMNS, FaceMoment(moment, face)) for face in recorded))
        self._frames_file.append(csv_line(FRAME_COLUMNS, moment))  # last: faces without their frame do not count
        self._frames += 1
        if self._video is not None:
            self._video.add(replace(result, frame=replace(frame, seconds=moment.seconds), faces=recorded))

    def _rename(self, tracks: Sequence[int], name: str, opening: int) -> None:
        if not self._clock.turn_to(opening):
            return
        numbers = [number for track in tracks if (number := self._clock.track(track)) is not None]
        text = name if name or len(numbers) < 2 else f"person {numbers[0]}"
        for number in numbers:
            self._event("name", number, text)
            if self._video is not None:
                self._video.people[number] = sign_of(numbers[0], name)

    def _event(self, kind: str, track: int | None, text: str) -> None:
        event = Event(self._clock.seconds, _utc(time.time()), kind, track, text)
        self._events.append(csv_line(EVENT_COLUMNS, event))

    def _check_folder(self) -> None:
        now = time.monotonic()
        if now >= self._due:
            self._due = now + _CHECK_SECONDS
            if not (self.folder / META_FILE).exists():
                raise FileNotFoundError(0, "it was removed or its disk is gone")

    def _complete(self) -> None:
        self._check_folder()
        if self._video is not None:
            self._video.close()
        if self._options.parquet:
            csv = self.folder / FACES_FILE
            write_table(self.folder / FACES_PARQUET, FACE_COLUMNS, read_csv(csv, FACE_COLUMNS))
            csv.unlink()
        write_meta(self.folder, replace(self._meta, ended=_utc(time.time())))

    def _guarded(self, work: Callable[[], None]) -> None:
        if self._failed:
            return
        try:
            work()
        except OSError as error:
            self._failed = True
            raise _trouble(self.folder, error) from error

    def _release(self) -> None:
        if self._video is not None:
            with contextlib.suppress(OSError):  # told already
                self._video.close()
        for file in (self._faces, self._frames_file, self._events):
            file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _trouble(folder: Path, error: OSError) -> RecordingError:
    kept = "" if isinstance(error, FileNotFoundError) else "; what was recorded is kept"  # else nobody knows
    return RecordingError(f"{_refusal(folder, error)}{kept}")


def _refusal(folder: Path, error: OSError) -> str:
    return f"{folder}: cannot be recorded to ({error.strerror or error})"


def _utc(seconds: float) -> str:
    """ISO 8601 with milliseconds, of seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
