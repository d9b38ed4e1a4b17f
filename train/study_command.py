"""`ferdesk-train study`: the runs of a study one after the other, and its table after each of them."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ferdesk.console import console, escaped
from ferdesk.dataset import load_dataset
from ferdesk.errors import FerdeskError
from ferdesk.train.config import RunConfig
from ferdesk.train.console_run import train_on_console
from ferdesk.train.learner import new_learner
from ferdesk.train.provenance import provenance
from ferdesk.train.run import Run
from ferdesk.train.run_folder import RunFolder
from ferdesk.train.studies import STUDIES
from ferdesk.train.study import PlannedRun, Study, planned, quick
from ferdesk.train.study_records import keep_record
from ferdesk.train.study_table import write_tables
from ferdesk.train.training_data import REPORT_ON
from ferdesk.writable import check_folder


def study(
    name: Annotated[str, typer.Argument(help=f"{', '.join(STUDIES)}.")],
    data: Annotated[Path, typer.Option(help="FER2013 in any of its forms.")],
    out: Annotated[Path, typer.Option(help="Folder for the study's runs and its table.")],
    seeds: Annotated[str, typer.Option(help="Such as 0,1,2; by default as the study has them.")] = "",
    only: Annotated[str, typer.Option(help="Only the cells whose label begins so.")] = "",
    network: Annotated[str, typer.Option(help="Another network for every cell.")] = "",
    epochs: Annotated[int | None, typer.Option(min=1, help="Another number of epochs for every cell.")] = None,
    records: Annotated[Path | None, typer.Option(help="Folder that keeps the runs' records without weights.")] = None,
    quick_: Annotated[bool, typer.Option("--quick", help="One epoch, one seed, the half network for vgg.")] = False,
) -> None:
    """Run a study and write table.md, table.csv and table.png. What is done is kept, what was cut short goes on.

    The table has all cells, whatever --only and --seeds leave for another time.
    """
    whole = _changed(_named(name, quick_), network, epochs)
    chosen = _chosen(whole, seeds, only)
    whole = replace(whole, seeds=tuple(sorted({*whole.seeds, *chosen.seeds})))
    runs = planned(chosen, out, records)
    for folder in (out, records or out):
        check_folder(folder)
        folder.mkdir(parents=True, exist_ok=True)
    for run in planned(whole, out, records):
        _refuse_other_record(run)
    for run in runs:
        _keep(run)  # of those that were made without --records too
    waiting, began = [run for run in runs if not run.is_done], time.monotonic()
    if waiting and not len(load_dataset(data).rows(REPORT_ON)):
        raise FerdeskError(f"{data} has no {REPORT_ON} images; a study reports on these.")
    for run in waiting:
        _check(run, data)
    write_tables(whole, out, records)
    for done, run in enumerate(waiting):
        left = _left(time.monotonic() - began, done, len(waiting) - done)
        place = len(runs) - len(waiting) + done + 1
        console.print(f"run {place} of {len(runs)}: {escaped(run.cell.label)}, seed {run.seed}{left}", soft_wrap=True)
        train_on_console(_run(run, data))
        _keep(run)
        write_tables(whole, out, records)
    console.print(escaped(str((records or out) / "table.md")), soft_wrap=True)


def _refuse_other_record(run: PlannedRun) -> None:
    """Records took hours: none is written over, and no table is made beside some that are not of it."""
    if run.kept is not None and not run.is_kept and (run.kept / "evaluation.json").is_file():
        raise FerdeskError(f"{run.kept} is the record of a run with other settings; give another --records")


def _keep(run: PlannedRun) -> None:
    if run.kept is not None and not run.is_kept and run.is_done:
        keep_record(run.folder, run.kept)


def _named(name: str, quickly: bool) -> Study:
    if name not in STUDIES:
        raise FerdeskError(f"there is no study called {name!r}; choose one of {', '.join(STUDIES)}")
    return quick(STUDIES[name]) if quickly else STUDIES[name]


def _chosen(whole: Study, seeds: str, only: str) -> Study:
    """What of it is to be run now."""
    chosen = replace(whole, cells=tuple(cell for cell in whole.cells if cell.label.startswith(only)))
    if not chosen.cells:
        raise FerdeskError(f"--only {only!r}: no cell of the study {whole.name} begins so")
    if not seeds:
        return chosen
    if not all(word.strip().isdecimal() for word in seeds.split(",")):
        raise FerdeskError(f"--seeds {seeds!r}: write numbers such as 0,1,2")
    return replace(chosen, seeds=tuple(int(word) for word in seeds.split(",")))


def _changed(chosen: Study, network: str, epochs: int | None) -> Study:
    def changed(config: RunConfig) -> RunConfig:
        return replace(config, network=network or config.network, epochs=epochs or config.epochs)

    return replace(chosen, cells=tuple(replace(cell, config=changed(cell.config)) for cell in chosen.cells))


def _run(run: PlannedRun, data: Path) -> Run:
    """The run, begun or taken up again."""
    return Run.resume(run.folder) if run.is_begun else Run.begin(run.folder, _config(run, data), provenance())


def _config(run: PlannedRun, data: Path) -> RunConfig:
    return replace(run.config, data=str(data.resolve()))


def _check(run: PlannedRun, data: Path) -> None:
    """Before any run, and before a table is written that lacks what is there.

    FerdeskError where a run was begun in its folder with other settings, or its network cannot do what the cell tells
    the mode.
    """
    if run.is_begun and RunConfig.load(RunFolder(run.folder).config) != _config(run, data).resolved():
        raise FerdeskError(f"{run.folder} was begun with other settings; give another --out")
    try:
        new_learner(run.config)
    except FerdeskError as error:
        raise FerdeskError(f"{run.cell.label}: {error} This cell can be left out with --only.") from error


def _left(spent: float, done: int, waiting: int) -> str:
    return "" if not done else f"; about {spent / done * waiting / 60:.0f} minutes left"
