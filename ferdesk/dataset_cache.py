"""Data sets already read, kept as plain arrays in the user's cache folder; a damaged one is made anew."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from ferdesk.dataset_type import Dataset

FORMAT = 1
"""Raised whenever the meaning of a stored array changes, so that old files are passed over."""

KEPT = 4
"""Data sets kept; the one that was used longest ago goes first, so that a changing file does not fill the disk."""

_PROBES = 16
_PROBE_BYTES = 1 << 16


def folder() -> Path:
    """Where the arrays are kept; about 83 MB for the whole of FER2013."""
    return Path(platformdirs.user_cache_dir("ferdesk", appauthor=False)) / "datasets"


def key_of(source: Path) -> str:
    """A name for the state of `source`: hash of its size, time of change and content.

    Of a file's content 16 pieces of 64 KiB are hashed, the first and the last among them: archives hold their
    checksums at the end. For a folder it is the names, sizes and times of all files in it.
    OSError where it cannot be read.
    """
    digest = hashlib.sha256(f"{FORMAT}\n".encode())
    if source.is_dir():
        for line in sorted(_listing(source)):
            digest.update(line.encode("utf-8", errors="surrogateescape"))
    else:
        digest.update(_state(source.name, source.stat()).encode())
        digest.update(_probed(source))
    return digest.hexdigest()[:32]


def load(key: str, source: Path) -> Dataset | None:
    """The data set kept under `key`, or None where there is none or it is damaged (zip checksums are verified)."""
    path = folder() / f"{key}.npz"
    try:
        with np.load(path, allow_pickle=False) as arrays:
            pixels, labels, splits = arrays["pixels"], arrays["labels"], arrays["splits"]
            fingerprint, notes = str(arrays["fingerprint"]), tuple(str(note) for note in arrays["notes"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    with contextlib.suppress(OSError):
        path.touch()  # its time says when it was last used
    for array in (pixels, labels, splits):
        array.flags.writeable = False
    return Dataset(pixels, labels, splits, fingerprint, source, notes)


def save(key: str, dataset: Dataset) -> None:
    """Keep `dataset` under `key`, written whole or not at all. A cache folder that cannot be written is no error."""
    arrays = {
        "pixels": dataset.pixels,
        "labels": dataset.labels,
        "splits": dataset.splits,
        "fingerprint": np.array(dataset.fingerprint),
        "notes": np.array(dataset.notes, dtype=np.str_),
    }
    with contextlib.suppress(OSError):
        write_arrays(folder() / f"{key}.npz", arrays)
        forget_oldest(folder(), KEPT)


def write_arrays(path: Path, arrays: Mapping[str, Any]) -> None:
    """An npz file of arrays by name, written whole or not at all, its folder too. OSError where that cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, **arrays)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def forget_oldest(where: Path, kept: int) -> None:
    """Delete all npz files of a folder but the `kept` that were used last."""
    by_age = sorted(where.glob("*.npz"), key=lambda path: path.stat().st_mtime_ns)
    for path in by_age[:-kept]:
        path.unlink(missing_ok=True)


def _listing(folder: Path) -> Iterator[str]:
    # os.scandir, for 36,000 files: pathlib takes four times as long, and this runs on every start.
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    waiting.append(entry.path)
                else:
                    yield _state(os.path.relpath(entry.path, folder), entry.stat())


def _state(name: str, state: os.stat_result) -> str:
    return f"{name}\n{state.st_size}\n{state.st_mtime_ns}\n"


def _probed(path: Path) -> bytes:
    digest = hashlib.sha256()
    last = max(0, path.stat().st_size - _PROBE_BYTES)
    with path.open("rb") as stream:
        for probe in range(_PROBES):
            stream.seek(last * probe // (_PROBES - 1))
            digest.update(stream.read(_PROBE_BYTES))
    return digest.digest()
