"""How time is written under a chart: where ticks stand and what they are called."""

from __future__ import annotations

TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 43200, 86400)
"""Steps between two ticks, in seconds, that people can count by."""


def tick_step(span: float, most: int = 10) -> float:
    """The smallest of TICKS that puts no more than `most` steps into `span` seconds."""
    return next((float(tick) for tick in TICKS if span / tick <= most), span / most)


def clock(seconds: float, step: float = 1.0) -> str:
    """Such as "0:07", "1:02:03", or "0.5" where ticks are finer than a second."""
    if step < 1:
        return f"{seconds:.1f}"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
