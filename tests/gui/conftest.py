"""Fixtures of the window's tests. Every one of them fails a test that leaves a thread or a running timer behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PyQt5.QtCore import QSize, QTimer
from PyQt5.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ferdesk.gui.app import AppOptions
from ferdesk.gui.main_window import MainWindow
from ferdesk.gui.theme import DARK, apply_theme
from ferdesk.settings import AppSettings, save_settings
from ferdesk.sources import Source, SourceOptions
from ferdesk.types import Box, Face, Frame, Result, Stats
from tests.fakes import FakeSource, scored_face
from tests.gui.dialogs import DIALOGS
from tests.xvfb import x_display

ABOUT_THE_PLATFORM = r"does not support (propagateSizeHints|raise|grabbing the keyboard)|XDG_RUNTIME_DIR not set"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every Qt warning fails a test, but for what is said of a computer without a desktop session."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(ABOUT_THE_PLATFORM))


STATS = Stats(1.0, 0.1, 0.1, 0.5, 0.1, 1.8)


def result_of(*faces: Face, width: int = 320, height: int = 240, shade: int = 90) -> Result:
    """A plain frame with these faces."""
    return Result(Frame(np.full((height, width, 3), shade, np.uint8), 0, 0.0), faces, STATS)


def face_at_x(x: float, track: int | None = 1, emotion: int | None = 3, size: float = 60.0) -> Face:
    """A scored face with a crop, at the given place."""
    face = scored_face(Box(x, 80.0, size, size), track=track, emotion=emotion)
    crop = np.tile(np.arange(48, dtype=np.uint8) * 5, (48, 1))
    return Face(
        face.box, face.landmarks, face.detector_score, track, crop, face.scores, face.smoothed, face.emotion
    )  # fmt: skip


def running_timers() -> list[QTimer]:
    """Timers of the app's own objects that still run."""
    windows = QApplication.topLevelWidgets()
    return [timer for window in windows for timer in window.findChildren(QTimer) if timer.isActive()]


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    yield
    threads = [thread.name for thread in threading.enumerate() if thread.name.startswith("ferdesk-")]
    assert not threads, f"threads still run: {threads}"


@pytest.fixture
def settings_path(tmp_path: Path) -> Path:
    """Settings of somebody who has read the notice and hidden the timeline, whose plot takes a second to load."""
    path = tmp_path / "config" / "settings.json"
    save_settings(AppSettings(notice_seen=True, theme="dark", source="demo", show_timeline=False), path)
    return path


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> dict[str, Source]:
    """What `open_source` gives for each spec; a live fake for those that are not in here."""
    known: dict[str, Source] = {}

    def open_fake(spec: str, options: SourceOptions | None = None) -> Source:
        return known.setdefault(spec, FakeSource())

    monkeypatch.setattr("ferdesk.sources.open_source", open_fake)
    return known


MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def make_window(
    qtbot: QtBot, settings_path: Path, tiny_bundle: Path, sources: dict[str, Source], monkeypatch: pytest.MonkeyPatch
) -> Iterator[MakeWindow]:
    """Makes windows of 800 x 600 on fake sources and closes them after the test."""
    monkeypatch.setattr("ferdesk.gui.main_window.room", lambda: QSize(800, 600))
    made: list[MainWindow] = []

    def make(source: str | None = "fake", bundle: str | None = str(tiny_bundle)) -> MainWindow:
        window = MainWindow(AppOptions(source=source, bundle=bundle, settings=settings_path))
        qtbot.addWidget(window)
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()


MakeDialog = Callable[[str], QWidget]


@pytest.fixture
def make_dialog(qtbot: QtBot, tmp_path: Path) -> Iterator[MakeDialog]:
    """Shows dialogs of `tests.gui.dialogs` and holds them until the test is over."""
    made: list[QWidget] = []
    apply_theme(DARK)

    def make(name: str) -> QWidget:
        dialog = DIALOGS[name](tmp_path)
        qtbot.addWidget(dialog)
        made.append(dialog)
        dialog.show()
        return dialog

    yield make
    for dialog in made:
        dialog.hide()
    # One that only reads goes on unheard for a moment when its dialog is closed.
    qtbot.waitUntil(lambda: "ferdesk-recordings" not in [thread.name for thread in threading.enumerate()])


@pytest.fixture
def display() -> Iterator[str]:
    """The name of a real X display of its own."""
    with x_display("1280x720") as name:
        yield name


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A config folder of somebody who has read the notice."""
    folder = tmp_path / "home"
    (folder / "ferdesk").mkdir(parents=True)
    folder.chmod(0o700)
    (folder / "ferdesk" / "settings.json").write_text('{"notice_seen": true, "theme": "dark"}', encoding="utf-8")
    return folder
