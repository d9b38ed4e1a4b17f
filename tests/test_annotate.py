from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from ferdesk.annotate import AnnotateError, Annotator, Film, painted
from ferdesk.classify import Classifier
from ferdesk.emotions import Emotion
from ferdesk.errors import FerdeskError
from ferdesk.images import read_image
from ferdesk.label import LabelOptions, run_label
from ferdesk.label_inputs import Item, find_items
from ferdesk.pipeline import Pipeline
from ferdesk.source_video import VideoSource
from ferdesk.types import Image, Result, Stats
from tests.films import retime, write_video
from tests.tiny import ScriptedDetector, tiny_face, tiny_frame

FACE = tiny_face(60.0, 60.0, 120.0)


def result(seconds: float = 0.0, *, size: tuple[int, int] = (320, 240)) -> Result:
    frame = tiny_frame([], seconds=seconds, width=size[0], height=size[1])
    return Result(frame, (FACE,), Stats(0, 0, 0, 0, 0, 0))


def save(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Pillow.fromarray(tiny_frame([(FACE, Emotion.HAPPY)]).image).save(path)
    return path


def run(bundle: Path, *paths: Path, to: Path, output: Path, force: bool = False) -> int:
    pipeline = Pipeline(Classifier(bundle), detector=ScriptedDetector([(FACE,)]))
    return run_label(LabelOptions(paths, output, annotate=to, overwrite=force, quiet=True), pipeline).files


def images_of(path: Path) -> list[Image]:
    source, images = VideoSource(path), []
    source.open()
    while (frame := source.read()) is not None:
        images.append(frame.image)
    source.close()
    return images


def test_copies_mirror_their_folders_and_none_overwrites_another(tiny_bundle: Path, tmp_path: Path) -> None:
    save(tmp_path / "one" / "set" / "face.png")
    save(tmp_path / "two" / "set" / "face.png")
    save(tmp_path / "two" / "set" / "FACE.gif")
    save(tmp_path / "two" / "set" / "deeper" / "face.jpg")
    copies = tmp_path / "copies"
    run(tiny_bundle, tmp_path / "one" / "set", tmp_path / "two" / "set", to=copies, output=tmp_path / "out.csv")
    assert sorted(path.relative_to(copies).as_posix() for path in copies.rglob("*.*")) == [
        "set/FACE (2).png",
        "set/deeper/face.jpg",
        "set/face (3).png",
        "set/face.png",
    ]
    plain, painted = (read_image(folder / "set" / "face.png") for folder in (tmp_path / "one", copies))
    assert painted.shape == plain.shape
    assert np.abs(painted.astype(int) - plain).max() > 100, "the overlay is on it"


def test_numbers_tell_the_faces_of_a_picture_apart_and_one_alone_has_none(tmp_path: Path) -> None:
    path = save(tmp_path / "face.png")
    item = find_items([path])[0]
    first, second = replace(FACE, track=1), replace(tiny_face(200.0, 60.0, 60.0), track=2)
    for number, faces, plain in (
        (1, (first,), (FACE,)),
        (2, (first, second), (first, second)),
    ):
        annotator = Annotator(tmp_path / str(number))
        copy = read_image(annotator.picture(item, replace(result(), faces=faces)))
        np.testing.assert_array_equal(copy, painted(replace(result(), faces=plain)))


@pytest.mark.parametrize(("size", "copy"), [((8192, 64), (8190, 64)), ((64, 16_384), (32, 8190))])
def test_a_film_that_is_larger_than_mp4_takes_is_shrunk(
    tmp_path: Path, size: tuple[int, int], copy: tuple[int, int]
) -> None:
    with Film(tmp_path / "a.mp4", 25.0) as film:
        for number in range(2):
            film.add(result(number / 25, size=size))
    assert [image.shape for image in images_of(film.path)] == [(copy[1], copy[0], 3)] * 2


@pytest.mark.parametrize(("suffix", "width"), [(".jpg", 65_500), (".webp", 16_383), (".png", 65_535)])
def test_a_picture_that_is_larger_than_its_form_takes_is_shrunk(tmp_path: Path, suffix: str, width: int) -> None:
    path = Annotator(tmp_path).picture(Item(tmp_path / f"a{suffix}", "picture"), result(size=(65_535, 16)))
    assert read_image(path).shape[1] == width


@pytest.mark.parametrize("fps", [0.1, 1 / 3, 23.976, 29.97, 64.99, 70.2212, 119.88, 189.2326, 238.97, 240.0])
def test_a_film_of_any_rate_is_written(tmp_path: Path, fps: float) -> None:
    with Film(tmp_path / "a.mp4", fps) as film:
        for number in range(3):
            film.add(result(number / fps))
    assert len(images_of(film.path)) == 3


def test_copies_within_the_input_are_not_labelled_again(tiny_bundle: Path, tmp_path: Path) -> None:
    save(tmp_path / "in" / "a.png")
    copies = tmp_path / "in" / "copies"
    for _ in range(2):
        assert run(tiny_bundle, tmp_path / "in", to=copies, output=tmp_path / "out.csv", force=True) == 1


def test_originals_are_never_overwritten(tiny_bundle: Path, tmp_path: Path) -> None:
    picture = save(tmp_path / "a.png")
    before = picture.read_bytes()
    with pytest.raises(FerdeskError, match="choose another --annotate"):
        run(tiny_bundle, picture, to=tmp_path, output=tmp_path / "out.csv", force=True)
    assert picture.read_bytes() == before


def test_a_folder_in_use_is_left_alone_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(AnnotateError, match="--force"):
        Annotator(tmp_path)
    Annotator(tmp_path, overwrite=True)
    with pytest.raises(AnnotateError, match="too long"):
        Annotator(tmp_path / ("x" * 300))
    with pytest.raises(AnnotateError, match="needs a folder"):
        Annotator(tmp_path / "mine.txt")


@pytest.mark.parametrize("suffix", ["jpg", "JPEG", "png", "webp", "bmp", "tif", "gif"])
def test_every_kind_of_picture(tmp_path: Path, suffix: str) -> None:
    item = Item(Path(f"ä.{suffix}"), "picture")
    path = Annotator(tmp_path / "copies").picture(item, result())
    assert read_image(path).shape == (240, 320, 3)
    assert path.suffix == (".png" if suffix in ("tif", "gif") else f".{suffix}")


def test_a_film_keeps_the_time_of_a_variable_rate(tmp_path: Path) -> None:
    steps = [1, 1, 5, 1, 8, 1]
    source = VideoSource(retime(write_video(tmp_path / "a.mp4", len(steps)), steps))
    source.open()
    with Film(tmp_path / "b.mp4", 25.0) as film:
        while (frame := source.read()) is not None:
            film.add(Result(frame, (), Stats(0, 0, 0, 0, 0, 0)))
    source.close()
    assert len(images_of(film.path)) == sum(steps)


def test_a_film_survives_a_change_of_size_and_a_leap_of_the_clock(tmp_path: Path) -> None:
    with Film(tmp_path / "b.mp4", 10.0) as film:
        for step in (result(0.0), result(0.1, size=(160, 120)), result(0.2), result(1e6), result(1e6 + 0.1)):
            film.add(step)
    images = images_of(film.path)
    assert 100 <= len(images) <= 106
    assert {image.shape for image in images} == {(240, 320, 3)}


def test_odd_sizes_and_single_frames(tmp_path: Path) -> None:
    with Film(tmp_path / "b.mp4", float("nan")) as film:
        film.add(result(size=(321, 241)))
    assert len(images_of(film.path)) == 1
    with Film(tmp_path / "none.mp4", 25.0):
        pass
    assert not (tmp_path / "none.mp4").exists()


def test_a_labelled_video_becomes_a_film_of_the_same_length(tiny_bundle: Path, tmp_path: Path) -> None:
    video = write_video(tmp_path / "a.avi", 20, code="MJPG")
    run(tiny_bundle, video, to=tmp_path / "copies", output=tmp_path / "out.csv")
    copy = tmp_path / "copies" / "a.mp4"
    assert len(images_of(copy)) == 20
    assert cv2.VideoCapture(str(copy)).get(cv2.CAP_PROP_FPS) == pytest.approx(25)


def test_items_lie_where_their_folder_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path / "in" / "deep" / "a.png")
    monkeypatch.chdir(tmp_path / "in")
    (item,) = find_items([Path()])
    assert (item.path.as_posix(), item.place.as_posix(), item.kind) == ("deep/a.png", "in/deep/a.png", "picture")
