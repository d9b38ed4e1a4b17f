from __future__ import annotations

import threading

import pytest

from ferdesk.camera_watch import CameraWatch
from ferdesk.sources import CameraInfo
from tests.fakes import WAIT, until

OLD, NEW = CameraInfo(0, "Old", "V4L2"), CameraInfo(2, "New", "V4L2")


def test_who_comes_is_told_once_and_again_after_leaving(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[set[CameraInfo]] = []
    script = [{OLD}, {OLD}, {OLD, NEW}, {OLD, NEW}, {OLD, NEW}, {OLD}, {OLD, NEW}, {OLD, NEW}]

    def look() -> tuple[CameraInfo, ...]:
        looks.append(script[min(len(looks), len(script) - 1)])
        return tuple(looks[-1])

    told: list[tuple[int, CameraInfo, str]] = []
    monkeypatch.setattr("ferdesk.sources.cameras", look)
    watch = CameraWatch(lambda camera: told.append((len(looks), camera, threading.current_thread().name)), 0.001)
    watch.start()
    until(lambda: len(looks) > len(script) + 2)
    watch.stop(WAIT)
    watch.stop()
    assert told == [(4, NEW, "ferdesk-cameras"), (8, NEW, "ferdesk-cameras")], "at the second look that finds it"
    assert not any(thread.name == "ferdesk-cameras" for thread in threading.enumerate())


def test_it_ends_at_once_however_long_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ferdesk.sources.cameras", tuple)
    watch = CameraWatch(lambda camera: None, 3600.0)
    watch.start()
    watch.stop(WAIT)
    assert not any(thread.name == "ferdesk-cameras" for thread in threading.enumerate())
