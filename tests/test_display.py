"""Is there a screen, and are the libraries of Qt's platform plugin there?"""

from __future__ import annotations

import ctypes
import sys

import pytest

from ferdesk import display

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is asked on Linux only")


@linux
def test_a_display_of_a_closed_session_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":4077")
    assert not display.has_display()
    monkeypatch.delenv("DISPLAY")
    assert not display.has_display()


def test_offscreen_counts_as_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delenv("DISPLAY", raising=False)
    assert display.has_display()
    assert display.missing_display_packages() == ()


@linux
def test_missing_libraries_are_named_as_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    real = ctypes.CDLL

    def without_icccm(name: str) -> object:
        if name in ("libxcb-icccm.so.4", "libGL.so.1"):
            raise OSError(name)
        return real(None)

    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(ctypes, "CDLL", without_icccm)
    assert display.missing_display_packages() == ("libgl1", "libxcb-icccm4")


@linux
def test_wayland_alone_needs_no_x_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> object:
        raise OSError(name)

    monkeypatch.setenv("QT_QPA_PLATFORM", "wayland")
    monkeypatch.setattr(ctypes, "CDLL", nothing)
    missing = display.missing_display_packages()
    assert "libgl1" in missing
    assert not any(name.startswith("libxcb") for name in missing)
