"""One source at work in the window: owns `Live`, takes its results into the GUI thread, tells its state in words.

GUI thread only; Live's inference thread does no more here than emit `_ready`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PyQt5.QtCore import QObject, Qt, QTimer, pyqtSignal

from ferdesk.errors import FerdeskError
from ferdesk.gui.engine import Engine, Loading, Model
from ferdesk.gui.stand_in import DEMO, StandIn
from ferdesk.gui.status_line import Status
from ferdesk.gui.status_words import sentence, status_of
from ferdesk.neutral import NeutralWishes
from ferdesk.types import Result

if TYPE_CHECKING:
    from ferdesk.live import Live
    from ferdesk.pipeline import PipelineSettings
    from ferdesk.sources import SourceOptions

_POLL_MS = 250


class Session(QObject):
    """`open` a source and get its results through `on_result`; `close` leaves no thread and no timer."""

    opened = pyqtSignal(str)
    """Name of the source that is being opened now; empty if it could not even be tried."""
    status_changed = pyqtSignal(object)
    """Status, a few times a second."""
    model_changed = pyqtSignal()
    """A bundle was loaded."""
    _ready = pyqtSignal()  # fires only when the mailbox goes from empty to full, and carries no frame

    def __init__(self, on_result: Callable[[Result], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_result = on_result
        self._live: Live | None = None
        self._left: Live | None = None  # stopped, perhaps still in its driver, and nobody waits for it yet
        self._engine = Engine()
        self._loading: Loading | None = None
        self._model: Model | None = None
        self._spec, self._name, self._picture = "", "", ""
        self._stand_in = StandIn()
        self._options: SourceOptions | None = None
        self._tapped: Callable[[Result], object] | None = None
        self._ready.connect(self._take, type=Qt.ConnectionType.QueuedConnection)  # type: ignore[call-arg]
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self.poll)

    @property
    def spec(self) -> str:
        """The source at work, as `open_source` takes it."""
        return self._spec

    @property
    def stands_in_for(self) -> str:
        """The source that was to be opened, while the demo plays because it was not there; else empty."""
        return self._stand_in.stands_for

    @property
    def bundle_threshold(self) -> float | None:
        """Below this confidence the loaded bundle itself says "unsure"; None before it is loaded."""
        return None if self._model is None else self._model.unsure_threshold

    def open(
        self, spec: str, engine: Engine, settings: PipelineSettings, *, fall_back: bool = False,
        options: SourceOptions | None = None,
    ) -> None:  # fmt: skip
        """Leave the present source and open `spec`. With `fall_back` the demo takes its place if it shows no picture.

        A stream is waited for all the same. Nothing is raised: what is wrong is told by `status_changed`.
        """
        self._engine, self._settings, self._options = engine, settings, options
        self._stand_in = StandIn(spec, fall_back)
        self._open(spec)

    @property
    def model(self) -> Model | None:
        """What was loaded; None before."""
        return self._model

    @property
    def name(self) -> str:
        """The source's name, for people."""
        return self._name

    def tap(self, take: Callable[[Result], object] | None) -> None:
        """Give every result to `take` as well, on the inference thread; None ends that."""
        self._tapped = take
        if self._live is not None:
            self._live.tap = take

    def pause(self, paused: bool) -> None:
        """Hold the picture, or go on."""
        if self._live is not None:
            self._live.pause(paused)
        self.poll()

    def set_settings(self, settings: PipelineSettings) -> None:
        """Hold from the next frame on."""
        self._settings = settings
        if self._live is not None:
            self._live.set_settings(settings)

    def turn(self, by: int) -> None:
        """Show the next picture of a folder (+1) or the one before (-1)."""
        if self._live is not None:
            self._live.turn(by)

    def go_to(self, seconds: float) -> None:
        """Go to that moment of a film."""
        if self._live is not None:
            self._live.go_to(seconds)

    def set_repeat(self, repeat: bool) -> None:
        """Whether a file or folder begins again at its next end."""
        if self._live is not None:
            self._live.set_loop(repeat)

    def set_neutral_wishes(self, wishes: NeutralWishes) -> None:
        """Whose neutral face to measure and correct for, of the people of the present source."""
        if self._live is not None:
            self._live.set_neutral_wishes(wishes)

    def close(self) -> None:
        """End both threads and the timer. May be called again."""
        self._timer.stop()
        for live in (self._live, self._left):
            if live is not None:
                live.stop()
        self._live = self._left = None

    def poll(self) -> None:
        """Tell the state of the moment."""
        if self._live is None:
            return
        self._look_at_model()
        stats = self._live.stats()
        unread = self._loading is not None and self._loading.failed
        if self._stand_in.is_due(stats, unread):
            self._fall_back(stats.message)
            return
        status = status_of(self._name, stats, self._live.paused, self._model, self._stand_in.why)
        status = replace(status, picture=self._picture)
        self.status_changed.emit(replace(status, state="unread") if unread else status)

    def _open(self, spec: str) -> None:
        from ferdesk.live import Live  # late, as all that loads OpenCV: the window is on the screen before it
        from ferdesk.sources import open_source

        self._timer.stop()
        if self._live is not None:
            self._live.stop(0.0)  # the one that follows waits for it, on its own thread, or `close` does
            self._left, self._live = self._live, None
        self._spec = spec
        try:
            source = open_source(spec) if self._options is None else open_source(spec, self._options)
        except FerdeskError as error:
            self._cannot_open(str(error))
            return
        self._name, self._picture = source.name, ""
        self.opened.emit(source.name)
        self._loading = Loading(self._engine, self._settings)
        loop = self._options is not None and self._options.repeat
        self._live = Live(self._loading, source, self._settings, self._ready.emit, loop=loop, after=self._left)
        self._left = None
        self._live.tap = self._tapped
        self._live.start()
        self._timer.start()
        self.poll()

    def _cannot_open(self, why: str) -> None:
        if self._stand_in.may:
            self._fall_back(why)
            return
        self._name = ""
        self.opened.emit("")
        self.status_changed.emit(Status("", "lost", message=sentence(why)))

    def _fall_back(self, why: str) -> None:
        self._stand_in.take_place(why)
        self._open(DEMO)

    def _look_at_model(self) -> None:
        model = self._loading.model if self._loading is not None else None
        if model is not None and model != self._model:
            self._model = model
            self.model_changed.emit()

    def _take(self) -> None:
        result = self._live.results.take() if self._live is not None else None
        if result is not None:
            self._stand_in.has_shown()
            self._picture = result.frame.name
            self._on_result(result)
