from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from ferdesk.source_images import FolderSource, ImageSource
from ferdesk.sources import SourceError, SourceOptions, Turnable, open_source
from tests.fakes import picture


def write(path: Path, number: int) -> Path:
    assert cv2.imwrite(str(path), picture(number))
    return path


def test_an_image_is_one_frame(tmp_path: Path) -> None:
    source = ImageSource(write(tmp_path / "a.png", 7))
    assert not source.live
    for _ in range(2):
        source.open()
        frame = source.read()
        assert frame is not None
        assert np.array_equal(frame.image, picture(7))
        assert (frame.index, frame.seconds, frame.still) == (0, 0.0, True)
        assert source.read() is None
        source.close()


def test_an_unreadable_image_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"nothing")
    with pytest.raises(SourceError, match=r"a\.png"):
        ImageSource(tmp_path / "a.png").open()


def test_a_folder_counts_as_people_do(tmp_path: Path) -> None:
    for number, name in enumerate(["B2.PNG", "a10.png", "a9.png", "b1.png"]):
        write(tmp_path / name, number)
    (tmp_path / "notes.txt").write_text("no image")
    (tmp_path / "folder.png").mkdir()
    source = FolderSource(tmp_path)
    source.open()
    frames = [source.read() for _ in range(5)]
    assert [path.name for path in source.paths] == ["a9.png", "a10.png", "b1.png", "B2.PNG"]
    assert frames[4] is None
    for index, (frame, number) in enumerate(zip(frames, [2, 1, 3, 0], strict=False)):
        assert frame is not None
        assert (frame.index, frame.seconds, frame.still) == (index, index * 2.0, True)
        assert frame.name == source.paths[index].name
        assert np.array_equal(frame.image, picture(number))


def test_images_that_follow_each_other_quickly_are_those_of_a_film(tmp_path: Path) -> None:
    write(tmp_path / "a.png", 1)
    for seconds, still in ((0.1, False), (1.5, False), (1.6, True)):
        source = FolderSource(tmp_path, seconds)
        source.open()
        frame = source.read()
        assert frame is not None
        assert frame.still is still


def test_unreadable_images_of_a_folder_are_left_out_and_known(tmp_path: Path) -> None:
    write(tmp_path / "a.png", 1)
    (tmp_path / "b.png").write_bytes(b"nothing")
    write(tmp_path / "c.png", 3)
    source = FolderSource(tmp_path)
    source.open()
    frames = [source.read(), source.read()]
    assert [frame and frame.index for frame in frames] == [0, 2]
    assert source.read() is None
    assert source.unreadable == (tmp_path / "b.png",)
    assert source.note == "b.png cannot be read and was left out"
    (tmp_path / "d.png").write_bytes(b"nothing")
    source.open()
    assert source.note == ""
    while source.read() is not None:
        pass
    assert source.note == "2 images cannot be read and were left out, the last of them d.png"


def test_how_long_an_image_is_shown(tmp_path: Path) -> None:
    for number in range(3):
        write(tmp_path / f"{number}.png", number)
    source = open_source(tmp_path, SourceOptions(slide_seconds=5.0))
    source.open()
    assert [frame.seconds for frame in iter(source.read, None)] == [0.0, 5.0, 10.0]


def test_a_folder_of_nothing_readable_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no images"):
        FolderSource(tmp_path).open()
    (tmp_path / "a.png").write_bytes(b"nothing")
    source = FolderSource(tmp_path)
    source.open()
    with pytest.raises(SourceError, match="not one of the 1 images"):
        source.read()
    with pytest.raises(SourceError, match="cannot be read"):
        FolderSource(tmp_path / "none").open()


def test_reading_before_opening_is_told(tmp_path: Path) -> None:
    for source in (ImageSource(tmp_path / "a.png"), FolderSource(tmp_path)):
        with pytest.raises(SourceError, match="not open"):
            source.read()


def test_pages_can_be_turned_past_those_that_cannot_be_read(tmp_path: Path) -> None:
    for number in range(5):
        write(tmp_path / f"{number}.png", number)
    (tmp_path / "2.png").write_bytes(b"nothing")
    source = FolderSource(tmp_path)
    assert isinstance(source, Turnable)
    source.seek(1)
    source.open()
    frames = [source.read() for _ in range(3)]
    assert [frame and frame.index for frame in frames] == [0, 1, 3]
    for page, shown in ((2, 1), (0, 0), (4, 4), (2, 1)):
        source.seek(page)
        frame = source.read()
        assert frame is not None and frame.index == shown
    for page, shown in ((2, 3), (3, 3), (1, 1)):
        source.seek(page, forward=True)
        frame = source.read()
        assert frame is not None and frame.index == shown
    source.seek(9)
    assert source.read() is None
    assert source.unreadable == (tmp_path / "2.png",)


def test_hidden_files_are_nobodys_pictures(tmp_path: Path) -> None:
    write(tmp_path / "1.png", 1)
    (tmp_path / "._1.png").write_bytes(b"of a Mac")
    source = FolderSource(tmp_path)
    source.open()
    assert source.read() is not None and source.read() is None
    assert source.note == ""
