"""What this process uses: processor time, memory, threads, open files; and how fast something grows."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_PROC = Path("/proc/self")
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Gauges:
    """Readings of one moment; None where the system does not tell."""

    moment: float
    """`time.monotonic()`."""
    cpu_seconds: float
    """Used by all threads since the start, for the program and for the system on its behalf."""
    resident_bytes: int | None
    threads: int
    """The system's count where it tells, which has those of libraries too; else Python's."""
    files: int | None
    """Open files, sockets and pipes."""


def read_gauges() -> Gauges:
    """Read them now."""
    return Gauges(time.monotonic(), time.process_time(), resident_bytes(), _threads(), _files())


def core_share(before: Gauges, after: Gauges) -> float:
    """Share of one processor core used between two readings, 1.0 for all of it; more with several cores at work."""
    return (after.cpu_seconds - before.cpu_seconds) / max(after.moment - before.moment, 1e-9)


def resident_bytes() -> int | None:
    """Memory of this process that lies in RAM; None where neither /proc nor `ps` tells."""
    try:
        pages = (_PROC / "statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        pass
    try:
        command = ["ps", "-o", "rss=", "-p", str(os.getpid())]
        return 1024 * int(subprocess.run(command, capture_output=True, text=True, check=True, timeout=5).stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def slope(times: Sequence[float], values: Sequence[float]) -> float:
    """How fast `values` grow with `times`: the median slope of all pairs, which single peaks do not move. 0.0 for one.

    Theil 1950 and Sen, "Estimates of the regression coefficient based on Kendall's tau", 1968.
    """
    first, second = np.triu_indices(len(times), 1)
    apart = np.subtract(np.take(times, second), np.take(times, first))
    rise = np.subtract(np.take(values, second), np.take(values, first))
    return float(np.median(rise[apart > 0] / apart[apart > 0])) if (apart > 0).any() else 0.0


def _threads() -> int:
    try:
        return sum(1 for _ in (_PROC / "task").iterdir())
    except OSError:
        return threading.active_count()


def _files() -> int | None:
    try:
        return sum(1 for _ in (_PROC / "fd").iterdir()) - 1  # without the one that lists them
    except OSError:
        return None
