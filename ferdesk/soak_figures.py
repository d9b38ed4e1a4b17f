"""What a window that was used for long holds on to, against what it may. What `ferdesk soak` prints."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from ferdesk.console import console, escaped
from ferdesk.gauges import MIB, Gauges, slope

GROWTH_MIB = 20.0
"""So much an hour is within what the memory of a program that stays the same goes up and down in ten minutes."""
_WARM_UP = 1 / 4
"""Share of the rounds in which things are made that are kept from then on."""


@dataclass(frozen=True, slots=True)
class StepFigures:
    """How the window took one thing that was done to it again and again."""

    name: str
    times: int
    block_longest_ms: float
    """How late the GUI thread came to its events in the second after it, at worst."""
    work_longest_ms: float
    """What the GUI thread computed at a stretch in that second, at worst."""
    block_median_ms: float
    """The median, over all times, of each time's longest lateness."""


@dataclass(frozen=True, slots=True)
class SoakFigures:
    """What was measured."""

    samples: tuple[Gauges, ...]
    """One after each round. Its memory is in use: what was free had been given back to the system."""
    resident: tuple[int | None, ...]
    """Bytes in RAM after each round, before that: with what is kept for the next use."""
    steps: tuple[StepFigures, ...]
    platform: str
    bundle: str
    processor: str
    cores: int
    load: float | None

    @property
    def settled(self) -> tuple[Gauges, ...]:
        """The samples that are judged: without the first quarter."""
        return self.samples[int(len(self.samples) * _WARM_UP) :]

    @property
    def minutes(self) -> float:
        """From the first sample that is judged to the last."""
        return (self.settled[-1].moment - self.settled[0].moment) / 60

    @property
    def growth_mib(self) -> float | None:
        """MiB in use an hour, the median of all slopes; None where the system does not tell."""
        known = [(s.moment / 3600, s.resident_bytes / MIB) for s in self.settled if s.resident_bytes is not None]
        return slope(*zip(*known, strict=True)) if known else None

    @property
    def more_threads(self) -> int:
        """At the end than at the first sample that is judged."""
        return self.settled[-1].threads - self.settled[0].threads

    @property
    def more_files(self) -> int:
        """Open files, likewise; 0 where the system does not tell."""
        return (self.settled[-1].files or 0) - (self.settled[0].files or 0)

    @property
    def flat(self) -> bool:
        """Whether it holds on to nothing."""
        return (self.growth_mib or 0.0) <= GROWTH_MIB and self.more_threads <= 0 and self.more_files <= 0

    def to_json(self) -> dict[str, Any]:
        """All of it, and the verdict."""
        judged = {"growth_mib": self.growth_mib, "more_threads": self.more_threads, "more_files": self.more_files}
        return asdict(self) | judged | {"minutes": self.minutes, "flat": self.flat}


def print_soak_figures(figures: SoakFigures, to: Console = console) -> None:
    """Print the verdict, and how the window took what was done to it."""
    f = figures
    steps = Table("what was done", "times", "longest block", "median", "own work")
    for column in steps.columns[1:]:
        column.justify = "right"
    for step in f.steps:
        steps.add_row(
            step.name, str(step.times), f"{step.block_longest_ms:.0f} ms", f"{step.block_median_ms:.0f} ms",
            f"{step.work_longest_ms:.0f} ms",
        )  # fmt: skip
    to.print(steps)
    growth = "not told here" if f.growth_mib is None else f"{f.growth_mib:+.1f} MiB an hour"
    to.print(
        f"memory in use {growth} over {f.minutes:.1f} minutes (up to {GROWTH_MIB:.0f} are noise), from "
        f"{_mib(f.settled[0].resident_bytes)} to {_mib(f.settled[-1].resident_bytes)}; {f.more_threads:+d} threads, "
        f"{f.more_files:+d} open files: {'flat' if f.flat else '[bold red]not flat[/]'}",
        soft_wrap=True,
    )
    to.print(
        f"in RAM with what is kept for the next use: {_mib(f.resident[0])} after the first round, "
        f"{_mib(f.resident[-1])} after the last, {_mib(max(f.resident, key=lambda resident: resident or 0))} at most",
        soft_wrap=True,
    )
    load = "" if f.load is None else f", load {f.load:.1f}"
    to.print(
        f"{len(f.samples)} rounds on {escaped(f.platform)}; {escaped(f.bundle)}, {escaped(f.processor)}, "
        f"{f.cores} cores{load}",
        soft_wrap=True,
    )


def _mib(size: int | None) -> str:
    return "?" if size is None else f"{size / MIB:.0f} MiB"
