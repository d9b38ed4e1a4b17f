"""The window as it is on a laptop's screen, on a desktop's, and on a large one at 200 %, in both themes.

The pictures are kept in `artefacts/`, for people to look at.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from ferdesk.bundle import available_bundles
from tests.gui.real_screen import ARTEFACTS
from tests.gui.screenshots import THEMES

ROOT = Path(__file__).resolve().parents[2]
ALIKE = {"QT_QPA_PLATFORM": "offscreen", "QT_FONT_DPI": "96", "FERDESK_LANGUAGE": "en"}


@pytest.mark.parametrize(("scale", "sizes"), [("1", ("1280x720", "1920x1080")), ("2", ("3840x2160",))])
def test_pictures_of_every_size_in_both_themes(scale: str, sizes: tuple[str, ...]) -> None:
    if "default" not in available_bundles():
        pytest.skip("no bundle came along")
    ARTEFACTS.mkdir(exist_ok=True)
    for old in (ARTEFACTS / f"window-{size}-{theme}.png" for size in sizes for theme in THEMES):
        old.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.screenshots", str(ARTEFACTS), *sizes],
        env=os.environ | ALIKE | {"QT_SCALE_FACTOR": scale}, cwd=ROOT, capture_output=True, text=True, check=False,
        timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for size in sizes:
        width, height = (int(pixels) for pixels in size.split("x"))
        edges = []
        for theme in THEMES:
            picture = cv2.imread(str(ARTEFACTS / f"window-{size}-{theme}.png"))
            assert picture is not None and picture.shape == (height, width, 3)
            assert picture.std() > 20, "next to nothing is in the window"
            edges.append(np.median(picture[-20 * int(scale) :]))  # of the status line
        dark, light = edges
        assert dark < 60 and light > 200
