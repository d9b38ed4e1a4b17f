"""A run with its live line on the console, and with Ctrl-C saved and explained."""

from __future__ import annotations

from ferdesk.console import console, escaped, print_notes
from ferdesk.train.interrupt import Interruptible
from ferdesk.train.loop import StepReport
from ferdesk.train.progress import TrainingProgress
from ferdesk.train.report import write_report
from ferdesk.train.run import Run


def train_on_console(training: Run) -> None:
    """Train to the end, then tell the results, and where network and report lie."""
    folder = training.folder.path
    print_notes(training.dataset.notes)
    with TrainingProgress(training.schedule, training.learner.epoch) as progress, Interruptible() as interruptible:

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
