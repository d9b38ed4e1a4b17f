"""The gate: an int8 bundle that is worse or slower than its fp32 twin is not written. Judged on PublicTest only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.table import Table

from ferdesk.export.figures import Figures
from ferdesk.percent import finely

MOST_LOST = 0.005
"""Of accuracy: half a point."""

MOST_SLOWER = 0.10
"""Of the median latency, at any batch size that is measured."""

_ROUNDING = 1e-9


def objections(fp32: Figures, int8: Figures) -> tuple[str, ...]:
    """What speaks against the int8 bundle, as parts of a sentence; empty: it may be written."""
    found = []
    lost = fp32.public.accuracy - int8.public.accuracy
    if lost > MOST_LOST + _ROUNDING:
        found.append(f"loses {100 * lost:.2f} points of accuracy on PublicTest ({100 * MOST_LOST:g} are allowed)")
    for batch, slow in int8.latency.items():
        share = slow.p50_ms / fp32.latency[batch].p50_ms - 1
        if share > MOST_SLOWER + _ROUNDING:
            found.append(f"is {share:.0%} slower with a batch of {batch} ({MOST_SLOWER:.0%} is allowed)")
    return tuple(found)


def gate_table(columns: Sequence[Figures]) -> Table:
    """The figures of one bundle a column, for people."""
    table = Table(title="measured on PublicTest; PrivateTest is only reported", title_justify="left")
    table.add_column("")
    for figures in columns:
        table.add_column(figures.precision, justify="right")
    for name, cell in table_rows(columns[0]):
        table.add_row(name, *(cell(figures) for figures in columns))
    return table


def table_rows(example: Figures) -> list[tuple[str, Callable[[Figures], str]]]:
    """The names of the figures and how each is written; the batch sizes are those of `example`."""
    rows: list[tuple[str, Callable[[Figures], str]]] = [
        ("PublicTest accuracy", lambda figures: finely(figures.public.accuracy)),
        ("PublicTest ECE", lambda figures: finely(figures.public.ece)),
        ("PublicTest, agreement with fp32", lambda figures: finely(figures.agreement)),
        ("PrivateTest accuracy", lambda figures: finely(figures.private.accuracy)),
        ("PrivateTest ECE", lambda figures: finely(figures.private.ece)),
        ("size", lambda figures: f"{figures.size / 1e6:.2f} MB"),
    ]
    for batch in example.latency:
        rows.append((f"batch of {batch}: p50 / p95", lambda figures, batch=batch: _milliseconds(figures, batch)))  # type: ignore[misc]
    return rows


def _milliseconds(figures: Figures, batch: int) -> str:
    latency = figures.latency[batch]
    return f"{latency.p50_ms:.2f} / {latency.p95_ms:.2f} ms"
