from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any, ClassVar

import cv2
import numpy as np
import pytest

import ferdesk.source_camera as source_camera
from ferdesk.source_camera import CameraSource, list_cameras
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
        Device.opened.append(self)

    def isOpened(self) -> bool:
        return self.there

    def set(self, key: int, value: float) -> bool:
        self.settings[key] = value
        return True

    def grab(self) -> bool:
        self.grabs += 1
        return True

    def read(self) -> tuple[bool, Any]:
        self.reads += 1
        return (False, None) if self.unplugged else (True, picture(self.reads))

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


def test_cameras_are_listed_by_index() -> None:
    infos = list_cameras()
    assert [(info.index, info.name) for info in infos] == [(2, "Built-in"), (5, "Other")]
    assert all(isinstance(info, CameraInfo) and info.backend for info in infos)


def test_a_system_that_does_not_tell_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(backend: int) -> Any:
        raise NotImplementedError

    monkeypatch.setattr(source_camera.cv2_enumerate_cameras, "enumerate_cameras", refuse)
    assert list_cameras() == ()
