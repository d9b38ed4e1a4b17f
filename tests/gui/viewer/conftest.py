"""Recordings to look at, and viewers that are closed after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ferdesk.emotions import Emotion
from ferdesk.gui.viewer.viewer_window import ViewerWindow
from ferdesk.recorder import Recorder
from ferdesk.recording_video import VideoKind
from tests.films import numbered
from tests.recorded import options, result

WAIT_MS = 20_000
FRAMES = 40
MakeRecording = Callable[..., Path]
MakeViewer = Callable[..., ViewerWindow]


@pytest.fixture
def make_recording(tmp_path: Path) -> MakeRecording:
    """Of 40 frames, 0.1 s apart: 1 happy, then sad, 2 surprised, called Ada; notes at 1.0 and 2.5 s."""

    def make(name: str = "r", video: VideoKind | None = None, *, close: bool = True) -> Path:
        recorder = Recorder(tmp_path / name, options(video))
        for index in range(FRAMES):
            first = Emotion.HAPPY if index < 20 else Emotion.SAD
            recorder.add(result(index, [(1, first), (2, Emotion.SURPRISE)], image=numbered(index)))
            if index in (10, 25):
                recorder.mark(f"note {index}")
        recorder.rename([2], "Ada")
        if close:
            recorder.close()
        return recorder.folder

    return make


@pytest.fixture
def make_viewer(qtbot: QtBot, tmp_path: Path) -> Iterator[MakeViewer]:
    """Opens a viewer and waits until it shows a frame and the timeline."""
    made: list[ViewerWindow] = []

    def make(folder: Path) -> ViewerWindow:
        window = ViewerWindow(folder, tmp_path)
        made.append(window)
        qtbot.addWidget(window)
        window.show()
        window.start()
        qtbot.waitUntil(
            lambda: window.stage.shown() is not None and window.stage.timeline() is not None, timeout=WAIT_MS
        )
        return window

    yield make
    for window in made:
        window.close()
