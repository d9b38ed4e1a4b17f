"""A source that misbehaves on order, and a clock to run it on without waiting: every fault a source can have.

`FaultSource([ok(30), black(90), ok(30)])` gives its segments one after the other, whatever is opened and closed
meanwhile, and turns the switch off at their end. On a `Clock` minutes pass in milliseconds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ferdesk.capture import Capture, Status
from ferdesk.sources import SourceError, SourceKind
from ferdesk.switch import Switch
from ferdesk.types import Frame, Image


class Clock:
    """Stands in for the module `time` and moves only when somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """The present."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += max(0.0, seconds)


class ClockSwitch(Switch):
    """A switch that waits on a Clock."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def sleep(self, seconds: float, until: Callable[[], object] = lambda: False) -> None:
        """Let time pass."""
        if not until() and math.isfinite(seconds):
            self._clock.sleep(seconds)


@dataclass(frozen=True)
class Segment:
    """`count` readings, or openings where `opens` says what each of them raises."""

    count: int
    step: float = 1 / 30
    """Seconds from reading to reading."""
    paint: Callable[[int, tuple[int, int]], Image] | None = None
    raises: str = ""
    opens: str = ""
    size: tuple[int, int] = (64, 48)
    note: str = ""
    bug: Exception | None = None


def ok(count: int, size: tuple[int, int] = (64, 48)) -> Segment:
    """Moving pictures of `size` (width, height)."""
    return Segment(count, size=size)


def black(count: int, *, noise: int = 4) -> Segment:
    """A covered lens: near 0, with a sensor's noise."""
    return Segment(count, paint=lambda number, size: _noise(number, size) % (noise + 1))


def frozen(count: int, shade: int = 120) -> Segment:
    """One picture, bit for bit, over and over."""
    return Segment(count, paint=lambda number, size: np.full((size[1], size[0], 3), shade, np.uint8))


def slow(count: int, fps: float = 1.0) -> Segment:
    """Good pictures, too few of them."""
    return Segment(count, step=1 / fps)


def cut(words: str = "fake sends no pictures any more") -> Segment:
    """A reading that fails: unplugged, or a stream that breaks off."""
    return Segment(1, raises=words)


def absent(count: int, words: str = "fake is not there; plug it in") -> Segment:
    """Openings that fail: absent, busy, forbidden, nobody answers."""
    return Segment(count, opens=words)


def broken(count: int, note: str) -> Segment:
    """A file whose unreadable frames are left out."""
    return Segment(count, note=note)


def bug() -> Segment:
    """A reading that fails as nobody foresaw."""
    return Segment(1, bug=ZeroDivisionError("oops"))


def _noise(number: int, size: tuple[int, int]) -> Image:
    return np.random.default_rng(number).integers(0, 256, (size[1], size[0], 3), np.uint8)


@dataclass
class FaultSource:
    """A Source of segments. `after` is called once there are no more; it then ends if it is a file, or hangs up."""

    script: Sequence[Segment]
    live: bool = True
    kind: SourceKind = "camera"
    clock: Clock = field(default_factory=Clock)
    after: Callable[[], object] = lambda: None
    name: str = "fake"
    note: str = ""
    opened: int = 0
    closed: int = 0

    def __post_init__(self) -> None:
        self._steps: Iterator[Segment] = (
            replace(segment, count=1) for segment in self.script for _ in range(segment.count)
        )
        self._next = next(self._steps, None)
        self._reads = 0
        self._begun = 0.0

    def open(self) -> None:
        """As the script says."""
        self.opened += 1
        if self._next is not None and self._next.opens:
            words = self._take().opens
            raise SourceError(words)
        self._begun = self.clock.monotonic()

    def read(self) -> Frame | None:
        """As the script says."""
        if self._next is None:
            self.after()
            if self.live:
                raise SourceError("the script is over")
            return None
        step = self._take()
        if self.live:
            self.clock.sleep(step.step)
        if step.bug is not None:
            raise step.bug
        if step.raises or step.opens:  # an opening that fails comes after the device has gone
            raise SourceError(step.raises or step.opens)
        self.note = step.note or self.note
        number, self._reads = self._reads, self._reads + 1
        image = (step.paint or _noise)(number, step.size)
        now = self.clock.monotonic()
        return Frame(image, number, now - self._begun if self.live else number * step.step, now if self.live else 0.0)

    def close(self) -> None:
        """Counted."""
        self.closed += 1

    def _take(self) -> Segment:
        taken, self._next = self._next, next(self._steps, None)
        assert taken is not None
        return taken


@dataclass
class Played:
    """What a capture thread made of a script."""

    statuses: list[Status]
    """Every status that differed from the one before it, in order."""
    frames: list[Frame]
    rounds: list[int]
    source: FaultSource
    capture: Capture

    @property
    def story(self) -> list[str]:
        """The states, each with its message or remark: "lost: fake is gone; trying again"."""
        words = [f"{status.state}: {status.message or status.remark}".removesuffix(": ") for status in self.statuses]
        return [word for place, word in enumerate(words) if place == 0 or word != words[place - 1]]


def play(clock: Clock, script: Sequence[Segment], **options: object) -> Played:
    """Run a script through a Capture whose module `time` was replaced by `clock`, in this thread."""
    switch = ClockSwitch(clock)
    source = FaultSource(script, clock=clock, after=switch.stop, **options)  # type: ignore[arg-type]
    played = Played([], [], [], source, None)  # type: ignore[arg-type]

    class Watched(Capture):
        def _tell(self, *words: object) -> None:
            super()._tell(*words)  # type: ignore[arg-type]
            if not switch.stopped or self._status.state == "ended":
                played.statuses.append(self._status)

    def deliver(frame: Frame, round_: int) -> None:
        played.frames.append(frame)
        played.rounds.append(round_)

    played.capture = Watched(source, switch, deliver, loop=False)
    played.capture.run()
    return played
