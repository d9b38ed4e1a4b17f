"""What a person wants labelled and where it is to go: read from what they typed, proposed where they did not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
        found = [self.output] if self.output.is_file() and self.output.stat().st_size > 0 else []
        if self.annotate is not None and self.annotate.is_dir() and any(self.annotate.iterdir()):
            found.append(self.annotate)
        return tuple(found)


def paths_in(text: str) -> tuple[Path, ...]:
    """The paths of a line: itself where there is such a file or folder, else what stands between its semicolons."""
    text = text.strip()
    whole = Path(text).expanduser()
    if text and whole.exists():
        return (whole,)
    return tuple(Path(part.strip()).expanduser() for part in text.split(";") if part.strip())


def proposed(paths: tuple[Path, ...]) -> Path:
    """Beside what is labelled, named after it, without a suffix: `photos-labels`."""
    first = paths[0].absolute()
    one = first if len(paths) == 1 else first.parent
    name = one.stem if one.suffix and not one.is_dir() else one.name
    return first.parent / f"{name or 'ferdesk'}-labels"
