"""The app from start to end, in a process of its own: an exception in a slot is survived, Ctrl-C ends it whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from tests.films import numbered

_RUN = """
import os, signal, sys, threading
from pathlib import Path
from ferdesk.gui.app import AppOptions, run_app

def later(window):
    print("hint:", window.status.hint())
    os.kill(os.getpid(), signal.SIGINT)

def begin(window):
    start(window)
    QTimer.singleShot(100, lambda: 1 / 0)
    QTimer.singleShot(1500, lambda: later(window))

from PyQt5.QtCore import QTimer
from ferdesk.gui.main_window import MainWindow
start, MainWindow.start = MainWindow.start, begin
source, bundle, settings = sys.argv[1:]
code = run_app(AppOptions(source=source, bundle=bundle, settings=Path(settings)))
print("ended:", code, [thread.name for thread in threading.enumerate()])
"""


@pytest.mark.parametrize("bundle", ["nowhere.onnx", "picture.png"])
def test_a_bundle_that_cannot_be_used_opens_no_window(tmp_path: Path, bundle: str) -> None:
    assert cv2.imwrite(str(tmp_path / "picture.png"), numbered(1))
    done = subprocess.run(
        [sys.executable, "-m", "ferdesk.cli", "--bundle", bundle],
        cwd=tmp_path, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "error:" in done.stderr and bundle in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill ends the process on Windows")
def test_an_exception_is_survived_and_ctrl_c_ends_the_app(tmp_path: Path, tiny_bundle: Path) -> None:
    picture, settings = tmp_path / "picture.png", tmp_path / "settings.json"
    assert cv2.imwrite(str(picture), numbered(1))
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(picture), str(tiny_bundle), str(settings)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert "hint: Something went wrong in the window (ZeroDivisionError" in done.stdout, done.stderr
    assert "Traceback" in done.stderr and "1 / 0" not in done.stdout
    assert "ended: 0 ['MainThread']" in done.stdout, done.stderr
    assert settings.exists(), "the settings are kept on the way out"
