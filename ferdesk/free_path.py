"""A name that nothing has yet."""

from __future__ import annotations

from itertools import chain, count
from pathlib import Path

from ferdesk.paths import is_there


def free_path(path: Path, between: str = "") -> Path:
    """`path`, or with 2, 3 and so on behind its name, after `between`: the first that does not exist."""
    others = (path.with_name(f"{path.name}{between}{number}") for number in count(2))
    return next(candidate for candidate in chain([path], others) if not is_there(candidate))
