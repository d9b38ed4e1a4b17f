"""A study: runs that differ in one thing, several seeds of each, and the table that they make together."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass, fields, replace
from pathlib import Path

from ferdesk.train.config import RunConfig, option_of
from ferdesk.train.objectives import ObjectiveOptions
from ferdesk.train.run_records import RunRecord, read_run
from ferdesk.train.study_records import is_record_of
from ferdesk.train.training_data import REPORT_ON, SELECT_ON


@dataclass(frozen=True)
class Cell:
    """One line of a study's table: a config whose data and seed are filled in when it is run."""

    label: str
    config: RunConfig
    deck: float | None = None
    """Accuracy in percent that the slide deck has for it."""

    @property
    def folder(self) -> str:
        """Its name in file names."""
        return re.sub(r"[^a-z0-9]+", "-", self.label.lower().replace("%", "percent")).strip("-")


@dataclass(frozen=True)
class Study:
    """What is compared, and how often."""

    name: str
    title: str
    cells: tuple[Cell, ...]
    seeds: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class PlannedRun:
    """One run of a study."""

    cell: Cell
    seed: int
    folder: Path
    kept: Path | None = None
    """Where its record is kept without the weights, if anywhere."""

    @property
    def is_done(self) -> bool:
        """Whether it was trained as the cell says and judged, here or where its record came from."""
        return is_record_of(self.folder, self.config) or self.is_kept

    @property
    def config(self) -> RunConfig:
        """The cell's, with the seed."""
        return replace(self.cell.config, seed=self.seed)

    @property
    def is_kept(self) -> bool:
        """Whether its record is there already."""
        return self.kept is not None and is_record_of(self.kept, self.config)

    @property
    def is_begun(self) -> bool:
        """Whether there is something to go on from."""
        return (self.folder / "config.json").is_file()

    def record(self) -> RunRecord:
        """What its files say."""
        return read_run(self.kept if self.kept is not None and self.is_kept else self.folder)


@dataclass(frozen=True)
class Line:
    """A cell with what its finished runs have come to; percentages and minutes, None while none is finished."""

    cell: Cell
    seeds: tuple[int, ...]
    private: float | None
    """Mean accuracy on PrivateTest."""
    deviation: float | None
    """Standard deviation over the seeds; None for fewer than two."""
    public: float | None
    macro_recall: float | None
    minutes: float | None
    """Mean of one run."""


def planned(study: Study, out: Path, records: Path | None = None) -> tuple[PlannedRun, ...]:
    """All runs, every cell with the first seed before any with the second; their records are kept in `records`."""
    names = [(cell, seed, f"{cell.folder}-seed{seed}") for seed in study.seeds for cell in study.cells]
    return tuple(
        PlannedRun(cell, seed, out / name, None if records is None else records / name) for cell, seed, name in names
    )


def lines_of(study: Study, out: Path, records: Path | None = None) -> tuple[Line, ...]:
    """The table as far as it is known."""
    runs = planned(study, out, records)
    return tuple(_line(cell, [run for run in runs if run.cell is cell and run.is_done]) for cell in study.cells)


def quick(study: Study) -> Study:
    """The same questions in minutes: one epoch, one seed, the half network for the whole. The answers are rougher."""
    cells = tuple(replace(cell, config=replace(cell.config, network=_half(cell), epochs=1)) for cell in study.cells)
    return replace(study, cells=cells, seeds=study.seeds[:1])


def _half(cell: Cell) -> str:
    """Where the network is what a cell asks about, and where layers are named by their numbers, it stays."""
    return "vgg-half" if cell.config.network == "vgg" else cell.config.network


def command_of(config: RunConfig) -> str:
    """`ferdesk-train` with every option that differs from its default, but data, seed and folder."""
    words = ["ferdesk-train"]
    told = {field.name for field in fields(ObjectiveOptions)}
    for field in sorted(fields(RunConfig), key=lambda field: field.name in told):  # mode and network first
        value = getattr(config, field.name)
        if field.name in ("data", "seed") or value == field.default:
            continue
        option = option_of(field.name)
        words += [option] if value is True else [option, str(value)]
    return " ".join(words)


def _line(cell: Cell, runs: list[PlannedRun]) -> Line:
    if not runs:
        return Line(cell, (), None, None, None, None, None)
    records = [run.record() for run in runs]
    private = [result.accuracy for record in records for result in record.results if result.split == REPORT_ON]
    public = [result.accuracy for record in records for result in record.results if result.split == SELECT_ON]
    recalls = [result.macro_recall for record in records for result in record.results if result.split == REPORT_ON]
    return Line(
        cell,
        tuple(run.seed for run in runs),
        100 * statistics.mean(private),
        100 * statistics.stdev(private) if len(private) > 1 else None,
        100 * statistics.mean(public),
        100 * statistics.mean(recalls),
        statistics.mean(record.seconds for record in records) / 60,
    )
