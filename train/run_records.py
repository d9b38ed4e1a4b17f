"""What a run folder says in its files, read for people: settings, provenance, epochs, results."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ferdesk.calibration import ReliabilityBin
from ferdesk.dataset import SPLITS
from ferdesk.errors import FerdeskError


def chosen_on(framed: float, labelled: str) -> str:
    """In words, what a run chooses its epoch on: PublicTest as the run is taught to see faces.

    Framed as the app frames them where some of FER2013's training crops are; own faces, `labelled`, always are.
    """
    return "PublicTest, framed" if framed and not labelled else "PublicTest"


@dataclass(frozen=True)
class EpochRecord:
    """A line of metrics.jsonl."""

    epoch: int
    """From 1."""
    losses: Mapping[str, float]
    """Mean of each weighted term."""
    learning_rate: float
    public_accuracy: float
    """0..1, of the network that is evaluated, on what `chosen_on` names."""
    images_per_second: float
    seconds: float


@dataclass(frozen=True, eq=False)
class SplitResult:
    """How the best network did on one split. Shares are 0..1."""

    split: str
    n: int
    accuracy: float
    macro_recall: float
    ece: float
    confusion: NDArray[np.int64]
    """int64 [k, k]: a row is a true emotion, a column the one that was read. k is 7, or 8 where FER+ is the target."""
    reliability: tuple[ReliabilityBin, ...] = ()
    """Empty where a run did not keep them."""

    @property
    def recall(self) -> NDArray[np.float64]:
        """float64 [k], NaN for an emotion that does not occur."""
        faces = self.confusion.sum(axis=1)
        return np.where(faces > 0, self.confusion.diagonal() / np.maximum(faces, 1), np.nan)

    @property
    def precision(self) -> NDArray[np.float64]:
        """float64 [k], NaN for an emotion that was never read."""
        read = self.confusion.sum(axis=0)
        return np.where(read > 0, self.confusion.diagonal() / np.maximum(read, 1), np.nan)

    @property
    def interval(self) -> tuple[float, float]:
        """Where the accuracy lies with 95 % confidence, by chance of these images alone (Wilson 1927)."""
        z, share, n = 1.959964, self.accuracy, max(1, self.n)
        middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        reach = z / (1 + z * z / n) * float(np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
        return middle - reach, middle + reach


@dataclass(frozen=True, eq=False)
class RunRecord:
    """A run as its folder tells it. `results` is empty while it is still training."""

    folder: Path
    config: Mapping[str, Any]
    provenance: Mapping[str, Any]
    epochs: tuple[EpochRecord, ...]
    results: tuple[SplitResult, ...]
    comparison: tuple[SplitResult, ...] = ()
    """After own faces: what the network could do before, and what it can still do on FER2013."""

    @property
    def chosen_on(self) -> str:
        """What the epochs' accuracies are of."""
        return chosen_on(float(self.config.get("framed", 0.0)), str(self.config.get("labelled", "")))

    @property
    def best(self) -> EpochRecord | None:
        """The first epoch with the highest accuracy on `chosen_on`, which is the one that was kept."""
        return max(self.epochs, key=lambda record: record.public_accuracy, default=None)

    @property
    def seconds(self) -> float:
        """Time spent training."""
        return sum(record.seconds for record in self.epochs)

    def result(self, split: str) -> SplitResult | None:
        """The result on `split`, where there is one."""
        return next((result for result in self.results if result.split == split), None)


def read_run(folder: Path) -> RunRecord:
    """Read a run folder; only config.json must be there. FerdeskError names the file that cannot be understood."""
    config = folder / "config.json"
    if not config.is_file():
        raise FerdeskError(f"{folder} holds no run: config.json is missing")
    results = _mapping(folder / "evaluation.json")
    return RunRecord(
        folder,
        _mapping(config),
        _mapping(folder / "provenance.json"),
        _epochs(folder / "metrics.jsonl"),
        tuple(_result(folder, split, results[split]) for split in SPLITS if split in results),
        tuple(_result(folder, name, values) for name, values in results.items() if name not in SPLITS),
    )


def _mapping(path: Path) -> Mapping[str, Any]:
    """A JSON object; empty where the file is not there."""
    try:
        found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, ValueError) as error:
        raise FerdeskError(f"{path}: cannot be read ({error})") from error
    if not isinstance(found, dict):
        raise FerdeskError(f"{path}: not a JSON object")
    return found


def _epochs(path: Path) -> tuple[EpochRecord, ...]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.is_file() else []
    except (OSError, ValueError) as error:
        raise FerdeskError(f"{path}: cannot be read ({error})") from error
    if lines and not lines[-1].endswith("\n"):
        lines.pop()  # being written at this very moment
    return tuple(_epoch(path, number, line) for number, line in enumerate(lines, 1) if line.strip())


def _epoch(path: Path, number: int, line: str) -> EpochRecord:
    try:
        values = json.loads(line)
        return EpochRecord(
            int(values["epoch"]),
            {str(name): float(loss) for name, loss in values["losses"].items()},
            float(values["learning_rate"]),
            float(values["public_accuracy"]),
            float(values["images_per_second"]),
            float(values["seconds"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FerdeskError(f"{path}: line {number} is no record of an epoch ({error})") from error


def _result(folder: Path, split: str, values: Mapping[str, Any]) -> SplitResult:
    try:
        confusion = np.array(values["confusion"], np.int64)
        if confusion.shape not in ((7, 7), (8, 8)):
            raise ValueError(f"a confusion matrix of {confusion.shape}")
        accuracy, macro_recall, ece = (float(values[name]) for name in ("accuracy", "macro_recall", "ece"))
        bins = tuple(ReliabilityBin(**one) for one in values.get("reliability", ()))
        return SplitResult(split, int(values["n"]), accuracy, macro_recall, ece, confusion, bins)
    except (ValueError, KeyError, TypeError) as error:
        raise FerdeskError(f"{folder / 'evaluation.json'}: {split} is no result ({error})") from error
