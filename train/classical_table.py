"""The table of `ferdesk-train classical`, written and read again, so that a later call goes on with it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ferdesk.errors import FerdeskError
from ferdesk.train.markdown import markdown_table

_HEAD = ("method", "PrivateTest", "PublicTest", "macro recall", "minutes", "images", "data")


@dataclass(frozen=True)
class ClassicalResult:
    """One line of the table; in percent."""

    name: str
    private: float
    public: float
    macro_recall: float
    """On PrivateTest."""
    minutes: float
    images: int
    """Learnt from."""
    data: str
    """Fingerprint of the data set."""

    def to_row(self) -> list[str]:
        """As `_HEAD` has it."""
        shares = [f"{self.private:.2f}", f"{self.public:.2f}", f"{self.macro_recall:.1f}", f"{self.minutes:.1f}"]
        return [self.name, *shares, str(self.images), self.data]

    @classmethod
    def from_row(cls, row: list[str]) -> Self:
        """The inverse; ValueError where it is no such row."""
        name, private, public, recall, minutes, images, data = row
        return cls(name, float(private), float(public), float(recall), float(minutes), int(images), data)


def read_results(path: Path, images: int, data: str) -> dict[str, ClassicalResult]:
    """What an earlier call came to; FerdeskError where that is no such table, or of other images or other data."""
    if not path.exists():
        return {}
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            results = [ClassicalResult.from_row(row) for row in list(csv.reader(stream))[1:]]
    except ValueError:
        raise FerdeskError(f"{path} is not a table of ferdesk-train classical; give another --out.") from None
    if any(result.images != images for result in results):
        raise FerdeskError(f"{path} is of {results[0].images:,} Training images, not {images:,}; give another --out.")
    if any(result.data != data for result in results):
        raise FerdeskError(f"{path} is of another data set; give another --out.")
    return {result.name: result for result in results}


def write_results(results: dict[str, ClassicalResult], order: list[str], images: int, out: Path) -> None:
    """classical.csv and classical.md in `out`: methods as in `order`, then those that are not in it."""
    places = {name: place for place, name in enumerate(order)}
    ordered = sorted(results.values(), key=lambda result: places.get(result.name, len(places)))
    rows = [result.to_row() for result in ordered]
    with (out / "classical.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([_HEAD, *rows])
    table = markdown_table(list(_HEAD[:-2]), [row[:-2] for row in rows])
    text = f"Learnt from {images:,} Training images; percent.\n\n{table}\n"
    (out / "classical.md").write_text(text, encoding="utf-8")
