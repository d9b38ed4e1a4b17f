"""What is wanted, and what becomes of a camera that is plugged in while the demo plays. In the whole window."""

from __future__ import annotations

import threading
from pathlib import Path

import cv2
import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from ferdesk.gui.main_window import MainWindow
from ferdesk.settings import AppSettings, load_settings, save_settings
from ferdesk.source_images import FolderSource
from ferdesk.sources import CameraInfo, Source
from tests.fakes import FakeSource, picture
from tests.gui.conftest import MakeWindow

WAIT_MS = 20_000


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[CameraInfo]:
    """The cameras of this machine; changes are noticed at once."""
    cameras: list[CameraInfo] = []
    monkeypatch.setattr("ferdesk.sources.cameras", lambda: tuple(cameras))
    monkeypatch.setattr("ferdesk.camera_watch.PERIOD", 0.01)
    return cameras


@pytest.fixture
def standing_in(
    qtbot: QtBot, make_window: MakeWindow, sources: dict[str, Source], settings_path: Path, connected: list[CameraInfo]
) -> MainWindow:
    """A window in which the demo plays because the remembered camera was not there."""
    save_settings(AppSettings(notice_seen=True, source="camera:Desk Cam@1280x720@30"), settings_path)
    sources["camera:Desk Cam@1280x720@30"] = FakeSource(absent=1)
    demo = sources["demo"] = FakeSource()
    demo.name = "Demo"
    window = make_window(source=None)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.session.spec == "demo" and window.stage.result() is not None, timeout=WAIT_MS)
    assert "demo plays" in window.status.hint()
    assert any(thread.name == "ferdesk-cameras" for thread in threading.enumerate())
    return window


def test_the_wanted_camera_is_taken_as_it_comes_with_its_mode(
    qtbot: QtBot, standing_in: MainWindow, connected: list[CameraInfo]
) -> None:
    connected.append(CameraInfo(3, "Desk Cam", "V4L2"))
    qtbot.waitUntil(lambda: standing_in.session.spec == "camera:Desk Cam@1280x720@30", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "running" in standing_in.status.text(), timeout=WAIT_MS)
    assert standing_in.sources.modes.camera is not None
    assert not any(thread.name == "ferdesk-cameras" for thread in threading.enumerate())


def test_another_camera_is_offered_and_taken_by_a_key_only(
    qtbot: QtBot, standing_in: MainWindow, connected: list[CameraInfo], settings_path: Path
) -> None:
    connected.append(CameraInfo(0, "Other Cam", "V4L2"))
    qtbot.waitUntil(lambda: "Other Cam was plugged in. F6" in standing_in.status.hint(), timeout=WAIT_MS)
    assert standing_in.session.spec == "demo", "nobody asked for it"
    standing_in.sources.new_camera.trigger()
    assert standing_in.session.spec == "camera:Other Cam"
    qtbot.waitUntil(lambda: standing_in.status.hint() == "", timeout=WAIT_MS)
    assert not standing_in.sources.new_camera.isVisible()
    standing_in.close()
    assert load_settings(settings_path).settings.source == "camera:Other Cam"


def test_while_the_demo_was_chosen_nobody_looks_out(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(source=None)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.stage.result() is not None, timeout=WAIT_MS)
    assert window.session.spec == "demo"
    assert not any(thread.name == "ferdesk-cameras" for thread in threading.enumerate())


def test_a_remembered_stream_is_waited_for(
    qtbot: QtBot, make_window: MakeWindow, sources: dict[str, Source], settings_path: Path
) -> None:
    save_settings(AppSettings(notice_seen=True, source="rtsp://host/1"), settings_path)
    sources["rtsp://host/1"] = FakeSource(absent=1)
    window = make_window(source=None)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.stage.result() is not None, timeout=WAIT_MS)
    assert window.session.spec == "rtsp://host/1"


@pytest.mark.parametrize("spec", ["screen:2", "screen:10,20,300,200", "camera:Cam@640x480@30", "rtsp://host/1"])
def test_the_last_source_comes_back(
    qtbot: QtBot, make_window: MakeWindow, connected: list[CameraInfo], spec: str
) -> None:
    window = make_window(source=None)
    window.show()
    window.sources.source_chosen.emit(spec)
    window.close()
    again = make_window(source=None)
    again.show()
    again.start()
    qtbot.waitUntil(lambda: again.stage.result() is not None, timeout=WAIT_MS)
    assert again.session.spec == spec


def test_of_several_dropped_files_the_first_counts_and_it_is_said(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window()
    window.stage.file_dropped.emit(str(tmp_path / "a.mp4"), 2)
    assert window.session.spec == str(tmp_path / "a.mp4")
    assert "Of 3 files a.mp4 was opened" in window.status.hint()


def test_a_file_begins_again_if_wanted_also_while_it_runs(
    qtbot: QtBot, make_window: MakeWindow, sources: dict[str, Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ferdesk.capture.SHORTEST_ROUND", 0.05)
    clip = sources["clip"] = FakeSource([picture(number) for number in range(3)], live=False)
    window = make_window(source="clip")
    window.show()
    window.todo.switches["repeat"].trigger()
    window.start()
    qtbot.waitUntil(lambda: clip.opened >= 3, timeout=WAIT_MS)
    window.todo.switches["repeat"].trigger()
    qtbot.waitUntil(lambda: "done" in window.status.text(), timeout=WAIT_MS)


def test_the_pictures_of_a_folder_are_turned_by_keys(
    qtbot: QtBot, make_window: MakeWindow, sources: dict[str, Source], tmp_path: Path
) -> None:
    for number in range(3):
        assert cv2.imwrite(str(tmp_path / f"{number}.png"), picture(100 + number))
    sources[str(tmp_path)] = FolderSource(tmp_path, 600.0)
    window = make_window(source=str(tmp_path))
    window.show()
    window.start()

    def shown() -> int | None:
        result = window.stage.result()
        return None if result is None else result.frame.index

    qtbot.waitUntil(lambda: shown() == 0, timeout=WAIT_MS)
    for key, page in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageDown, 2), (Qt.Key.Key_PageUp, 1)):
        qtbot.keyClick(window, key)
        qtbot.waitUntil(lambda page=page: shown() == page, timeout=WAIT_MS)
    window.choice.choose("demo")
    assert not any(action.isEnabled() for action in window.sources._pages)


def test_the_time_of_slides_is_asked_for_and_holds_at_once(
    qtbot: QtBot, make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = make_window(source=str(tmp_path))
    window.show()
    window.start()
    monkeypatch.setattr(QInputDialog, "getDouble", lambda *args: (7.5, True))
    opened: list[str] = []
    window.session.opened.connect(opened.append)
    window.sources.slide_seconds_asked.emit()
    assert window.preferences.now.sources().slide_seconds == 7.5
    assert opened, "a folder is on show: it begins again with the new time"
