"""Marker: an event that a person noted at a moment, with one of nine keys; and the names of the nine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NUMBERS = range(1, 10)
"""The keys."""
LONGEST_NAME = 40
"""Characters; what is longer is cut."""
_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment worth finding again."""

    seconds: float
    """On the clock of the timeline that shows it."""
    number: int
    """The key, 1 to 9, or the place in a recording's list of events."""
    name: str = ""
    """What it was called when it was set; may be empty."""

    @property
    def text(self) -> str:
        """The name, or such as "marker 3"."""
        return self.name or f"marker {self.number}"


def names_of(setting: str) -> tuple[str, ...]:
    """The nine names that a setting such as "laughs||task begins" holds; those not named are empty."""
    names = [_cleaned(name) for name in setting.split(_BETWEEN)]
    return tuple((names + [""] * len(NUMBERS))[: len(NUMBERS)])


def setting_of(names: Sequence[str]) -> str:
    """The setting for these names, number 1 first."""
    return _BETWEEN.join(_cleaned(name.replace(_BETWEEN, " ")) for name in names).rstrip(_BETWEEN)


def _cleaned(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME].strip()
