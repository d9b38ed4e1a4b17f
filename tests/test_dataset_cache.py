"""The cache: used while the source stays as it is, rebuilt when it or the source is not what it was."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from ferdesk import dataset, dataset_cache
from ferdesk.dataset import Dataset, load_dataset
from tests.forms import made_rows, write_csv, write_folder


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(dataset_cache.platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path / "cache"))
    return tmp_path / "cache" / "datasets"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """What was really read, not taken from the cache."""
    done: list[Path] = []
    real = dataset._read

    def counting(source: Path) -> Dataset:
        done.append(source)
        return real(source)

    monkeypatch.setattr(dataset, "_read", counting)
    yield done


@pytest.mark.parametrize("form", ["csv", "folder"])
def test_the_second_time_nothing_is_read(tmp_path: Path, reads: list[Path], form: str) -> None:
    rows = made_rows(12)
    csv, folder = tmp_path / "fer2013.csv", tmp_path / "f"
    path = write_csv(csv, rows) if form == "csv" else write_folder(folder, rows, prefixed=False)
    first, second = load_dataset(path), load_dataset(path)
    assert reads == [path]
    assert (second.pixels == first.pixels).all()
    assert (second.labels == first.labels).all()
    assert (second.splits == first.splits).all()
    assert second.notes == first.notes
    assert second.source == path
    assert second.fingerprint == first.fingerprint
    assert not second.pixels.flags.writeable


def test_a_changed_source_is_read_again(tmp_path: Path, reads: list[Path]) -> None:
    path = write_csv(tmp_path / "fer2013.csv", made_rows(12))
    load_dataset(path)
    write_csv(path, made_rows(13))
    assert len(load_dataset(path)) == 13
    assert len(reads) == 2


def test_a_source_of_the_same_size_and_time_is_told_apart_by_its_content(tmp_path: Path, reads: list[Path]) -> None:
    path = write_csv(tmp_path / "fer2013.csv", made_rows(12))
    before, time = load_dataset(path), path.stat()
    text = path.read_bytes()
    path.write_bytes(text.replace(b"\n0,", b"\n1,", 1))
    os.utime(path, ns=(time.st_atime_ns, time.st_mtime_ns))
    assert path.stat().st_size == time.st_size
    assert load_dataset(path).fingerprint != before.fingerprint


def test_a_file_more_or_less_in_a_folder_is_noticed(tmp_path: Path, reads: list[Path]) -> None:
    folder = write_folder(tmp_path / "f", made_rows(12))
    load_dataset(folder)
    next((folder / "train" / "angry").iterdir()).unlink()
    assert len(load_dataset(folder)) == 11


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def flip_a_pixel(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[5000] ^= 1
    path.write_bytes(bytes(data))


def drop_a_part(path: Path) -> None:
    np.savez(path, pixels=np.zeros((1, 48, 48), np.uint8))


@pytest.mark.parametrize("damage", [cut, flip_a_pixel, drop_a_part, lambda path: path.write_bytes(b"")])
def test_a_damaged_cache_is_rebuilt(
    tmp_path: Path, cache_folder: Path, reads: list[Path], damage: Callable[[Path], object]
) -> None:
    path = write_csv(tmp_path / "fer2013.csv", made_rows(12))
    first = load_dataset(path)
    (kept,) = cache_folder.iterdir()
    damage(kept)
    again = load_dataset(path)
    assert len(reads) == 2
    assert (again.pixels == first.pixels).all()
    load_dataset(path)
    assert len(reads) == 2
    assert list(cache_folder.iterdir()) == [kept]


def test_what_was_used_longest_ago_is_forgotten(tmp_path: Path, cache_folder: Path, reads: list[Path]) -> None:
    paths = [write_csv(tmp_path / f"{count}.csv", made_rows(count)) for count in range(7, 12)]
    for age, path in enumerate(paths[:4]):
        load_dataset(path)
        for kept in cache_folder.iterdir():
            if kept.stat().st_mtime_ns > 10**18:
                os.utime(kept, ns=(age, age))
    load_dataset(paths[0])
    load_dataset(paths[4])
    assert len(list(cache_folder.iterdir())) == 4
    assert reads == paths
    load_dataset(paths[0])
    assert reads == paths
    load_dataset(paths[1])
    assert reads == [*paths, paths[1]]


def test_without_cache_nothing_is_written(tmp_path: Path, cache_folder: Path) -> None:
    load_dataset(write_csv(tmp_path / "fer2013.csv", made_rows(12)), cache=False)
    assert not cache_folder.exists()


def test_a_cache_that_cannot_be_written_does_not_matter(tmp_path: Path, cache_folder: Path) -> None:
    cache_folder.parent.mkdir()
    cache_folder.write_text("a file where the folder should be")
    assert len(load_dataset(write_csv(tmp_path / "fer2013.csv", made_rows(12)))) == 12
