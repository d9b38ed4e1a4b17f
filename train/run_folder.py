"""RunFolder: the files of a run; EpochSummary: a line of its metrics."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

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

    @property
    def metrics(self) -> Path:
        """A line an epoch."""
        return self.path / "metrics.jsonl"

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
