"""`load_dataset`: FER2013 in any of the forms in which people hold it, read once and then kept in a cache."""

from __future__ import annotations

from pathlib import Path

from ferdesk import dataset_cache
from ferdesk.dataset_csv import csv_in, read_csv
from ferdesk.dataset_folder import read_folder, root_of
from ferdesk.dataset_type import CROP_SIZE, SPLITS, Dataset, DatasetError

__all__ = ["CROP_SIZE", "SPLITS", "Dataset", "DatasetError", "find_source", "load_dataset"]


def load_dataset(path: Path, *, cache: bool = True) -> Dataset:
    """Read FER2013 in any of its forms: `.csv`, `.csv.gz`, `.csv.xz`, `.zip` or `.tar.gz` with a csv, or a folder.

    A csv keeps the order of its rows, so that FER+ votes fit row by row; a folder comes in canonical order. With
    `cache` the arrays are kept in the user's cache folder and read from there while the source stays as it is.
    Raises DatasetError, which names the file and the row (the first row after the heading is row 1).
    """
    try:
        return _load(Path(path), cache)
    except OSError as error:
        raise DatasetError(f"{error.filename or path}: cannot be read ({error.strerror or error})") from error


def _load(path: Path, cache: bool) -> Dataset:
    source = find_source(path)
    if not cache:
        return _read(source)
    key = dataset_cache.key_of(source)
    known = dataset_cache.load(key, source)
    if known is not None:
        return known
    dataset = _read(source)
    dataset_cache.save(key, dataset)
    return dataset


def find_source(path: Path) -> Path:
    """The csv or archive that `path` is or directly holds, or `path` itself where it is a folder of images.

    A folder that is neither is a DatasetError at once, before anything walks through a whole home directory.
    """
    if not path.exists():
        raise DatasetError(f"{path}: there is no such file or folder; give fer2013.csv or a folder of images")
    if not path.is_dir():
        return path
    found = csv_in(path)
    if found is None:
        root_of(path)
    return found or path


def _read(source: Path) -> Dataset:
    if source.is_dir():
        return read_folder(source)
    return read_csv(source)
