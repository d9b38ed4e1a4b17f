"""A real X display for tests: what is on it, and a mouse and a keyboard. There is no window manager."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import cv2
import numpy as np
from mss import MSS

from ferdesk.types import Image
from tests.fakes import until

ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"
"""Pictures that tests leave for people to look at."""


def environment(display: str, home: Path) -> dict[str, str]:
    """For a process with a window on `display` and its settings in `home`."""
    unwanted = {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "QT_SCALE_FACTOR"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return kept | {
        "DISPLAY": display,
        "XDG_CONFIG_HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "QT_QPA_PLATFORM_PLUGIN_PATH": "/nowhere/cv2/qt/plugins",  # what opencv-python's plain wheel would leave here
    }


class Screen:
    """Looks at a display and uses it as a person would. Needs xdotool. `close` it at the end."""

    def __init__(self, display: str) -> None:
        self._environment = os.environ | {"DISPLAY": display}
        self._camera = MSS(display=display)  # stays connected: a bare X server resets when its last client leaves

    def close(self) -> None:
        """Let go of the display."""
        self._camera.close()

    def pixels(self) -> Image:
        """What is on it now: uint8 BGR."""
        shot = self._camera.grab(self._camera.monitors[0])
        return np.frombuffer(shot.raw, np.uint8).reshape(shot.height, shot.width, 4)[..., :3].copy()

    def keep(self, name: str) -> None:
        """Save what is on it now as artefacts/`name`."""
        ARTEFACTS.mkdir(exist_ok=True)
        assert cv2.imwrite(str(ARTEFACTS / name), self.pixels())

    def titles(self) -> list[str]:
        """Of all windows that are on it."""
        return [self._do("getwindowname", window) for window in self._windows()]

    def focus(self, title: str) -> None:
        """Wait for the window whose title matches the pattern `title`; what is typed from then on is for it."""
        found: list[str] = []

        def focused() -> bool:
            found[:] = [window for window in self._windows() if re.search(title, self._do("getwindowname", window))]
            if found:
                self._do("windowfocus", found[-1])
            return bool(found) and self._do("getwindowfocus") == found[-1]

        until(focused, f"a window called {title}")

    def gone(self, title: str) -> None:
        """Wait until there is no such window any more."""
        until(lambda: not any(re.search(title, name) for name in self.titles()), f"the end of the window {title}")

    def press(self, *keys: str) -> None:
        """Press keys, such as "ctrl+r"."""
        self._do("key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        """Type a text in place of what the field holds, and Enter."""
        self.press("ctrl+a")
        self._do("type", "--delay", "4", text)
        self.press("Return")

    def click(self, x: int, y: int) -> None:
        """Click there with the left button."""
        self._do("mousemove", str(x), str(y), "click", "1")

    def _windows(self) -> list[str]:
        return self._do("search", "--onlyvisible", "--name", ".").split()

    def _do(self, *words: str) -> str:
        """What xdotool answers; empty where a window has gone meanwhile."""
        done = subprocess.run(
            ["xdotool", *words], env=self._environment, capture_output=True, text=True, check=False, timeout=60
        )
        return done.stdout.strip()
