"""`ferdesk recording view` as typed: a window of its own, or a sentence and the exit code 2."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PyQt5.QtGui import QImage

from tests.gui.viewer.conftest import MakeRecording


def _view(folder: Path, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    away = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR")
    kept = {name: value for name, value in os.environ.items() if name not in away}
    return subprocess.run(
        [sys.executable, "-m", "ferdesk.cli", "recording", "view", str(folder)],
        env=kept | {"XDG_CONFIG_HOME": str(home)} | more,
        capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip


def test_it_shows_the_recording_and_ends(make_recording: MakeRecording, tmp_path: Path) -> None:
    shot = tmp_path / "shot.png"
    asked = {"FERDESK_SCREENSHOT": str(shot), "FERDESK_SCREENSHOT_AFTER": "0.2"}
    done = _view(make_recording(video="plain"), tmp_path, QT_QPA_PLATFORM="offscreen", **asked)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    window = QImage(str(shot))
    colors = {window.pixelColor(x, y).name() for x in range(0, window.width(), 7) for y in range(60, 500, 7)}
    assert len(colors) > 50, "the strip of noise above the film's stripes is not on show"


def test_what_is_no_recording_is_told(tmp_path: Path) -> None:
    done = _view(tmp_path, tmp_path, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 2
    assert f"error: {tmp_path}: no recording" in done.stderr


def test_where_there_is_no_display_it_says_so(make_recording: MakeRecording, tmp_path: Path) -> None:
    done = _view(make_recording(), tmp_path)
    assert done.returncode == 2
    assert "error: There is no display" in done.stderr
