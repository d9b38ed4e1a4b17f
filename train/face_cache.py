"""Crops of people's own pictures, kept in the user's cache folder: a second run need not look for them again."""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
from pathlib import Path

import numpy as np

from ferdesk import dataset_cache
from ferdesk.crop import CropSpec
from ferdesk.dataset_type import CROP_SIZE
from ferdesk.detect import DEFAULT_LONGEST_SIDE, DEFAULT_THRESHOLD, WEIGHTS_SHA256
from ferdesk.train.face_files import Found

FORMAT = 1
"""Raised whenever the same picture would give another crop, so that old files are passed over."""

KEPT = 8
"""Folders whose crops are kept; the one that was used longest ago goes first."""

_NONE = np.zeros((CROP_SIZE, CROP_SIZE), np.uint8)


class FaceCache:
    """What came of the pictures below one folder. A picture that changed (size, time) is not known any more."""

    def __init__(self, folder: Path, spec: CropSpec) -> None:
        self._folder = folder
        told = [FORMAT, folder.resolve(), spec.to_json(), WEIGHTS_SHA256, DEFAULT_THRESHOLD, DEFAULT_LONGEST_SIDE]
        key = hashlib.sha256("\n".join(map(str, told)).encode("utf-8", errors="surrogateescape")).hexdigest()[:32]
        self._path = dataset_cache.folder().parent / "faces" / f"{key}.npz"
        self._known = _load(self._path)
        self._used: dict[str, Found] = {}

    def get(self, path: Path) -> Found | None:
        """What is known of a picture; None where it has to be looked at."""
        state = self._state(path)
        known = self._known.get(state)
        if known is not None:
            self._used[state] = known
        return known

    def put(self, path: Path, found: Found) -> None:
        """Remember it."""
        self._used[self._state(path)] = found

    def save(self, *, whole: bool) -> None:
        """Keep all that was asked for or put in. Never an error.

        `whole` says that the folder was gone through to its end: what nobody asked for is no longer there then, and is
        forgotten.
        """
        kept = self._used if whole else self._known | self._used
        found = list(kept.values())
        arrays = {
            "states": np.array(list(kept), np.str_),
            "crops": np.array([_NONE if one.crop is None else one.crop for one in found], np.uint8),
            "faces": np.array([one.faces for one in found], np.int64),
            "troubles": np.array([one.trouble for one in found], np.str_),
        }
        with contextlib.suppress(OSError):
            dataset_cache.write_arrays(self._path, arrays)
            dataset_cache.forget_oldest(self._path.parent, KEPT)

    def _state(self, path: Path) -> str:
        """Hash of name, size and time of change."""
        state = path.stat() if path.exists() else None
        told = f"{path.relative_to(self._folder)}\n{state and (state.st_size, state.st_mtime_ns)}"
        return hashlib.sha256(told.encode("utf-8", errors="surrogateescape")).hexdigest()


def _load(path: Path) -> dict[str, Found]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            states, crops = arrays["states"].tolist(), arrays["crops"]
            faces, troubles = arrays["faces"].tolist(), arrays["troubles"].tolist()
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    return {
        state: Found(None if trouble else crop, count, trouble)
        for state, crop, count, trouble in zip(states, crops, faces, troubles, strict=True)
    }
