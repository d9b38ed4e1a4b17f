"""What must be right before QApplication is made: Qt aborts the process without a word where it is not."""

from __future__ import annotations

import ctypes
import importlib
import os
import sys

import ferdesk.opencv_env  # noqa: F401  (whatever loads cv2 later finds its environment)
from ferdesk import display, heap
from ferdesk.errors import FerdeskError

_SET_BY_OPENCV = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


class NoWindowError(FerdeskError):
    """A window cannot be opened here; the sentence says why and what works instead."""


def prepare() -> None:
    """Clear the way for PyQt5. Call it before anything imports PyQt5. NoWindowError where no window can be had."""
    heap.share_arena()  # before the threads of Qt and of the libraries
    forget_opencvs_qt()
    _stay_connected()
    if sys.platform == "win32":
        importlib.import_module("onnxruntime")  # after Qt's own C++ runtime is loaded, its DLLs no longer load
    missing = display.missing_display_packages()
    if missing:
        raise NoWindowError(
            f"Qt needs libraries that are not on this computer: sudo apt-get install {' '.join(missing)}. "
            "Without a window, `ferdesk label` works in the console."
        )
    if not display.has_display():
        raise NoWindowError(
            "There is no display to open a window on (no X server or Wayland session answers). "
            "Log in to a desktop, use `ssh -X` or Xvfb, or work in the console with `ferdesk label`."
        )
    if not os.environ.get("DISPLAY") and os.environ.get("WAYLAND_DISPLAY") and sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "wayland")


def _stay_connected() -> None:
    """Keep a connection to the X server until the process ends.

    A bare server (Xvfb) starts anew when its last client leaves, and throws out whoever comes at that moment. The
    question for a display leaves; Qt comes right after.
    """
    if not sys.platform.startswith("linux") or not os.environ.get("DISPLAY"):
        return
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return  # display.missing_display_packages() names it
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connect(None, None)


def forget_opencvs_qt() -> None:
    """Take back the plugin paths that opencv-python's plain wheel sets to its own Qt when cv2 is imported."""
    for name in _SET_BY_OPENCV:
        if "cv2" in os.environ.get(name, ""):
            del os.environ[name]
