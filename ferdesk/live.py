"""The live pipeline: a capture thread, an inference thread and the mailboxes between them. No Qt.

Live's methods may be called by any thread, usually the one with the window; none of them waits but `stop`.

    source -> capture thread -> mailbox -> inference thread -> mailbox `results` -> whoever takes them
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ferdesk.capture import Capture, SourceState
from ferdesk.errors import FerdeskError
from ferdesk.mailbox import Mailbox
from ferdesk.neutral import NO_WISHES, NeutralWishes
from ferdesk.remarks import NOTHING, Delivered
from ferdesk.sources import Source
from ferdesk.switch import Switch
from ferdesk.types import Frame, Result

if TYPE_CHECKING:
    from ferdesk.pipeline import Pipeline, PipelineSettings

__all__ = ["Live", "LiveStats", "SourceState"]


_HANDOVER_SECONDS = 1.0
"""Longer than this no new source waits for the old one to let go; the old one's thread ends by itself."""


@dataclass(frozen=True, slots=True)
class LiveStats:
    """How the live pipeline does at the moment it was asked."""

    fps: float
    """Results a second, smoothed over about a second; sinks towards 0 when none come."""
    latency_ms: float
    """From reading a frame to its result, smoothed likewise."""
    dropped: int
    """Frames that arrived faster than they were processed, and results that nobody took before the next one."""
    source_state: SourceState
    message: str
    """A sentence for people; "" while all is well."""
    remark: str = ""
    """What is odd about a source that runs or has ended: black, slow, partly unreadable; "" if nothing is."""
    delivered: Delivered = NOTHING
    """Size and rate of what the source sends."""
    length: float = 0.0
    """Seconds of a film in which one may go anywhere; 0.0 for all else."""


@dataclass(frozen=True, slots=True, eq=False)
class _Captured:
    frame: Frame
    round: int


class Live:
    """Runs a source through a pipeline until it is stopped. Made for one source; another source takes another Live."""

    def __init__(
        self,
        make_pipeline: Callable[[], Pipeline],
        source: Source,
        settings: PipelineSettings,
        on_ready: Callable[[], None] | None = None,
        *,
        loop: bool = False,
        after: Live | None = None,
    ) -> None:
        """Nothing is opened yet.

        `make_pipeline` is called by the inference thread, which then owns what it returns. `on_ready` is called by that
        thread too, each time `results` goes from empty to full. `loop`: a file begins again when it ends.
        `after`: this one is stopped, and waited for a moment, before the source is opened, which may be its own.
        """
        self.results: Mailbox[Result] = Mailbox()
        self._frames: Mailbox[_Captured] = Mailbox()
        self._make_pipeline = make_pipeline
        self._on_ready = on_ready
        self._settings = settings
        self._neutral_wishes: NeutralWishes = NO_WISHES
        self._switch = Switch()
        self._capture = Capture(source, self._switch, self._deliver, loop=loop)
        self._after = after
        self._meter = _Meter()
        self.tap: Callable[[Result], object] | None = None
        """Called by the inference thread with every result, also with those that nobody takes; must not wait."""
        self._failure: str | None = None
        # Daemons: a camera may hang in its driver for longer than anybody waits, and must not keep the process alive.
        self._threads = [
            threading.Thread(target=self._guard, args=(work,), name=f"ferdesk-{name}", daemon=True)
            for name, work in (("capture", self._read), ("inference", self._infer))
        ]

    def start(self) -> None:
        """Start both threads; once only. Nothing is raised for a source or bundle that fails: see `stats`."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float = 3.0) -> bool:
        """End both threads and wait for them, `timeout` seconds at most; may be called again.

        True when both have ended and the source is closed. False when the source still hangs in its driver: the thread
        lets go of it as soon as the driver returns, and never keeps the process from ending.
        """
        self._shut()
        deadline = time.monotonic() + timeout
        for thread in self._threads:
            if thread.is_alive() and thread is not threading.current_thread():
                thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def pause(self, paused: bool) -> None:
        """Stop processing but keep the source, or go on: a file where it was, a live source with the present."""
        self._switch.pause(paused)

    @property
    def paused(self) -> bool:
        """True while paused."""
        return self._switch.paused

    def set_settings(self, settings: PipelineSettings) -> None:
        """Hold from the next frame on."""
        self._settings = settings

    def turn(self, by: int) -> None:
        """Show the next page (+1) or the one before (-1) of a source that has pages; others take no notice."""
        self._capture.turn(by)

    def go_to(self, seconds: float) -> None:
        """Go to that moment of a film, and on from there; other sources take no notice."""
        self._capture.go_to(seconds)

    def set_loop(self, loop: bool) -> None:
        """Whether a file begins again at its next end."""
        self._capture.loop = loop

    def set_neutral_wishes(self, wishes: NeutralWishes) -> None:
        """Hold from the next frame on."""
        self._neutral_wishes = wishes

    def stats(self) -> LiveStats:
        """Figures and state of the moment."""
        status = self._capture.status()
        fps, latency_ms = self._meter.read(time.monotonic())
        dropped = self._frames.dropped + self.results.dropped
        if self._failure is not None:
            return LiveStats(fps, latency_ms, dropped, "lost", self._failure)
        return LiveStats(
            fps, latency_ms, dropped, status.state, status.message, status.remark, self._capture.delivered(),
            self._capture.length(),
        )  # fmt: skip

    def _deliver(self, frame: Frame, round_: int) -> None:
        self._frames.put(_Captured(frame, round_))

    def _read(self) -> None:
        """The capture thread's work."""
        before, self._after = self._after, None
        if before is not None:
            before.stop(_HANDOVER_SECONDS)
        self._capture.run()

    def _infer(self) -> None:
        """The inference thread's work."""
        pipeline = self._make_pipeline()
        applied: PipelineSettings | None = None
        round_ = 0
        while (captured := self._frames.wait()) is not None and not self._switch.stopped:
            settings = self._settings
            if settings is not applied:
                pipeline.settings = applied = settings
            pipeline.neutral_wishes = self._neutral_wishes
            if captured.round != round_:
                pipeline.reset()
                round_ = captured.round
            result = pipeline.process(captured.frame)
            self._meter.add(captured.frame.captured, time.monotonic())
            tap = self.tap
            if tap is not None:
                tap(result)
            if self.results.put(result) and self._on_ready is not None:
                self._on_ready()

    def _guard(self, work: Callable[[], None]) -> None:
        """Run a thread's work so that no failure is lost: it becomes the state, and bugs go to the excepthook."""
        try:
            work()
        except FerdeskError as error:  # a bundle that is not there: for people, not for a bug report
            self._fail(str(error))
        except BaseException as error:
            self._fail(f"something went wrong inside ferdesk: {type(error).__name__}: {error}")
            raise

    def _fail(self, message: str) -> None:
        if self._failure is None:
            self._failure = message
        self._shut()

    def _shut(self) -> None:
        self._switch.stop()
        self._frames.close()
        self.results.close()


class _Meter:
    """Smoothed frames a second and latency. One thread adds, any may read: what they share is one immutable tuple."""

    _TIME_CONSTANT = 1.0
    _PAUSE = 2.0
    """A longer gap between results is a pause, after which the figures begin anew."""

    def __init__(self) -> None:
        self._shared = (0.0, 0.0, -math.inf)  # results a second, milliseconds of latency, time of the last result

    def add(self, captured: float, now: float) -> None:
        """Take in a result of `now` whose frame was read at `captured`."""
        fps, latency, last = self._shared
        step, latest = now - last, 1000.0 * (now - captured)
        if step > self._PAUSE:
            self._shared = (0.0, latest, now)
            return
        rate = 1.0 / max(step, 1e-6)
        weight = 1.0 - math.exp(-step / self._TIME_CONSTANT)
        self._shared = (fps + weight * (rate - fps) if fps else rate, latency + weight * (latest - latency), now)

    def read(self, now: float) -> tuple[float, float]:
        """Results a second and milliseconds of latency as of `now`."""
        fps, latency, last = self._shared
        return min(fps, 1.0 / max(now - last, 1e-6)), latency
