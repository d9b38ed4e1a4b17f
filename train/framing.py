"""Crops framed anew: as the detector, the landmarks and the template would frame these faces in the app.

People cut FER2013's crops in their own way; at runtime a face is framed by its landmarks, with the detector's errors.
A network that has seen both loses less on the second. PublicTest is framed so as well, to choose the epoch by.
"""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ferdesk import dataset_cache
from ferdesk.canvas import Canvas, align
from ferdesk.dataset import Dataset
from ferdesk.detect import DEFAULT_LONGEST_SIDE, DEFAULT_THRESHOLD, WEIGHTS_SHA256, YuNet
from ferdesk.train.template import load_template
from ferdesk.train.training_data import SELECT_ON

FORMAT = 2
"""Raised whenever the same data set would be framed otherwise, so that old files are passed over."""

KEPT = 2
"""Data sets whose framed crops are kept, 66 MB each for FER2013; the one used longest ago goes first."""


def framed_pixels(dataset: Dataset, advance: Callable[[int, int], None]) -> NDArray[np.uint8]:
    """uint8 [N, 48, 48], the data set's pixels with Training and PublicTest framed anew.

    Where no face is found they stay as they were. A few minutes for FER2013, once: what came of it is kept in the
    user's cache folder. `advance` hears how many crops of how many are done.
    """
    rows = np.concatenate([dataset.rows(split) for split in ("Training", SELECT_ON)])
    path = dataset_cache.folder().parent / "framed" / f"{_key(dataset)}.npz"
    framed = _load(path, len(rows))
    if framed is None:
        framed = _framed(dataset.pixels[rows], advance)
        with contextlib.suppress(OSError):  # a cache folder that cannot be written is no error
            dataset_cache.write_arrays(path, {"crops": framed})
            dataset_cache.forget_oldest(path.parent, KEPT)
    pixels = dataset.pixels.copy()
    pixels[rows] = framed
    return pixels


def _framed(crops: NDArray[np.uint8], advance: Callable[[int, int], None]) -> NDArray[np.uint8]:
    done = 0

    def count(faces: int) -> None:
        nonlocal done
        done += faces
        advance(done, len(crops))

    aligned = align(crops, YuNet(), load_template(), Canvas(), count)
    framed = crops.copy()
    framed[aligned.found] = aligned.crops
    return framed


def _key(dataset: Dataset) -> str:
    told = [
        FORMAT, dataset.digest, load_template().to_json(), Canvas(), WEIGHTS_SHA256, DEFAULT_THRESHOLD,
        DEFAULT_LONGEST_SIDE,
    ]  # fmt: skip
    return hashlib.sha256("\n".join(map(str, told)).encode()).hexdigest()[:32]


def _load(path: Path, count: int) -> NDArray[np.uint8] | None:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            crops: NDArray[np.uint8] = arrays["crops"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return crops if crops.shape[:1] == (count,) and crops.dtype == np.uint8 else None
