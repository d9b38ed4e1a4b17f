"""A run with its live line on the console, and with Ctrl-C saved and explained."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import Progress

from ferdesk import heap
from ferdesk.console import console, escaped, print_notes
from ferdesk.train.adjusted_bundles import adjusted_notes
from ferdesk.train.config import RunConfig
from ferdesk.train.interrupt import Interruptible
from ferdesk.train.loop import StepReport
from ferdesk.train.own_files import TABLE, left_out_of
from ferdesk.train.progress import TrainingProgress
from ferdesk.train.provenance import provenance
from ferdesk.train.report import write_report
from ferdesk.train.run import Run
from ferdesk.train.run_data import Advance

_NAMED = 20
"""Pictures that were left out and are named on the console; faces.csv names them all."""


def begin_on_console(out: Path, config: RunConfig) -> Run:
    """Begin a run, with a bar while own pictures are looked at, and name those that cannot be learnt from."""
    with _looking() as advance:
        run = Run.begin(out, config, provenance(), advance)
    left_out = left_out_of(out) if config.labelled else ()
    for file, why in left_out[:_NAMED]:
        console.print(f"left out: {escaped(file)}: {escaped(why)}", soft_wrap=True)
    if len(left_out) > _NAMED:
        console.print(f"… and {len(left_out) - _NAMED:,} more: {escaped(str(out / TABLE))}", soft_wrap=True)
    return run


def resume_on_console(out: Path) -> Run:
    """Take up a run again, with a bar where faces have to be found once more."""
    with _looking() as advance:
        return Run.resume(out, advance)


@contextmanager
def _looking() -> Iterator[Advance]:
    """A bar that shows once it hears of a picture."""
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("looking for faces", total=None, visible=False)
        yield lambda done, of: progress.update(task, completed=done, total=of, visible=True)


def _progress(training: Run) -> TrainingProgress:
    return TrainingProgress(training.schedule, training.learner.epoch, training.chosen_on)


def _beginning(training: Run) -> str:
    """What is to be done, in a line: the first epoch may take minutes, in which a log shows nothing else."""
    config, done = training.config, training.learner.epoch
    if done >= config.epochs:
        return f"All of its {config.epochs} epochs are done; its best network is judged once more."
    faces = f"{len(training.split.labelled):,} faces with a label"
    if len(training.split.unlabelled):
        faces += f", {len(training.split.unlabelled):,} without"
    goes_on = f"goes on behind epoch {done}; " if done else ""
    updates = f"{config.epochs} epochs of {training.schedule.steps} updates"
    return f"{config.network}, {config.mode}: {goes_on}{faces}; {updates}"


def train_on_console(training: Run) -> None:
    """Train to the end, then tell the results, and where network and report lie."""
    heap.keep_freed()
    folder = training.folder.path
    print_notes([*training.dataset.notes, *adjusted_notes(training.config)])
    console.print(_beginning(training), soft_wrap=True)
    with _progress(training) as progress, Interruptible() as interruptible:

        def on_step(report: StepReport) -> None:
            interruptible.check()
            progress.step(report)

        try:
            results = training.train(on_step, progress.epoch)
        except KeyboardInterrupt:
            console.print(f"Stopped. Saved up to epoch {training.learner.epoch}; go on with:")
            console.print(f"  ferdesk-train --resume --out {escaped(str(folder))}", soft_wrap=True)
            raise
    for split, metrics in results.items():
        console.print(f"{split}: {metrics.accuracy:.2%} of {metrics.n:,}, macro recall {metrics.macro_recall:.2%}")
    console.print(f"Network: {escaped(str(training.folder.best))}", soft_wrap=True)
    console.print(f"Report:  {escaped(str(write_report(folder)))}", soft_wrap=True)
    interruptible.check()  # pressed behind the last step: this run is whole, but a study must not begin its next one
