"""A run's own faces on disk: faces.npz, the crops that it learns from, and faces.csv: where they come from."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import numpy as np

from ferdesk import dataset_cache
from ferdesk.dataset_type import SPLITS, UNLABELLED, Dataset, DatasetError, make_dataset
from ferdesk.emotions import EMOTIONS
from ferdesk.train.own_faces import OwnFaces

FACES, TABLE = "faces.npz", "faces.csv"


def save_own(folder: Path, own: OwnFaces) -> None:
    """Write both files into a run's folder. With them a run goes on, and is exported, without the pictures."""
    dataset = own.dataset
    arrays = {
        "pixels": dataset.pixels,
        "labels": dataset.labels,
        "splits": dataset.splits,
        "source": np.array(str(dataset.source)),
        "notes": np.array(dataset.notes, np.str_),
    }
    dataset_cache.write_arrays(folder / FACES, arrays)
    (folder / TABLE).write_text(table_of(own), encoding="utf-8", newline="\n", errors="surrogateescape")


def load_own(folder: Path) -> Dataset:
    """The faces that a run began with; DatasetError where they are absent or damaged."""
    path = folder / FACES
    try:
        with np.load(path, allow_pickle=False) as arrays:
            pixels, labels, splits = arrays["pixels"], arrays["labels"], arrays["splits"]
            source, notes = Path(str(arrays["source"])), tuple(str(note) for note in arrays["notes"])
        return make_dataset(pixels, labels, splits, source, notes)
    except FileNotFoundError:
        raise DatasetError(f"{path} is missing: the faces that this run learns from lie beside its best.pt") from None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise DatasetError(f"{path}: the run's faces are damaged ({error})") from error


def left_out_of(folder: Path) -> tuple[tuple[str, str], ...]:
    """Which pictures a run in `folder` learns nothing from, and why, as its faces.csv says."""
    with (folder / TABLE).open(encoding="utf-8", newline="", errors="surrogateescape") as stream:
        return tuple((line["file"], line["left_out"]) for line in csv.DictReader(stream) if line["left_out"])


def table_of(own: OwnFaces) -> str:
    """The text of faces.csv, a line a picture: row in the data set, use, emotion, faces in it, file, why left out."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["row", "use", "emotion", "faces", "file", "left_out"])
    for face in own.faces:
        use = "left out" if face.left_out else "unlabelled" if face.split == UNLABELLED else SPLITS[face.split]
        emotion = "" if face.label == UNLABELLED else EMOTIONS[face.label]
        writer.writerow(["" if face.row is None else face.row, use, emotion, face.faces, face.file, face.left_out])
    return text.getvalue()
