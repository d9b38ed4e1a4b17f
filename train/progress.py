"""The live line of a training run, and a plain line an epoch where nobody watches a terminal."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from ferdesk.console import console
from ferdesk.train.loop import Schedule, StepReport
from ferdesk.train.run_folder import EpochSummary


class TrainingProgress:
    """Shows epoch, loss terms, accuracy on `chosen_on`, images a second and the time left. A context manager."""

    def __init__(self, schedule: Schedule, epochs_done: int, chosen_on: str) -> None:
        self._schedule = schedule
        self._chosen_on = chosen_on
        self._done = epochs_done
        self._begun = epochs_done
        self._started = time.perf_counter()
        self._accuracy = f"{chosen_on} —"
        text, bar = TextColumn("{task.description}"), BarColumn(bar_width=24)
        columns = [text, bar, TaskProgressColumn(), TimeRemainingColumn()]
        self._bar = Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
        total = schedule.epochs * schedule.steps
        self._task = self._bar.add_task("starting", total=total, completed=epochs_done * schedule.steps)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def step(self, report: StepReport) -> None:
        """One optimizer step was made."""
        losses = "  ".join(f"{name} {value:.3f}" for name, value in report.losses.items())
        epoch = f"epoch {self._done + 1}/{self._schedule.epochs}"
        text = f"{epoch}  {losses}  {self._accuracy}  {report.images_per_second:,.0f} images/s"
        self._bar.update(self._task, completed=self._done * self._schedule.steps + report.step, description=text)

    def epoch(self, summary: EpochSummary) -> None:
        """One epoch ended: a line that stays."""
        report = summary.report
        self._done = report.epoch
        self._accuracy = f"{self._chosen_on} {summary.public_accuracy:.2%}"
        told = report.losses | report.watched
        losses = "  ".join(f"{name} {value:.4f}" for name, value in told.items())
        star = "  best" if summary.best else ""
        console.print(
            f"epoch {report.epoch:>3}/{self._schedule.epochs}  {losses}  {self._accuracy}"
            f"  {report.images_per_second:,.0f} images/s  {report.seconds:.0f} s  {self._left()}{star}",
            soft_wrap=True,
        )

    def _left(self) -> str:
        spent = time.perf_counter() - self._started
        left = spent / (self._done - self._begun) * (self._schedule.epochs - self._done)
        return f"{left / 60:.0f} min left"
