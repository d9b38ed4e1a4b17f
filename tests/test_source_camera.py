from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any, ClassVar

import cv2
import numpy as np
import pytest

import ferdesk.source_camera as source_camera
from ferdesk.camera_mode import parse_mode
from ferdesk.source_camera import CameraSource, list_cameras, list_modes
from ferdesk.sources import CameraInfo, SourceError
from tests.fakes import picture


class Device:
    """Stands in for cv2.VideoCapture: one camera, number 2."""

    opened: ClassVar[list[Device]] = []

    def __init__(self, index: int, backend: int) -> None:
        self.there = index == 2
        self.settings: dict[int, float] = {}
        self.grabs = 0
        self.reads = 0
        self.released = 0
        self.unplugged = False
        self.size = (32, 24)
        Device.opened.append(self)

    def isOpened(self) -> bool:
        return self.there

    def set(self, key: int, value: float) -> bool:
        self.settings[key] = value
        return True

    def get(self, key: int) -> float:
        return self.settings.get(key, 0.0)

    def grab(self) -> bool:
        self.grabs += 1
        return True

    def read(self) -> tuple[bool, Any]:
        self.reads += 1
        return (False, None) if self.unplugged else (True, picture(self.reads, *self.size))

    def release(self) -> None:
        self.released += 1


@pytest.fixture(autouse=True)
def _device(monkeypatch: pytest.MonkeyPatch) -> None:
    Device.opened = []
    monkeypatch.setattr(source_camera.cv2, "VideoCapture", Device)
    names = [SimpleNamespace(index=5, name="Other"), SimpleNamespace(index=2, name="Built-in")]
    monkeypatch.setattr(source_camera.cv2_enumerate_cameras, "enumerate_cameras", lambda backend: names)


def test_frames_with_the_time_since_opening() -> None:
    source = CameraSource(2)
    assert source.live
    before = time.monotonic()
    source.open()
    frames = [source.read(), source.read()]
    assert Device.opened[0].settings == {cv2.CAP_PROP_BUFFERSIZE: 1}
    assert [frame.index for frame in frames if frame] == [0, 1]
    assert frames[1] is not None
    assert np.array_equal(frames[1].image, picture(2))
    assert frames[1].captured >= before
    assert 0.0 <= frames[1].seconds <= time.monotonic() - before
    source.close()
    source.close()
    assert Device.opened[0].released == 1


def test_an_absent_camera_is_told_with_those_that_are_there() -> None:
    with pytest.raises(SourceError, match=r"Camera 9 is not there; connected: 2 \(Built-in\), 5 \(Other\)"):
        CameraSource(9).open()
    assert Device.opened[0].released == 1


def test_a_camera_that_is_there_but_does_not_open_is_told() -> None:
    with pytest.raises(SourceError, match="close programs that use it"):
        CameraSource(5).open()


def test_without_any_camera_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_camera.cv2_enumerate_cameras, "enumerate_cameras", lambda backend: [])
    with pytest.raises(SourceError, match="plug in a camera, or open a video or the demo"):
        CameraSource(9).open()


def test_an_unplugged_camera_is_told() -> None:
    source = CameraSource(2)
    source.open()
    Device.opened[0].unplugged = True
    with pytest.raises(SourceError, match="unplugged"):
        source.read()
    source.close()
    with pytest.raises(SourceError, match="not open"):
        source.read()


def test_who_was_away_gets_the_present(monkeypatch: pytest.MonkeyPatch) -> None:
    source = CameraSource(2)
    source.open()
    source.read()
    assert Device.opened[0].grabs == 0
    monkeypatch.setattr(source_camera, "_AWAY_SECONDS", -1.0)
    source.read()
    assert Device.opened[0].grabs == 4, "what the driver kept is thrown away"


def test_a_mode_is_asked_for_and_a_large_one_as_jpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_camera, "_backend", lambda: cv2.CAP_V4L2)
    CameraSource(2, parse_mode("1280x720@30")).open()
    size = {cv2.CAP_PROP_FRAME_WIDTH: 1280, cv2.CAP_PROP_FRAME_HEIGHT: 720}
    assert Device.opened[0].settings == size | {
        cv2.CAP_PROP_BUFFERSIZE: 1, cv2.CAP_PROP_FPS: 30, cv2.CAP_PROP_FOURCC: cv2.VideoWriter.fourcc(*"MJPG"),
    }  # fmt: skip
    assert list(Device.opened[0].settings).index(cv2.CAP_PROP_FOURCC) < list(Device.opened[0].settings).index(
        cv2.CAP_PROP_FRAME_WIDTH
    ), "drivers take a size for the format that holds"
    CameraSource(2, parse_mode("320x240")).open()
    assert cv2.CAP_PROP_FOURCC not in Device.opened[1].settings


def test_what_the_camera_does_instead_is_told_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    source = CameraSource(2, parse_mode("1280x720@30"))
    source.open()
    source.read()
    assert source.note == "Camera 2 was asked for 1280×720 pixels and sends 32×24"
    Device.opened[0].size = (1280, 720)
    source.read()
    assert source.note == ""
    Device.opened[0].settings[cv2.CAP_PROP_FPS] = 10.0
    source.read()
    assert source.note == "Camera 2 was asked for 30 fps and is set to 10"
    monkeypatch.setattr(source_camera, "_NOTE_SECONDS", 0.0)
    source.read()
    assert source.note == ""


@pytest.mark.parametrize("name", ["Built-in", "built-IN", "built"])
def test_a_camera_by_name_wherever_it_is_plugged_in(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    source = CameraSource(name)
    assert source.name == name
    source.open()
    assert Device.opened[0].there
    left = [SimpleNamespace(index=0, name="Other")]
    monkeypatch.setattr(source_camera.cv2_enumerate_cameras, "enumerate_cameras", lambda backend: left)
    with pytest.raises(SourceError, match=rf"{name} is not there; connected: 0 \(Other\)"):
        source.open()


def test_what_can_be_asked_for_is_the_drivers_word_or_else_what_is_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_camera, "device_modes", lambda device: ())
    assert not list_modes(2).told
    assert parse_mode("1280x720@30") in list_modes(2).modes
    monkeypatch.setattr(source_camera.sys, "platform", "linux")
    monkeypatch.setattr(source_camera, "device_modes", lambda device: (parse_mode("640x480@7.5"),))
    assert list_modes(2).told
    assert [mode.words for mode in list_modes(2).modes] == ["640 × 480, 7.5 fps"]


def test_cameras_are_listed_by_index() -> None:
    infos = list_cameras()
    assert [(info.index, info.name) for info in infos] == [(2, "Built-in"), (5, "Other")]
    assert all(isinstance(info, CameraInfo) and info.backend for info in infos)


def test_a_system_that_does_not_tell_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(backend: int) -> Any:
        raise NotImplementedError

    monkeypatch.setattr(source_camera.cv2_enumerate_cameras, "enumerate_cameras", refuse)
    assert list_cameras() == ()
