"""A name that nothing has yet."""

from __future__ import annotations

from itertools import chain, count
from pathlib import Path


def free_path(path: Path, between: str = "") -> Path:
    """`path`, or with 2, 3 and so on behind its name, after `between`: the first that does not exist."""
    others = (path.with_name(f"{path.name}{between}{number}") for number in count(2))
    return next(candidate for candidate in chain([path], others) if not _is_taken(candidate))


def _is_taken(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a folder that may not be looked into; what is wrong is told when something is written to it
        return False
