"""The Record button's work: begins a recording of the session, tells how long it is, ends it. GUI thread only."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PyQt5.QtCore import QObject, QTimer, pyqtSignal

from ferdesk.errors import FerdeskError
from ferdesk.free_path import free_path
from ferdesk.gui.late_import import LateImport
from ferdesk.gui.recording_ends import RecordingEnds
from ferdesk.gui.session import Session
from ferdesk.gui.status_line import Status
from ferdesk.gui.words import tr
from ferdesk.settings import AppSettings
from ferdesk.source_story import SourceStory

if TYPE_CHECKING:
    from ferdesk.background_recorder import BackgroundRecorder
    from ferdesk.recording_video import VideoKind

_TELL_MS = 500


class RecordingControl(QObject):
    """`start` and `stop`; nothing of the time before the one and after the other is stored."""

    changed = pyqtSignal(bool, float)
    """Whether something is being recorded, and how many seconds of it there are; twice a second."""
    started = pyqtSignal()
    """A recording begins: what `rename` tells it now holds from its first frame."""
    ended = pyqtSignal(object)
    """The folder of a recording that is complete, or as complete as its disk allowed."""
    told = pyqtSignal(str)
    """A sentence: where the recording is, or why there is none."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._recorder: BackgroundRecorder | None = None
        self.last: Path | None = None
        """The folder of the newest recording of this session that was stopped."""
        self._ends = RecordingEnds(self)
        self._ends.ended.connect(self._end)
        self._story: SourceStory | None = None
        self._source_ended = False
        session.status_changed.connect(self._note)
        self._late = LateImport("ferdesk.background_recorder", self)
        session.model_changed.connect(self._late.start)  # what it needs most is there by then; Record must not wait
        self._timer = QTimer(self)
        self._timer.setInterval(_TELL_MS)
        self._timer.timeout.connect(self._tell)

    @property
    def running(self) -> Path | None:
        """The folder of the running recording; None while none runs."""
        return None if self._recorder is None else self._recorder.folder

    @property
    def unfinished(self) -> tuple[Path, ...]:
        """The folders that are written to: of the running recording, and of those that are being completed."""
        return self._ends.folders if self._recorder is None else (self._recorder.folder, *self._ends.folders)

    @property
    def seconds(self) -> float:
        """How much of the running recording there is; 0.0 while none runs."""
        return 0.0 if self._recorder is None else self._recorder.seconds

    def start(self, settings: AppSettings) -> None:
        """Record from now on, into a new folder among the user's recordings."""
        from ferdesk.background_recorder import BackgroundRecorder  # late, as all that loads OpenCV
        from ferdesk.recording_meta import RecordOptions

        model = self._session.model
        if self._recorder is not None or model is None:
            self._refuse(tr("There is nothing to record yet."))
            return
        kind: VideoKind = "overlay" if settings.record_overlay else "plain"
        video = kind if settings.record_video else None
        options = RecordOptions(
            self._session.name, model.name, model.sha256, settings.pipeline(), model.provider,
            video, blur_faces=settings.record_blur and video is not None,
        )  # fmt: skip
        try:
            self._recorder = BackgroundRecorder(new_folder(recordings_folder(settings), datetime.now()), options)
        except FerdeskError as error:
            self._refuse(str(error))
            return
        self._story = SourceStory()
        self.started.emit()
        self._session.tap(self._recorder.add)
        self._timer.start()
        self._tell()
        if self._source_ended:
            self.told.emit(tr("Recording waits for new pictures: the source has ended. F5 starts it again."))

    def rename(self, tracks: Sequence[int], name: str, opening: int = 0) -> None:
        """Tell the recording, if there is one, what the person of these tracks is called; as `Recorder.rename`."""
        if self._recorder is not None:
            self._recorder.rename(tracks, name, opening)

    def mark(self, text: str) -> bool:
        """Note an event of now, where something is being recorded; whether it is."""
        if self._recorder is not None:
            self._recorder.mark(text)
        return self._recorder is not None

    def unmark(self) -> None:
        """Take the last mark of the running recording back."""
        if self._recorder is not None:
            self._recorder.unmark()

    def stop(self) -> None:
        """End the recording, if there is one. It is completed on another thread; `ended` and where it is follow."""
        if self._recorder is None:
            return
        self._timer.stop()
        self._session.tap(None)
        recorder, self._recorder = self._recorder, None
        self.last = recorder.folder
        self.changed.emit(False, recorder.seconds)
        self.told.emit(tr("Completing the recording in {folder} …", folder=recorder.folder))
        self._ends.complete(recorder)

    def close(self) -> None:
        """End the recording, wait until it is complete, and leave no thread. May be called again."""
        self.stop()
        self._ends.close()
        self._late.close()

    def _end(self, recorder: BackgroundRecorder) -> None:
        left_out = (
            tr(" {dropped} frames were left out; the disk was too slow.", dropped=recorder.dropped)
            if recorder.dropped
            else ""
        )
        words = tr(
            "Recorded {seconds:.0f} seconds in {folder}.{left_out}",
            seconds=recorder.seconds,
            folder=recorder.folder,
            left_out=left_out,
        )
        if not (recorder.frames or recorder.failure):
            words = tr("No picture came, so there is no recording.")
            self._discard(recorder.folder)
        self.told.emit(recorder.failure or words)
        self.ended.emit(recorder.folder)

    def _discard(self, folder: Path) -> None:
        """Take away a recording without a frame, which nobody could look at."""
        from ferdesk.recording_folder import delete_recording

        with contextlib.suppress(FerdeskError):  # then it is listed, as empty as it is
            delete_recording(folder)
        if self.last == folder:
            self.last = None

    def _note(self, status: Status) -> None:
        """What becomes of the source is an event."""
        self._source_ended = status.state == "ended"
        if self._recorder is not None and self._story is not None:
            news = self._story.next(status.source, status.state, status.message)
            if news:
                self._recorder.mark(news, kind="source")

    def _tell(self) -> None:
        assert self._recorder is not None  # the timer runs while there is one
        if self._recorder.failure:
            self.stop()
            return
        self.changed.emit(True, self._recorder.seconds)

    def _refuse(self, why: str) -> None:
        self.changed.emit(self._recorder is not None, 0.0)
        self.told.emit(why)


def recordings_folder(settings: AppSettings) -> Path:
    """Where recordings go: as the settings say, else `ferdesk` among the user's documents."""
    return Path(settings.recordings) if settings.recordings else platformdirs.user_documents_path() / "ferdesk"


def new_folder(recordings: Path, now: datetime) -> Path:
    """`2026-01-31 14.05.09`, with `-2` and so on behind it for others of that second: sorts by time, and every file
    system takes it.
    """
    return free_path(recordings / f"{now:%Y-%m-%d %H.%M.%S}", "-")
