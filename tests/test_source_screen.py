"""The screen as a source, on a real X display where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator

import numpy as np
import pytest

from ferdesk.screen_area import Area
from ferdesk.source_screen import ScreenSource, monitors
from ferdesk.sources import SourceError
from tests.xvfb import x_display


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bare X display of 320x240 pixels, which is this process's own."""
    with x_display("320x240", "-noreset") as name:
        monkeypatch.setenv("DISPLAY", name)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        yield name


@pytest.mark.display
def test_a_screen_is_read_again_and_again_at_its_own_pace(display: str) -> None:
    source = ScreenSource(1, fps=50.0)
    source.open()
    frames = [source.read() for _ in range(4)]
    assert [frame and frame.image.shape for frame in frames] == [(240, 320, 3)] * 4
    assert frames[0] is not None and frames[3] is not None
    assert frames[0].image.dtype == np.uint8
    assert frames[3].index == 3
    assert frames[3].seconds >= 3 / 50
    assert abs(frames[3].captured - time.monotonic()) < 5.0
    source.close()
    source.close()
    with pytest.raises(SourceError, match="not open"):
        source.read()


@pytest.mark.display
def test_a_region_shows_what_lies_there_in_the_right_colours(display: str) -> None:
    painted = subprocess.run(["xsetroot", "-solid", "#2080f0"], env=os.environ, check=False) if (
        shutil.which("xsetroot")
    ) else None  # fmt: skip
    source = ScreenSource(Area(20, 10, 100, 50))
    source.open()
    frame = source.read()
    source.close()
    assert frame is not None
    assert frame.image.shape == (50, 100, 3)
    if painted is not None:
        assert frame.image[25, 50].tolist() == [0xF0, 0x80, 0x20], "blue first"


@pytest.mark.display
def test_a_region_beyond_the_screen_is_cut_and_told(display: str) -> None:
    source = ScreenSource(Area(300, 200, 100, 100))
    source.open()
    frame = source.read()
    source.close()
    assert frame is not None and frame.image.shape == (40, 20, 3)
    assert source.note == "a part of Screen at 300,200 lies beyond the screen"
    with pytest.raises(SourceError, match="does not lie on the screen, which has 320×240 pixels"):
        ScreenSource(Area(900, 0, 50, 50)).open()
    with pytest.raises(SourceError, match="there is no screen 7; this computer has 1"):
        ScreenSource(7).open()


@pytest.mark.display
def test_the_monitors_are_known(display: str) -> None:
    assert monitors() == (Area(0, 0, 320, 240),)


def test_without_a_display_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ferdesk.source_screen.sys.platform", "linux")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(SourceError, match="there is no display"):
        ScreenSource().open()
    monkeypatch.setenv("DISPLAY", ":3999")
    with pytest.raises(SourceError, match="is the display :3999 up"):
        monitors()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with pytest.raises(SourceError, match="Wayland keeps programs from reading the screen"):
        ScreenSource().open()
