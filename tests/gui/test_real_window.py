"""The app as a person starts it: its own process, a real X display, a window whose picture is kept.

Offscreen tests cannot see what only X shows: a missing platform library, a plugin path that OpenCV set, a grey window.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PyQt5.QtGui import QImage

from ferdesk.bundle import available_bundles
from ferdesk.overlay import TRACK
from tests.films import number_in, numbered
from tests.gui.real_screen import ARTEFACTS, environment

pytestmark = pytest.mark.display


def _shoot(display: str, home: Path, name: str, *options: str) -> NDArray[np.uint8]:
    """Start the app with `options`, let it end by itself, and keep what was on the screen as artefacts/`name`."""
    ARTEFACTS.mkdir(exist_ok=True)
    shot = ARTEFACTS / name
    shot.unlink(missing_ok=True)
    asked = {"FERDESK_SCREENSHOT": str(shot), "FERDESK_SCREENSHOT_AFTER": "2"}
    done = subprocess.run(
        [sys.executable, "-m", "ferdesk.cli", *options],
        env=environment(display, home) | asked, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr and "qt.qpa" not in done.stderr, done.stderr
    pixels = _pixels(shot)
    assert pixels.shape == (680, 1272, 3), "the screen of 1280 x 720 less the frame of a desktop"
    return pixels


def _pixels(path: Path) -> NDArray[np.uint8]:
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits().asstring(image.sizeInBytes()), np.uint8)
    return rows.reshape(image.height(), image.bytesPerLine())[:, : image.width() * 3].reshape(image.height(), -1, 3)


def test_the_app_opens_a_real_window_on_a_real_display(
    display: str, home: Path, tiny_bundle: Path, tmp_path: Path
) -> None:
    picture, settings = tmp_path / "picture.png", home / "ferdesk" / "settings.json"
    assert cv2.imwrite(str(picture), numbered(42))
    settings.write_text(json.dumps({"notice_seen": True, "theme": "dark", "show_timeline": False}), encoding="utf-8")
    pixels = _shoot(display, home, "window.png", "--source", str(picture), "--bundle", str(tiny_bundle))
    video, panel = pixels[100:650, :900], pixels[100:650, 930:]
    lit = video.max(axis=2) > 40  # without the dark bars around the picture
    shown = video[lit.any(axis=1)][:, lit.any(axis=0)]
    assert number_in(_shrunk(shown)) == 42, "the picture is not on the screen"
    assert len(np.unique(panel.reshape(-1, 3), axis=0)) > 20, "the panel is empty"


def test_the_demo_plays_in_a_real_window_with_faces_found(display: str, home: Path) -> None:
    if "default" not in available_bundles():
        pytest.skip("no bundle came along")
    pixels = _shoot(display, home, "demo.png", "--source", "demo")
    column = pixels[90:690, 950:1040].astype(int)  # through the panel's crop, wherever the cards above it leave it
    grey = (np.ptp(column, axis=2).max(axis=1) == 0) & (column.std(axis=(1, 2)) > 10)
    assert grey.sum() > 80, "no crop in the panel, so no face was found"
    track = [int(TRACK[i : i + 2], 16) for i in (1, 3, 5)]
    assert (pixels[100:650, 80:840] == track).all(axis=2).sum() > 500, "no score bars on the picture"


def _shrunk(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """At the film's own size, so that its stripes can be read."""
    rows = np.arange(120) * len(picture) // 120
    columns = np.arange(160) * picture.shape[1] // 160
    return picture[rows][:, columns]


def test_a_server_that_resets_when_its_last_client_leaves_does_not_end_the_app(display: str, tmp_path: Path) -> None:
    """Asking whether there is a display must not be the last client of a bare Xvfb."""
    code = "import os; from ferdesk.gui import bootstrap; bootstrap.prepare(); print(len(os.listdir('/proc/self/fd')))"
    counts = []
    for name in (display, ""):
        surroundings = environment(name, tmp_path) | {"QT_QPA_PLATFORM": "" if name else "offscreen"}
        done = subprocess.run(
            [sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        counts.append(int(done.stdout))
    assert counts[0] == counts[1] + 1, "no connection is held open"
