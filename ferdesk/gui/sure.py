"""PyQt5's annotations allow None nearly everywhere; `sure` is for where Qt's own documentation rules it out."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def sure(value: T | None) -> T:
    """`value`, which is not None."""
    assert value is not None
    return value
