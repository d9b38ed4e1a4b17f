"""From start to quit as a person does it, with mouse and keyboard on a real X display; then what lies on the disk."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from ferdesk.bundle import available_bundles
from ferdesk.demo import Sheet
from ferdesk.demo_paint import Stage
from ferdesk.emotions import Emotion
from ferdesk.person import person_color
from ferdesk.recording import open_recording
from ferdesk.recording_table import EMPTY
from ferdesk.types import Image
from tests.fakes import until
from tests.gui.real_screen import Screen, environment

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT = (190, 180, 260.0), (480, 180, 200.0)
"""Middle and side of two portraits. The left one is larger, so that without a click it is the selected one."""
GROUND = (150, 30, 150)
"""BGR of the clip's ground, which nothing else on the screen has."""
MINUTES = 6
"""More than the slowest machine needs from opening the clip to the end of the recording."""

pytestmark = [pytest.mark.display, pytest.mark.timeout(600)]


@pytest.fixture
def screen(display: str) -> Iterator[Screen]:
    if shutil.which("xdotool") is None:
        pytest.skip("xdotool is not installed (Debian: apt-get install xdotool)")
    made = Screen(display)
    yield made
    made.close()


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Two people who do not move, five frames a second."""
    image = np.full((HEIGHT, WIDTH, 3), GROUND, np.uint8)
    stage = Stage(Sheet.load().faces, WIDTH, HEIGHT)
    for (x, y, size), emotion in ((LEFT, Emotion.HAPPY), (RIGHT, Emotion.SURPRISE)):
        stage.put(image, (x, y), size, 0.0, (emotion, emotion, 0.0))
    path = tmp_path / "pair.mp4"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), 5.0, (WIDTH, HEIGHT))
    for _ in range(MINUTES * 60 * 5):
        writer.write(image)
    writer.release()
    return path


def _picture(pixels: Image) -> tuple[int, int, int, int]:
    """Where the clip is on the screen: x, y, width, height; width 0 where it is not there."""
    near = (np.abs(pixels.astype(int) - GROUND) < 12).all(axis=2)
    rows, columns = np.flatnonzero(near.sum(axis=1) > 50), np.flatnonzero(near.sum(axis=0) > 50)
    if not len(rows) or not len(columns):
        return 0, 0, 0, 0
    return int(columns[0]), int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


def _on_screen(pixels: Image, x: float, y: float) -> tuple[int, int]:
    """Where the clip's pixel (x, y) is on the screen."""
    left, top, width, height = _picture(pixels)
    return left + round(x * width / WIDTH), top + round(y * height / HEIGHT)


def _boxed(pixels: Image) -> bool:
    """Both people have a box in the colour of one of the first two numbers."""
    left, top, width, height = _picture(pixels)
    if not width:
        return False
    middle = left + round(width * 0.53)
    colors = [[int(person_color(number)[i : i + 2], 16) for i in (5, 3, 1)] for number in (1, 2)]
    halves = (pixels[top : top + height, left:middle], pixels[top : top + height, middle : left + width])
    return all(any((half == color).all(axis=2).sum() > 60 for color in colors) for half in halves)


def _rows(path: Path) -> list[dict[str, str]]:
    """Of a table that is being written, perhaps."""
    return list(csv.DictReader(path.open(encoding="utf-8", newline=""))) if path.exists() else []


def _save(screen: Screen, shortcut: str, title: str, path: Path) -> None:
    """Export from the viewer into `path` by the dialog, and wait until it is there."""
    screen.focus("^pair.mp4, ")
    screen.press(shortcut)
    screen.focus(title)
    screen.type(str(path))
    screen.gone(title)
    until(lambda: path.exists() and path.stat().st_size > 0, f"{path.name}")


def test_a_clip_is_opened_recorded_looked_at_and_exported(
    screen: Screen, display: str, home: Path, clip: Path, tmp_path: Path
) -> None:
    if "default" not in available_bundles():
        pytest.skip("no bundle came along")
    recordings, browser = tmp_path / "recordings", tmp_path / "bin" / "xdg-open"
    browser.parent.mkdir()
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    settings = {"notice_seen": True, "theme": "dark", "source": "demo", "record_video": True}
    (home / "ferdesk" / "settings.json").write_text(json.dumps(settings | {"recordings": str(recordings)}))
    surroundings = environment(display, home)
    app = subprocess.Popen(
        [sys.executable, "-m", "ferdesk.cli"],
        env=surroundings | {"PATH": f"{browser.parent}:{surroundings['PATH']}"}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        _use(screen, clip, recordings, tmp_path)
        _, told = app.communicate(timeout=60)
    finally:
        app.kill()
        app.wait(10)
    assert app.returncode == 0, told
    assert "Traceback" not in told and "qt.qpa" not in told, told
    _check(next(recordings.iterdir()), tmp_path)


def _use(screen: Screen, clip: Path, recordings: Path, exports: Path) -> None:
    screen.focus("ferdesk")
    screen.press("ctrl+o")
    screen.focus("^Open a video")
    screen.type(str(clip))
    screen.focus("^pair.mp4")
    until(lambda: _boxed(screen.pixels()), "boxes around both people")
    screen.keep("end-to-end-1-opened.png")

    screen.click(*_on_screen(screen.pixels(), *RIGHT[:2]))
    screen.press("F2")
    screen.type("Ada")
    screen.press("ctrl+r")
    until(lambda: any(_rows(path) for path in recordings.glob("*/faces.csv")), "the first rows of the recording")
    folder = next(recordings.iterdir())
    screen.press("1")
    until(lambda: any(row["kind"] == "mark" for row in _rows(folder / "events.csv")), "the mark")
    marked = len(_rows(folder / "frames.csv"))
    until(lambda: len(_rows(folder / "frames.csv")) > marked + 5, "a second more")
    screen.keep("end-to-end-2-recording.png")
    screen.press("ctrl+r")
    until(lambda: json.loads((folder / "recording.json").read_text())["ended"] is not None, "the recording's end")

    screen.press("ctrl+shift+v")
    screen.focus("^pair.mp4, ")
    until(lambda: _picture(screen.pixels())[2] > 0, "the first picture")
    screen.keep("end-to-end-3-viewer.png")
    _save(screen, "ctrl+s", "^Save picture", exports / "moment.png")
    _save(screen, "ctrl+e", "^Export table", exports / "table.csv")
    _save(screen, "ctrl+p", "^Save report", exports / "report.html")
    until(lambda: (exports / "opened").exists(), "the report in the browser")
    screen.keep("end-to-end-4-exported.png")
    screen.focus("^pair.mp4(?!, )")
    screen.press("ctrl+q")


def _check(folder: Path, exports: Path) -> None:
    recording = open_recording(folder)
    assert recording.complete and recording.video is not None
    assert len(recording.frames) > 5
    right = set(recording.faces["track"][recording.faces["x"] > WIDTH / 2].tolist())
    assert len(right) == 1 and len(set(recording.faces["track"].tolist())) == 2
    labels = set(recording.labels[recording.faces["x"] > WIDTH / 2].tolist())
    assert labels == {Emotion.SURPRISE}
    events = [tuple(recording.events[name].tolist()) for name in ("kind", "track", "text")]
    told = {(kind, track, text) for kind, track, text in zip(*events, strict=True) if kind != "source"}
    assert told == {("name", *right, "Ada"), ("mark", EMPTY, "marker 1")}

    rows = _rows(exports / "table.csv")
    assert len(rows) == len(recording.faces)
    assert {row["person"] for row in rows if float(row["x"]) > WIDTH / 2} == {"Ada"}
    picture = cv2.imread(str(exports / "moment.png"))
    assert picture is not None and _picture(np.asarray(picture, np.uint8))[2] == picture.shape[1]
    page = (exports / "report.html").read_text(encoding="utf-8")
    assert "<h2>Ada" in page and "marker 1" in page and page.count("<svg") >= 2
    assert (exports / "opened").read_text().strip() == f"file://{exports}/report.html"
