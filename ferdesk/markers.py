"""Marker: an event that a person noted at a moment, with one of nine keys."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment worth finding again."""

    seconds: float
    """On the clock of the timeline that shows it."""
    number: int
    """The key, 1 to 9, or the place in a recording's list of events."""
    name: str
    """What it was called when it was set."""
