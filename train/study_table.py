"""A study's table as Markdown, csv and picture; written anew after every run."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from ferdesk.train.markdown import markdown_table
from ferdesk.train.plots import LIGHT, Theme, png_of
from ferdesk.train.study import Line, Study, command_of, lines_of


def write_tables(study: Study, out: Path, records: Path | None = None) -> None:
    """`table.md`, `table.csv` and, once there is a result, `table.png`: beside the records, or else the runs."""
    lines = lines_of(study, out, records)
    out = records or out
    (out / "table.md").write_text(markdown(study, lines), encoding="utf-8")
    (out / "table.csv").write_text(_csv(lines), encoding="utf-8")
    if any(line.private is not None for line in lines):
        (out / "table.png").write_bytes(png_of(_figure(study, lines, LIGHT)))


def markdown(study: Study, lines: Sequence[Line]) -> str:
    """The table, with the commands below it. A cell without a finished run is empty."""
    head = ["", "PrivateTest", "PublicTest", "macro recall", "slide deck", "seeds", "minutes a run"]
    table = markdown_table(head, [_cells(line) for line in lines])
    commands = "\n".join(f"- {line.cell.label}: `{command_of(line.cell.config)}`" for line in lines)
    note = "Accuracy in percent, mean and standard deviation over seeds; the epoch was chosen on PublicTest."
    return f"## {study.title}\n\n{note}\n\n{table}\n\n{commands}\n"


def _cells(line: Line) -> list[str]:
    spread = "" if line.deviation is None else f" ± {line.deviation:.1f}"
    return [
        line.cell.label,
        _number(line.private, 2) + spread,
        _number(line.public, 2),
        _number(line.macro_recall, 1),
        _number(line.cell.deck, 1),
        ", ".join(str(seed) for seed in line.seeds),
        _number(line.minutes, 0),
    ]


def _csv(lines: Sequence[Line]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["cell", "private", "deviation", "public", "macro_recall", "deck", "seeds", "minutes", "command"])
    for line in lines:
        figures = (line.private, line.deviation, line.public, line.macro_recall, line.cell.deck)
        seeds = " ".join(str(seed) for seed in line.seeds)
        words = [_number(figure, 3) for figure in figures]
        writer.writerow([line.cell.label, *words, seeds, _number(line.minutes, 1), command_of(line.cell.config)])
    return stream.getvalue()


def _figure(study: Study, lines: Sequence[Line], theme: Theme) -> Figure:
    """Bars with the spread over seeds, and a mark where the slide deck was."""
    shown = [line for line in lines if line.private is not None][::-1]
    figure = Figure(figsize=(8.0, 1.3 + 0.42 * len(shown)), dpi=150, facecolor=theme.paper, layout="constrained")
    axes = figure.subplots()
    values = [line.private or 0.0 for line in shown]
    spreads = [line.deviation or 0.0 for line in shown]
    places = range(len(shown))
    axes.barh(places, values, xerr=spreads, color=theme.strong, ecolor=theme.ink, height=0.62)
    decks = [(place, line.cell.deck) for place, line in enumerate(shown) if line.cell.deck is not None]
    if decks:
        axes.plot([deck for _, deck in decks], [place for place, _ in decks], "D", color=theme.ink, label="slide deck")
        axes.legend(loc="lower right", frameon=False, labelcolor=theme.ink)
    for place, value, spread in zip(places, values, spreads, strict=True):
        axes.text(value + spread + 0.4, place, f"{value:.1f}", va="center", color=theme.ink, fontsize=9)
    axes.set_yticks(list(places), [line.cell.label for line in shown])
    axes.set_xlim(0, max([*values, *(deck or 0.0 for _, deck in decks)]) * 1.12)
    axes.set_title(study.title, loc="left", color=theme.ink, fontsize=11)
    axes.set_xlabel("PrivateTest accuracy, %", color=theme.faint, fontsize=9)
    axes.tick_params(colors=theme.ink, labelsize=9, length=0)
    axes.spines[:].set_visible(False)
    axes.grid(axis="x", color=theme.rule, linewidth=0.6)
    axes.set_axisbelow(True)
    return figure


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"
