"""How the app's window does on this computer, against what it is meant to do. What `ferdesk bench-window` prints."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

from ferdesk.console import console, escaped
from ferdesk.gauges import MIB

LONGEST_BLOCK_MS = 30.0
Recorded = Literal["nothing", "table", "video"]
"""What is recorded while the window is watched."""


@dataclass(frozen=True, slots=True)
class WindowFigures:
    """What was measured."""

    seconds: float
    """How long the window was watched while it showed the source."""
    shown_fps: float
    """Different results painted a second."""
    faces_per_frame: float
    age_p50_ms: float
    age_p95_ms: float
    """From the moment a picture was sent until the window with its result was painted."""
    dropped: int
    """Frames and results that were replaced by newer ones before anybody took them."""
    block_p99_ms: float
    block_longest_ms: float
    """How late the GUI thread's event loop came to a timer that was due every few milliseconds; the end of what was
    recorded included."""
    blocks: int
    """How often it was later than LONGEST_BLOCK_MS."""
    work_p99_ms: float
    work_longest_ms: float
    """Processor time of the GUI thread between two ticks of that timer: what it was late by its own doing."""
    recorded: Recorded
    live_share: float
    paused_share: float
    minimised_share: float
    """Shares of one core, 1.0 for all of it, measuring included."""
    resident_start: int | None
    resident_end: int | None
    """Bytes, at the first and at the last picture that was watched."""
    threads: int
    platform: str
    """Qt's name of what the window was shown on: xcb, wayland, offscreen, windows, cocoa."""
    width: int
    height: int
    """Of the window, in Qt's pixels."""
    pixel_ratio: float
    """Of the screen's pixels to Qt's."""
    bundle: str
    provider: str
    processor: str
    cores: int
    load: float | None
    """The system's load over the last minute, this process included; None where it does not tell."""
    versions: dict[str, str | None]

    def to_json(self) -> dict[str, Any]:
        """All of it, and which goals were met."""
        return asdict(self) | {"goals": {goal.name: goal.met for goal in goals(self)}}


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that the window is meant to do, and what it does."""

    name: str
    words: str
    measured: str
    wanted: str
    met: bool


def goals(figures: WindowFigures) -> tuple[Goal, ...]:
    """Each goal with its verdict. A source of 30 frames a second is shown at 29 or more: it may begin within one."""
    f = figures
    return (
        Goal("shown_fps", "frames shown a second", f"{f.shown_fps:.1f}", ">= 29", f.shown_fps >= 29),
        Goal("age_p95_ms", "age when shown, p95", f"{f.age_p95_ms:.1f} ms", "<= 50 ms", f.age_p95_ms <= 50),
        Goal(
            "block_longest_ms", "longest block", f"{f.block_longest_ms:.1f} ms", f"<= {LONGEST_BLOCK_MS:.0f} ms",
            f.block_longest_ms <= LONGEST_BLOCK_MS,
        ),
        Goal("paused_share", "of a core, paused", f"{f.paused_share:.1%}", "< 5 %", f.paused_share < 0.05),
        Goal("minimised_share", "of a core, minimised", f"{f.minimised_share:.1%}", "< 5 %", f.minimised_share < 0.05),
    )


def print_window_figures(figures: WindowFigures, to: Console = console) -> None:
    """Print goals and figures as a table."""
    f = figures
    table = Table()
    for title in ("the window", "measured", "goal", ""):
        table.add_column(title, justify="right" if title in ("measured", "goal") else "left")
    for goal in goals(figures):
        table.add_row(goal.words, goal.measured, goal.wanted, "met" if goal.met else "missed")
    table.add_section()
    for words, value in (
        ("age when shown, p50", f"{f.age_p50_ms:.1f} ms"),
        (f"blocks over {LONGEST_BLOCK_MS:.0f} ms", str(f.blocks)),
        ("blocks, p99", f"{f.block_p99_ms:.1f} ms"),
        ("own work at a stretch, longest", f"{f.work_longest_ms:.1f} ms"),
        ("own work at a stretch, p99", f"{f.work_p99_ms:.1f} ms"),
        ("dropped", str(f.dropped)),
        ("of a core, live", f"{f.live_share:.1%}"),
        ("memory at the start", _mib(f.resident_start)),
        ("memory at the end", _mib(f.resident_end)),
        ("threads", str(f.threads)),
    ):
        table.add_row(words, value, "", "")
    to.print(table)
    load = "" if f.load is None else f", load {f.load:.1f}"
    to.print(
        f"{f.seconds:.0f} s of {f.faces_per_frame:.1f} faces a frame in a window of {f.width}x{f.height} "
        f"(x{f.pixel_ratio:g}) on {escaped(f.platform)}; {escaped(f.bundle)} on {escaped(f.provider)}, "
        f"{escaped(f.processor)}, {f.cores} cores{load}; {f.recorded} recorded",
        soft_wrap=True,
    )


def _mib(amount: int | None) -> str:
    return "not told" if amount is None else f"{amount / MIB:.0f} MiB"
