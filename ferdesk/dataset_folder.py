"""FER2013 as a folder of images: `train/angry/*.jpg` and `test/…`, or the FER+ form `FER2013Train/fer0000000.png`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from ferdesk.dataset_type import CROP_SIZE, SPLITS, Dataset, DatasetError, make_dataset
from ferdesk.dataset_votes import NOT_AN_EMOTION, read_votes
from ferdesk.emotions import EMOTIONS, Emotion

TRAINING, PUBLIC_TEST, PRIVATE_TEST = range(len(SPLITS))

_UNTOLD = -1
"""The split of a test image that no name tells: PublicTest or PrivateTest."""

_SPLIT_FOLDERS = {
    **dict.fromkeys(("train", "training", "fer2013train"), TRAINING),
    **dict.fromkeys(("publictest", "fer2013valid"), PUBLIC_TEST),
    **dict.fromkeys(("privatetest", "fer2013test"), PRIVATE_TEST),
    **dict.fromkeys(("test", "val", "valid", "validation"), _UNTOLD),
}
_PREFIXES = {f"{name.lower()}_": number for number, name in enumerate(SPLITS)}
_CLASS_FOLDERS: dict[str, int] = {
    **{name: number for number, name in enumerate(EMOTIONS)},
    **{str(number): number for number in range(len(EMOTIONS))},
    "anger": int(Emotion.ANGRY),
    "disgusted": int(Emotion.DISGUST),
    "fearful": int(Emotion.FEAR),
    "happiness": int(Emotion.HAPPY),
    "sadness": int(Emotion.SAD),
    "surprised": int(Emotion.SURPRISE),
}
_CLUTTER = ("thumbs.db", "desktop.ini", "label.csv", "fer2013new.csv")
_GREY_OR_COLOUR = ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr")

HALVED = (
    "the test folder does not tell PublicTest from PrivateTest (by names that begin with these words): its images "
    "were halved by a hash of their pixels, so figures on either half cannot be compared with published ones"
)
LOSSY = "JPEG copies: the pixels are not exactly those of fer2013.csv, and twins and leaks may go unnoticed"


def read_folder(folder: Path) -> Dataset:
    """All images under `folder`, in canonical order (`Dataset.canonical`), so that file names do not matter.

    `train` is Training. A name that begins with `Training_`, `PublicTest_` or `PrivateTest_` tells the split, whatever
    the folder; so do folders named after the splits, and the pair `val` and `test`. A lone `test` that nothing
    explains holds both test splits: it is halved by a hash of the pixels, so that one half may choose and the other
    report, twins stay together, and every machine does the same. `Dataset.notes` then says so.

    Images straight in a split's folder are the FER+ form; their label is the one that most of the ten votes name,
    and images without such an emotion are left out.
    """
    root = root_of(folder)
    found = list(_listed(root, folder))
    if not found:
        raise DatasetError(f"{folder}: no images in it; expected train/angry/…, test/angry/… or FER2013Train/…")
    kept = [image for image in found if image.label != NOT_AN_EMOTION]
    if not kept:
        raise DatasetError(f"{folder}: the votes name an emotion for none of the {len(found)} images")
    pixels = np.stack([_read_grey(image.path) for image in kept])
    labels = np.array([image.label for image in kept], np.int64)
    splits = np.array([image.split for image in kept], np.int8)
    notes = _notes(found, kept)
    untold = splits == _UNTOLD
    splits[untold] = [_half(image) for image in pixels[untold]]
    return make_dataset(pixels, labels, splits, folder, notes).canonical()


@dataclass(frozen=True)
class _Listed:
    path: Path
    label: int
    split: int
    voted: bool


def _listed(root: Path, folder: Path) -> Iterator[_Listed]:
    for split_folder, split in _split_folders(root):
        flat = _images(split_folder)
        emotions = _voted_emotions(split_folder, root, folder) if flat else {}
        for path in flat:
            if path.name not in emotions:
                raise DatasetError(f"{path}: there are no votes for this image, so it has no label")
            yield _Listed(path, emotions[path.name], _split_of(path, split), voted=True)
        for class_folder in _visible(path for path in split_folder.iterdir() if path.is_dir()):
            label = label_of(class_folder)
            for path in _images(class_folder):
                yield _Listed(path, label, _split_of(path, split), voted=False)


def label_of(class_folder: Path) -> int:
    """The emotion, 0..6, that a folder is named after; DatasetError where it is none."""
    label = _CLASS_FOLDERS.get(class_folder.name.lower())
    if label is None:
        raise DatasetError(f"{class_folder}: unknown label; folders are named {', '.join(EMOTIONS)}")
    return label


def root_of(folder: Path) -> Path:
    """Where the split folders are: `folder` itself, or the only folder in it that has some (archives unpack so).

    Raises DatasetError where there are none.
    """
    if _split_folders(folder):
        return folder
    inner = [path for path in _visible(folder.iterdir()) if path.is_dir() and _split_folders(path)]
    if len(inner) == 1:
        return inner[0]
    if not any(folder.iterdir()):
        raise DatasetError(f"{folder}: the folder is empty")
    raise DatasetError(f"{folder}: no fer2013.csv in it and no images as train/angry/…, test/angry/… or FER2013Train/…")


def _split_folders(root: Path) -> list[tuple[Path, int]]:
    named = {path.name.lower(): path for path in sorted(root.iterdir()) if path.is_dir()}
    found = {name: path for name, path in named.items() if name in _SPLIT_FOLDERS}
    validation = [name for name in found if name.startswith("val")]
    told = {"test": PRIVATE_TEST, **dict.fromkeys(validation, PUBLIC_TEST)} if validation and "test" in found else {}
    folders = [(path, told.get(name, _SPLIT_FOLDERS[name])) for name, path in found.items()]
    return sorted(folders, key=lambda folder: (folder[1] == _UNTOLD, folder[1]))


def _split_of(path: Path, folder_says: int) -> int:
    name = path.name.lower()
    return next((number for prefix, number in _PREFIXES.items() if name.startswith(prefix)), folder_says)


def _images(folder: Path) -> list[Path]:
    return _visible(path for path in folder.iterdir() if path.is_file() and path.name.lower() not in _CLUTTER)


def _visible(paths: Iterable[Path]) -> list[Path]:
    return sorted(path for path in paths if not path.name.startswith("."))


def _voted_emotions(split_folder: Path, root: Path, folder: Path) -> dict[str, int]:
    candidates = (split_folder / "label.csv", root / "fer2013new.csv", folder / "fer2013new.csv")
    path = next((candidate for candidate in candidates if candidate.is_file()), None)
    if path is None:
        raise DatasetError(
            f"{split_folder}: images without folders for the emotions, and no votes: "
            f"put FER+'s fer2013new.csv into {folder}"
        )
    return read_votes(path).emotion_of_name()


def _read_grey(path: Path) -> NDArray[np.uint8]:
    """uint8 [48, 48]; colours become grey by ITU-R 601, three equal channels stay what they are."""
    try:
        with Pillow.open(path) as picture:
            picture.load()
            size, mode = picture.size, picture.mode
            grey = np.asarray(picture.convert("L")) if mode in _GREY_OR_COLOUR else None
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError) as error:
        raise DatasetError(f"{path}: not an image that can be read ({error})") from error
    if size != (CROP_SIZE, CROP_SIZE):
        raise DatasetError(f"{path}: {size[0]} x {size[1]} pixels where {CROP_SIZE} x {CROP_SIZE} are expected")
    if grey is None:
        raise DatasetError(f"{path}: pixels of mode {mode}, where 8 bits of grey or colour are expected")
    return grey


def _half(image: NDArray[np.uint8]) -> int:
    return PRIVATE_TEST if hashlib.sha256(image.tobytes()).digest()[0] & 1 else PUBLIC_TEST


def _notes(found: list[_Listed], kept: list[_Listed]) -> tuple[str, ...]:
    notes = []
    if any(image.split == _UNTOLD for image in kept):
        notes.append(HALVED)
    if any(image.path.suffix.lower() in (".jpg", ".jpeg") for image in kept):
        notes.append(LOSSY)
    if any(image.voted for image in found):
        notes.append(
            "labels are the majority of FER+ votes, not FER2013's own; "
            f"{len(found) - len(kept):,} images whose votes are a tie or name none of the seven emotions were left out"
        )
    return tuple(notes)
