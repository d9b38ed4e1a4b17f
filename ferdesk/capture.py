"""The capture thread's work: read a source in real time, say how it is, and come back to it when it is lost.

`run` belongs to one thread, which alone opens, reads and closes the source; other threads only read `status`.
"""

from __future__ import annotations

import itertools
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from ferdesk.errors import FerdeskError
from ferdesk.pacing import Backoff, Pacer, Stillness
from ferdesk.remarks import Delivered, Remarks
from ferdesk.sources import Seekable, Source, SourceError, Turnable
from ferdesk.switch import Switch
from ferdesk.types import Frame

SourceState = Literal["opening", "running", "stale", "lost", "ended"]

STILL_SECONDS = 2.0
"""A live picture that stands still for longer is called stale."""
SILENT_SECONDS = 3.0
"""A live source whose read answers nothing for longer is called stale."""
SLOW_SECONDS = 5.0
"""An opening that takes longer is remarked upon."""
SHORTEST_ROUND = 1.0
"""A round of a looped source lasts at least this many seconds, so that one image does not spin."""

_OPENINGS = itertools.count(1)
"""Of all sources of the process; several threads may draw from it."""


class _StaleError(SourceError):
    """The source answers, but with the same picture over and over."""


@dataclass(frozen=True, slots=True)
class Status:
    """How a source is, since when (`time.monotonic()`), and a sentence for people; "" while it runs."""

    state: SourceState
    message: str
    since: float
    remark: str = ""
    """What is odd about a source that runs or has ended; "" if nothing is."""


class Capture:
    """Reads `source` until the switch stops it, and hands every frame to `deliver(frame, round)`.

    A live source is read as fast as it sends; a file is paced by `Frame.seconds`. `round` counts the openings: frames
    of different rounds do not continue each other. With `loop` a source that ends begins again.
    """

    def __init__(self, source: Source, switch: Switch, deliver: Callable[[Frame, int], object], *, loop: bool) -> None:
        self._source = source
        self._switch = switch
        self._deliver = deliver
        self.loop = loop
        """Any thread may change it; it holds from the next end on."""
        self._round = self._opening = 0
        self._shown = -1
        self._turns: deque[int] = deque()
        self._moments: deque[float] = deque(maxlen=1)
        self._backoff = Backoff()
        self._stillness = Stillness()
        self._remarks = Remarks(source.name)
        self._status = Status("opening", f"opening {source.name}", time.monotonic())
        self._heard_at = 0.0

    def status(self) -> Status:
        """How the source is now. Any thread may ask, also while the capture thread hangs in a driver."""
        status, now = self._status, time.monotonic()
        if status.state == "opening" and now - status.since > SLOW_SECONDS:
            return replace(status, message=f"{self._source.name} is slow to open; some cameras take 20 seconds")
        silent = now - max(self._heard_at, self._switch.resumed_at)
        if status.state == "running" and self._source.live and not self._switch.paused and silent > SILENT_SECONDS:
            return Status("stale", f"{self._source.name} has sent no picture for {silent:.0f} seconds", now - silent)
        return status

    def delivered(self) -> Delivered:
        """Size and rate of what arrives. Any thread may ask."""
        return self._remarks.delivered

    def turn(self, by: int) -> None:
        """Show the next page (+1) or the one before (-1) of a source that has pages, in a pause too. Any thread may."""
        if isinstance(self._source, Turnable):
            self._turns.append(by)
            self._switch.nudge()

    def go_to(self, seconds: float) -> None:
        """Show that moment of a film, in a pause too, and go on from there. Any thread may; the last one counts."""
        if self.length():
            self._moments.append(seconds)
            self._switch.nudge()

    def length(self) -> float:
        """Seconds of a film in which one may go anywhere; 0.0 for all else. Any thread may ask."""
        return self._source.length if isinstance(self._source, Seekable) else 0.0

    def run(self) -> None:
        """Read until stopped or ended. FerdeskErrors become the status and are tried again; others are not caught."""
        again = True
        while again and not self._switch.stopped:
            wait = 0.0
            self._opening = next(_OPENINGS)
            try:
                self._source.open()
                again = self._play_round()
            except FerdeskError as error:
                self._tell("stale" if isinstance(error, _StaleError) else "lost", f"{error}; trying again")
                wait = self._backoff.next()
            finally:
                self._source.close()
            self._switch.sleep(wait)
            self._round += 1
        if not again:
            self._tell_end()

    def _play_round(self) -> bool:
        """Read from opening to end. True to open again, False when that was all."""
        began = self._heard_at = time.monotonic()
        frames = 0
        turned = False
        pacer = None if self._source.live else self._pacer()
        self._restart(began)
        while not self._switch.stopped:
            frame = self._source.read()
            if frame is None:
                if not turned:
                    self._switch.sleep(pacer.last_step if pacer is not None else 0.0, self._turning)
                    self._switch.wait_while_paused(self._turning)
                self._rest(frames)
                if turned := self._turn_pages():
                    continue
                return self._at_end(began, frames)
            frames += 1
            if pacer is not None and turned:
                turned = False
                pacer.restart(frame.seconds, time.monotonic())
                self._hand_over(frame)
                continue
            if pacer is not None:
                self._switch.sleep(pacer.delay(frame.seconds, time.monotonic()), self._turning)
            paused = self._switch.wait_while_paused(self._turning)
            if turned := self._turn_pages():
                continue
            if paused:
                self._restart(time.monotonic())
                if pacer is None:
                    continue  # from before the pause
                pacer.restart(frame.seconds, time.monotonic())
            self._hand_over(frame)
        return True

    def _rest(self, frames: int) -> None:
        """At the end of a source with pages or of a film: it has ended, but somebody may turn back."""
        may_return = isinstance(self._source, Turnable) or self.length() > 0.0
        if may_return and frames and not self.loop and not self._turning():
            self._tell_end()
            self._switch.sleep(math.inf, self._turning)

    def _turning(self) -> bool:
        return bool(self._turns or self._moments)

    def _turn_pages(self) -> bool:
        """Go to the page or the moment that was asked for; True if there was one."""
        if self._moments and isinstance(self._source, Seekable):
            self._source.go_to(self._moments.popleft())
            return True
        by = 0
        while self._turns:
            by += self._turns.popleft()
        if by and isinstance(self._source, Turnable):
            self._source.seek(max(0, self._shown + by), forward=by > 0)
        return by != 0

    def _pacer(self) -> Pacer:
        return Pacer(math.inf) if self._source.kind == "slides" else Pacer()  # there long gaps are no damage

    def _hand_over(self, frame: Frame) -> None:
        """Deliver a frame that is due; raises _StaleError when a live picture has stood still for too long."""
        now = time.monotonic()
        self._heard_at = now
        # What is not live was read ahead of its time; latency counts from when it is due.
        captured = frame.captured if self._source.live and frame.captured != 0.0 else now
        frame = replace(frame, captured=captured, opening=self._opening)
        remark = self._remarks.look(frame.image, now, self._source.kind) or self._source.note
        still = self._still_seconds(frame, now)
        if still > STILL_SECONDS:
            raise _StaleError(f"the picture of {self._source.name} stands still; the camera may be frozen")
        self._shown = frame.index
        self._deliver(frame, self._round)
        if still == 0.0 or self._status.state == "opening":
            self._backoff.reset()
            if self._status.state != "running" or self._status.remark != remark:
                self._tell("running", "", remark)

    def _still_seconds(self, frame: Frame, now: float) -> float:
        """How long a picture that ought to move has stood still; a black one has nothing that could move."""
        if self._source.kind not in ("camera", "stream") or not self._source.live:
            return 0.0
        if self._remarks.black:
            self._stillness.restart(now)
        return self._stillness.seconds(frame.image, now)

    def _restart(self, now: float) -> None:
        """Measure from now on: after opening and after a pause."""
        self._stillness.restart(now)
        self._remarks.restart(now)

    def _at_end(self, began: float, frames: int) -> bool:
        if self._source.live:
            raise SourceError(f"{self._source.name} has stopped sending")
        if not frames:
            raise SourceError(f"{self._source.name} holds no picture that can be read")
        loop = self.loop
        if loop:
            self._switch.sleep(began + SHORTEST_ROUND - time.monotonic())
        return loop

    def _tell_end(self) -> None:
        self._tell("ended", f"{self._source.name} is at its end", self._source.note)

    def _tell(self, state: SourceState, message: str, remark: str = "") -> None:
        self._status = Status(state, message, time.monotonic(), remark)
