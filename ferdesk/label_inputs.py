"""What a labelling job reads: the files that the user named, and the pictures and videos in the folders they named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ferdesk.errors import FerdeskError
from ferdesk.images import IMAGE_SUFFIXES, VIDEO_SUFFIXES, is_image
from ferdesk.paths import looking_at


class InputError(FerdeskError):
    """A path that cannot be labelled, known before any work is done."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file to label."""

    path: Path
    """As the user wrote it, or what they wrote joined with where the file lies below it."""
    kind: Literal["picture", "video", "trouble"]
    folder: Path | None = None
    """The named folder in which it was found; None for a file that was named itself."""
    trouble: str | None = None
    """Of the kind "trouble", which stands for a folder below the named one: why it could not be searched."""

    @property
    def place(self) -> Path:
        """Where it lies below the named folder, that folder's name first; its bare name if it was named itself."""
        if self.folder is None:
            return Path(self.path.name)
        return Path(self.folder.resolve().name) / self.path.relative_to(self.folder)


def find_items(paths: Iterable[Path], leave_out: Path | None = None) -> tuple[Item, ...]:
    """The files that `paths` mean, each once, in the order given; those in folders by path.

    Folders are searched to any depth for the suffixes in `ferdesk.images`, without hidden files and without following
    links to folders. Nothing below `leave_out`, where the annotated copies go, is taken.

    Raises:
        InputError: a path is absent, may not be looked at or lies in `leave_out`, or there is nothing to label at all.
    """
    barred = None if leave_out is None else leave_out.resolve()
    given = tuple(paths)
    items: list[Item] = []
    for path in given:
        with looking_at(path, InputError):
            items += _items(path, barred)
    if not items:
        folders = ", ".join(map(str, given)) or "nothing"
        raise InputError(f"no pictures or videos in {folders}; name a file, or a folder that holds some")
    return tuple(items) if len(given) == 1 else _each_once(items)


def _items(path: Path, barred: Path | None) -> Iterator[Item]:
    if barred is not None and path.resolve().is_relative_to(barred):
        raise InputError(f"{path}: lies in {barred}, where the annotated copies would go; choose another --annotate")
    if path.is_dir():
        yield from _in_folder(path, barred)
    elif path.is_file():
        yield Item(path, _kind(path))
    elif path.exists():
        raise InputError(f"{path}: neither a file nor a folder")
    else:
        raise InputError(f"{path}: no such file or folder")


def _each_once(items: Iterable[Item]) -> tuple[Item, ...]:
    first: dict[Path, Item] = {}
    for item in items:
        first.setdefault(item.path.absolute(), item)
    return tuple(first.values())


def _in_folder(folder: Path, barred: Path | None) -> Iterator[Item]:
    troubles: list[OSError] = []
    found: list[Path] = []
    for here, below, names in os.walk(folder, onerror=troubles.append):
        below[:] = [name for name in below if not name.startswith(".") and (Path(here) / name).resolve() != barred]
        found += [Path(here) / name for name in _wanted(names)]
    for path in sorted(found):
        yield Item(path, _kind(path), folder)
    for error in troubles:
        path = Path(str(error.filename))
        yield Item(path, "trouble", folder, f"{path}: the folder cannot be searched ({error.strerror})")


def _kind(path: Path) -> Literal["picture", "video"]:
    """By the suffix; by the content where the user named a file whose suffix says nothing."""
    suffix = path.suffix.lower()
    if suffix in VIDEO_SUFFIXES:
        return "video"
    return "picture" if suffix in IMAGE_SUFFIXES or is_image(path) else "video"


def _wanted(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        if not name.startswith(".") and Path(name).suffix.lower() in IMAGE_SUFFIXES | VIDEO_SUFFIXES:
            yield name
