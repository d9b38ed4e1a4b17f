"""RunFolder: the files of a run; EpochSummary: a line of its metrics."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ferdesk.errors import FerdeskError
from ferdesk.train.loop import EpochReport


@dataclass(frozen=True)
class EpochSummary:
    """A line of metrics.jsonl: the epoch, and how good the averaged network is after it."""

    report: EpochReport
    public_accuracy: float
    best: bool

    def to_json(self) -> str:
        """One line of JSON."""
        values = {**asdict(self.report), "public_accuracy": self.public_accuracy, "best": self.best}
        return json.dumps(values)


@dataclass(frozen=True)
class RunFolder:
    """The files of a run."""

    path: Path

    @property
    def config(self) -> Path:
        """What the run was asked to do."""
        return self.path / "config.json"

    @property
    def rows(self) -> Path:
        """Which rows kept their labels."""
        return self.path / "rows.csv"

    @property
    def provenance(self) -> Path:
        """Command, data fingerprint, versions, machine."""
        return self.path / "provenance.json"

    def facts(self) -> Mapping[str, Any]:
        """What provenance.json says; FerdeskError where it is missing or damaged."""
        try:
            facts = json.loads(self.provenance.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise FerdeskError(f"{self.provenance} cannot be read ({error}); begin the run anew.") from error
        if not isinstance(facts, dict) or not {"data", "rows"} <= facts.keys():
            raise FerdeskError(f"{self.provenance} does not say what the run began with; begin it anew.")
        return facts

    @property
    def metrics(self) -> Path:
        """A line an epoch."""
        return self.path / "metrics.jsonl"

    def forget_after(self, epoch: int) -> None:
        """Drop the metrics of later epochs, the first one 1: the process died between a line and its checkpoint.

        FerdeskError where one cannot be read.
        """
        if not self.metrics.exists():
            return
        try:
            lines = self.metrics.read_text(encoding="utf-8").splitlines(keepends=True)
            kept = [line for line in lines if line.endswith("\n") and json.loads(line)["epoch"] <= epoch]
        except (ValueError, KeyError, TypeError) as error:
            raise FerdeskError(f"{self.metrics} holds a line that is no epoch's; mend it, or begin anew.") from error
        if kept != lines:
            self.metrics.write_text("".join(kept), encoding="utf-8")

    @property
    def last(self) -> Path:
        """The checkpoint to go on from."""
        return self.path / "last.pt"

    @property
    def best(self) -> Path:
        """The checkpoint to evaluate and export."""
        return self.path / "best.pt"

    @property
    def evaluation(self) -> Path:
        """Results on PublicTest and PrivateTest, once the run has ended."""
        return self.path / "evaluation.json"
