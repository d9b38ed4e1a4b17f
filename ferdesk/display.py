"""Whether a window can be opened here, found out before Qt is asked: Qt aborts the process when it cannot.

Imports neither PyQt5 nor cv2, so the command line, `doctor` and the app may all ask.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

# What PyQt5's xcb platform plugin and its QtGui are linked against, by Debian's and Ubuntu's package (read with ldd).
_LIBRARIES: dict[str, str] = {
    "libxcb.so.1": "libxcb1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libXext.so.6": "libxext6",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
}

_NO_X = frozenset({"offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs"})
_X_ONLY = ("libxcb", "libX", "libxkbcommon-x11")


def missing_display_packages() -> tuple[str, ...]:
    """Debian's names of the packages that Qt's platform plugin lacks here; empty if nothing does, or not on Linux."""
    platform = _qt_platform()
    if not sys.platform.startswith("linux") or platform in _NO_X:
        return ()
    wayland = platform == "wayland" or ("WAYLAND_DISPLAY" in os.environ and not os.environ.get("DISPLAY"))
    wanted = {name: package for name, package in _LIBRARIES.items() if not (wayland and name.startswith(_X_ONLY))}
    return tuple(sorted(package for name, package in wanted.items() if not _loads(name)))


def has_display() -> bool:
    """True if there is a screen (or Qt's own `QT_QPA_PLATFORM=offscreen`) to open a window on.

    On Linux an X server is asked for a connection, so a `DISPLAY` left over from a closed session does not count.
    """
    if not sys.platform.startswith("linux") or _qt_platform() in _NO_X:
        return True
    return _wayland_answers() or _x_answers()


def _qt_platform() -> str:
    return os.environ.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    return bool(name) and (Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / str(name)).exists()


def _x_answers() -> bool:
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # cannot be asked; missing_display_packages() names what to install
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = xcb.xcb_connection_has_error(connection) != 0
    xcb.xcb_disconnect(connection)  # also frees a connection that failed
    return not failed


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
