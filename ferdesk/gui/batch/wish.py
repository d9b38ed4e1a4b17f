"""What a person wants labelled and where it is to go: read from what they typed, proposed where they did not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ferdesk.paths import holds, home_path, is_folder, is_there

SUFFIXES = (".csv", ".jsonl", ".parquet")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form holds."""

    paths: tuple[Path, ...]
    """Pictures, videos and folders; empty: nothing was chosen."""
    output: Path
    annotate: Path | None
    """Where annotated copies go; None: no copies."""
    fps: float | None
    """Of a video, so many frames a second are looked at; None: every frame."""

    def finds(self) -> tuple[Path, ...]:
        """What is there already: a table with something in it, a folder of copies that is not empty."""
        table, copies = self.output, self.annotate
        found = [table] if holds(lambda: table.is_file() and table.stat().st_size > 0) else []
        if copies is not None and holds(lambda: copies.is_dir() and any(copies.iterdir())):
            found.append(copies)
        return tuple(found)


def paths_in(text: str) -> tuple[Path, ...]:
    """The paths of a line: itself where there is such a file or folder, else what stands between its semicolons."""
    text = text.strip()
    whole = home_path(text)
    if text and is_there(whole):
        return (whole,)
    return tuple(home_path(part.strip()) for part in text.split(";") if part.strip())


def proposed(paths: tuple[Path, ...]) -> Path:
    """Beside what is labelled, named after it, without a suffix: `photos-labels`."""
    first = paths[0].absolute()
    one = first if len(paths) == 1 else first.parent
    name = one.stem if one.suffix and not is_folder(one) else one.name
    return first.parent / f"{name or 'ferdesk'}-labels"
