"""An evaluation as tables on the console."""

from __future__ import annotations

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group
from rich.table import Table

from ferdesk.calibration import error_by_chance
from ferdesk.console import console
from ferdesk.emotions import EMOTIONS
from ferdesk.metrics import DetectorLoop, Evaluation
from ferdesk.percent import finely


def print_evaluation(evaluation: Evaluation, to: Console = console) -> None:
    """Print the figures, and the confusion matrix with each emotion's recall."""
    to.print(Group(summary_table(evaluation), confusion_table(evaluation)))


def summary_table(evaluation: Evaluation) -> Table:
    """The figures, a line each."""
    table = Table(title=f"{evaluation.bundle} on {evaluation.split}", show_header=False, title_justify="left")
    for line in _lines(evaluation):
        table.add_row(*line)
    return table


def confusion_table(evaluation: Evaluation) -> Table:
    """Rows are true emotions, columns what was read; the right ones are bold, and recall stands last."""
    # Without lines between the columns it fits into a terminal of 80.
    table = Table(
        title="true emotion (row) as it was read (column); recall in %", title_justify="left",
        box=SIMPLE_HEAD, collapse_padding=True, pad_edge=False,
    )  # fmt: skip
    missed = None if evaluation.loop is None else evaluation.loop.missed
    for name in ("", *EMOTIONS, *([] if missed is None else ["missed"]), "recall"):
        table.add_column(name, justify="right" if name else "left", no_wrap=True)
    for index, (emotion, counts) in enumerate(zip(EMOTIONS, evaluation.confusion, strict=True)):
        cells = [f"[bold]{count}[/]" if column == index else str(count) for column, count in enumerate(counts)]
        unseen = [] if missed is None else [str(missed[emotion])]
        table.add_row(emotion, *cells, *unseen, finely(evaluation.recall[emotion]).removesuffix(" %"))
    return table


def _lines(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    dropped = evaluation.leaks_dropped
    left_out = "" if dropped is None else f", {dropped:,} left out that are in Training too"
    yield "faces", f"{evaluation.n:,}{left_out}"
    yield "accuracy", finely(evaluation.accuracy)
    yield "macro recall", finely(evaluation.macro_recall)
    chance = finely(error_by_chance(evaluation.reliability))
    yield "calibration error (ECE)", f"{finely(evaluation.ece)}; {chance} by chance, were every score true"
    if evaluation.shown is not None:
        accuracy = evaluation.shown_accuracy
        right = "" if accuracy is None else f"; {finely(accuracy)} of the labels right"
        yield "labels shown as sure", f"{finely(evaluation.shown)} of the faces{right}"
    if evaluation.loop is not None:
        yield from _loop_lines(evaluation.loop)


def _loop_lines(loop: DetectorLoop) -> Iterator[tuple[str, str]]:
    yield "found by the detector", f"{loop.found:,} ({finely(loop.share_found)}); the rest counts as wrong"
    yield "accuracy of those found", finely(loop.accuracy_found)
    yield "the same faces, own crops", finely(loop.accuracy_crops_found)
    yield "all faces, own crops", finely(loop.accuracy_crops)
