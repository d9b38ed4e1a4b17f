"""Sixty made images, written in every form in which people hold FER2013."""

from __future__ import annotations

import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from ferdesk.dataset import SPLITS, Dataset
from ferdesk.dataset_type import make_dataset
from ferdesk.dataset_votes import VOTE_COLUMNS
from ferdesk.emotions import EMOTIONS

VOTE_OF_EMOTION = ("anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral")
FERPLUS_FOLDERS = ("FER2013Train", "FER2013Valid", "FER2013Test")


def made_rows(count: int = 60) -> Dataset:
    """Smooth noise with all classes in all splits; some values of one, two and three digits in each image."""
    rng = np.random.default_rng(7)
    pixels = rng.integers(0, 256, (count, 48, 48), dtype=np.uint8)
    pixels[:, 0, :3] = [0, 10, 255]
    labels = np.arange(count, dtype=np.int64) % 7
    splits = np.sort(np.arange(count) % 3).astype(np.int8)
    return make_dataset(pixels, labels, splits, Path("made"))


def csv_text(rows: Dataset, *, icml: bool = False, end: str = "\n") -> bytes:
    """`fer2013.csv`, or `icml_face_data.csv` with its other order of columns and its spaces."""
    lines = ["emotion, Usage, pixels" if icml else "emotion,pixels,Usage"]
    for image, label, split in zip(rows.pixels, rows.labels, rows.splits, strict=True):
        words = " ".join(map(str, image.ravel().tolist()))
        lines.append(f"{label},{SPLITS[split]},{words}" if icml else f"{label},{words},{SPLITS[split]}")
    return (end.join(lines) + end).encode()


def write_csv(path: Path, rows: Dataset, **options: object) -> Path:
    """Write the csv as the ending of `path` says: `.csv`, `.gz`, `.xz`, `.zip` or `.tar.gz`."""
    text = csv_text(rows, **options)  # type: ignore[arg-type]
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("fer2013/README", "about")
            archive.writestr("fer2013/fer2013.csv", text)
    elif path.name.endswith(".tar.gz"):
        with tarfile.open(path, "w:gz") as tar:
            member = tarfile.TarInfo("fer2013/fer2013.csv")
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text))
    else:
        packed = {".gz": gzip.compress, ".xz": lzma.compress}.get(path.suffix, bytes)(text)
        path.write_bytes(packed)
    return path


def write_folder(folder: Path, rows: Dataset, *, prefixed: bool = True, suffix: str = ".png") -> Path:
    """`train/angry/Training_17.png` and `test/…`; without prefixes `im17.png`."""
    for row, (image, label, split) in enumerate(zip(rows.pixels, rows.labels, rows.splits, strict=True)):
        where = folder / ("test" if split else "train") / EMOTIONS[label]
        where.mkdir(parents=True, exist_ok=True)
        name = f"{SPLITS[split]}_{row * 7 % 61}" if prefixed else f"im{row * 7 % 61}"
        Image.fromarray(image).save(where / (name + suffix))
    return folder


def write_ferplus(
    folder: Path, rows: Dataset, *, votes: Callable[[int], str] | None = None, inside: bool = False
) -> Path:
    """`FER2013Train/fer0000000.png` and its neighbours with votes that agree with the labels.

    `votes` may give another column for a row; with `inside` they stand in a `label.csv` in each folder.
    """
    lines: dict[int, list[str]] = {0: [], 1: [], 2: []}
    for row, (image, label, split) in enumerate(zip(rows.pixels, rows.labels, rows.splits, strict=True)):
        where = folder / FERPLUS_FOLDERS[split]
        where.mkdir(parents=True, exist_ok=True)
        name = f"fer{row:07}.png"
        Image.fromarray(image).save(where / name)
        column = votes(row) if votes is not None else VOTE_OF_EMOTION[label]
        lines[int(split)].append(f"{name},@{vote_cells(column)}")
    if inside:
        for split, rows_of_split in lines.items():
            text = "\n".join(line.replace("@", '"(0, 0, 48, 48)",') for line in rows_of_split)
            (folder / FERPLUS_FOLDERS[split] / "label.csv").write_text(text + "\n")
    else:
        text = "\n".join(f"{SPLITS[split]},{line.replace('@', '')}" for split in lines for line in lines[split])
        (folder / "fer2013new.csv").write_text("Usage,Image name," + ",".join(VOTE_COLUMNS) + "\n" + text + "\n")
    return folder


def vote_cells(column: str) -> str:
    """Seven of ten votes for `column` and three unknown; `tie` is five against five."""
    if column == "tie":
        return "5,5,0,0,0,0,0,0,0,0"
    counts = [7 if name == column else 0 for name in VOTE_COLUMNS]
    counts[VOTE_COLUMNS.index("unknown")] += 3
    return ",".join(map(str, counts))
