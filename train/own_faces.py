"""People's own faces as a data set: a few with a name, many without, a share of the named ones held out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ferdesk.dataset_type import CROP_SIZE, SPLITS, UNLABELLED, Dataset, DatasetError, make_dataset
from ferdesk.emotions import EMOTIONS
from ferdesk.errors import FerdeskError
from ferdesk.train.face_cache import FaceCache
from ferdesk.train.face_copies import NEW, first_copies
from ferdesk.train.face_files import FaceCropper, Found, Picture, labelled_pictures, unlabelled_pictures
from ferdesk.train.split import ranks
from ferdesk.train.template import load_template

FEWEST = 4
"""Pictures of an emotion from which on some are held out: one to choose on, one to report, two to learn from."""


@dataclass(frozen=True)
class OwnFace:
    """What became of one picture: a line of faces.csv."""

    file: Path
    label: int
    """0..6, or UNLABELLED."""
    faces: int
    """How many it shows."""
    row: int | None = None
    """In the data set; None where it was left out."""
    split: int = UNLABELLED
    """An index into SPLITS."""
    left_out: str = ""
    """Why it was."""


@dataclass(frozen=True, eq=False)
class OwnFaces:
    """All that was found in people's folders."""

    dataset: Dataset
    """Its unlabelled faces have the label and the split UNLABELLED."""
    faces: tuple[OwnFace, ...]
    """Every picture, those that were left out as well."""

    @property
    def left_out(self) -> tuple[OwnFace, ...]:
        """The pictures that nothing is learnt from."""
        return tuple(face for face in self.faces if face.left_out)


def gather(
    labelled: Path,
    unlabelled: Path | None,
    hold_out: str,
    seed: int,
    advance: Callable[[int, int], None] = lambda *_: None,
) -> OwnFaces:
    """Read the pictures of both folders and make crops of their faces as the app does.

    `hold_out` is the share of the labelled faces, such as `20%`, half of which chooses the epoch (PublicTest) and half
    of which is reported on (PrivateTest); `seed` says which. `advance` hears how many pictures of how many are done.
    Raises DatasetError where folders, names or numbers of faces are not right.
    """
    share = parsed_share(hold_out)
    named = labelled_pictures(labelled)
    known = {picture.path.resolve() for picture in named}
    others = () if unlabelled is None else unlabelled_pictures(unlabelled)
    others = tuple(picture for picture in others if picture.path.resolve() not in known)
    folders = [(labelled, named)] + ([] if unlabelled is None else [(unlabelled, others)])
    total, found = len(named) + len(others), list[Found]()
    for folder, pictures in folders:
        before = len(found)
        found += _crops(folder, pictures, lambda done, before=before: advance(before + done, total))  # type: ignore[misc]
    return _sorted_out((*named, *others), found, len(named), share, seed, labelled)


def parsed_share(text: str) -> float:
    """0..1 of a text such as `20%`; FerdeskError where it is none, or leaves nothing on one side."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)%", text.strip())
    if match is None or not 0 < float(match[1]) <= 80:
        raise FerdeskError(f"--hold-out {text!r} is not a share; write more than 0% and at most 80%, such as 20%")
    return float(match[1]) / 100


def held_out(labels: NDArray[np.int64], share: float, seed: int) -> NDArray[np.int8]:
    """int8 [n], the split of each labelled face: of every emotion with at least FEWEST faces that share is held out.

    At least one each for PublicTest and PrivateTest, which take turns in the order that `seed` shuffles; at least two
    faces of each emotion are left to learn from.
    """
    rank, size = ranks(labels, seed)
    held = np.clip(np.rint(share * size), 2, np.maximum(size - 2, 0))
    chosen = (rank < held) & (size >= FEWEST)
    return np.where(chosen, 1 + rank % 2, 0).astype(np.int8)


def _crops(folder: Path, pictures: tuple[Picture, ...], advance: Callable[[int], None]) -> list[Found]:
    spec = load_template()
    if spec.size != CROP_SIZE:
        raise FerdeskError(f"the template is of {spec.size} pixels; networks are trained on {CROP_SIZE}")
    cache, cropper, found = FaceCache(folder, spec), FaceCropper(spec), list[Found]()
    whole = False
    try:
        for done, picture in enumerate(pictures, 1):
            seen = cache.get(picture.path)
            if seen is None:
                seen = cropper.look(picture.path)
                cache.put(picture.path, seen)
            found.append(seen)
            advance(done)
        whole = True
    finally:
        cache.save(whole=whole)  # after Ctrl-C too: what was looked at need not be looked at again
    return found


def _sorted_out(
    pictures: tuple[Picture, ...], found: list[Found], named: int, share: float, seed: int, labelled: Path
) -> OwnFaces:
    troubles = _troubles(pictures, found, named)
    kept = [place for place, trouble in enumerate(troubles) if not trouble]
    labels = np.array([pictures[place].label for place in kept], np.int64)
    with_label = int((labels != UNLABELLED).sum())
    splits = np.full(len(kept), UNLABELLED, np.int8)
    splits[:with_label] = held_out(labels[:with_label], share, seed)
    if not {1, 2} <= set(splits.tolist()):
        raise DatasetError(
            f"--labelled {labelled}: {with_label} usable faces, and no emotion has {FEWEST} of them, "
            "so that none can be held out to choose and to judge by; label more"
        )
    crops = np.stack([_crop(found[place]) for place in kept])
    rows = {place: row for row, place in enumerate(kept)}
    faces = tuple(
        OwnFace(
            picture.path, picture.label, found[place].faces, rows.get(place),
            int(splits[rows[place]]) if place in rows else UNLABELLED, troubles[place],
        )
        for place, picture in enumerate(pictures)
    )  # fmt: skip
    return OwnFaces(make_dataset(crops, labels, splits, labelled, _notes(faces, splits)), faces)


def _troubles(pictures: tuple[Picture, ...], found: list[Found], named: int) -> list[str]:
    """For each picture why it cannot be used, empty where it can."""
    troubles = [one.trouble for one in found]
    usable = [place for place, one in enumerate(found) if one.crop is not None]
    if not usable:
        return troubles
    crops = np.stack([_crop(found[place]) for place in usable])
    first = first_copies(crops, sum(place < named for place in usable))
    for place, original in zip(usable, first.tolist(), strict=True):
        if original == NEW:
            continue
        one, other = pictures[place], pictures[usable[original]]
        troubles[place] = f"a copy of {other.path}"
        if one.label not in (UNLABELLED, other.label):
            troubles[place] += f", which is called {EMOTIONS[other.label]}"
            troubles[usable[original]] = f"{one.path} is a copy of it and is called {EMOTIONS[one.label]}"
    return troubles


def _notes(faces: tuple[OwnFace, ...], splits: NDArray[np.int8]) -> tuple[str, ...]:
    counts = [f"{int((splits == number).sum()):,} {name}" for number, name in enumerate(SPLITS)]
    without = int((splits == UNLABELLED).sum())
    left_out = sum(bool(face.left_out) for face in faces)
    crowded = sum(face.faces > 1 and not face.left_out for face in faces)
    notes = [f"own faces: {', '.join(counts)}, {without:,} without a label"]
    if left_out:
        notes.append(f"{left_out:,} pictures were left out; faces.csv says why of each")
    if crowded:
        notes.append(f"{crowded:,} pictures show more than one face; the largest was taken")
    return tuple(notes)


def _crop(found: Found) -> NDArray[np.uint8]:
    assert found.crop is not None
    return found.crop
