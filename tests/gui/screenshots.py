"""The window in some sizes and both themes, at one scaling: `python -m tests.gui.screenshots FOLDER 1280x720 …`.

A process of its own, for the scaling is decided by QT_SCALE_FACTOR when Qt starts. Sizes are in the screen's pixels.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ferdesk.gui import bootstrap

if TYPE_CHECKING:
    from ferdesk.gui.main_window import MainWindow
    from ferdesk.gui.scripted import Wait

THEMES = ("dark", "light")
_POINTS = 9
"""Size of the app's font."""
_A_WHILE = 1.5
"""Seconds in which the timeline gets something to show."""
_SETTLE = 0.3


def take(folder: Path, sizes: Sequence[str]) -> None:
    """Write `window-WIDTHxHEIGHT-THEME.png` of each into `folder`. FerdeskErrors as `scripted.play`."""
    bootstrap.prepare()
    from ferdesk.gui.app import make_application
    from ferdesk.gui.scripted import Playing, play

    app = make_application()
    font = app.font()
    font.setPointSize(_POINTS)
    app.setFont(font)
    play(lambda window, _: _script(window, folder, sizes), Playing("demo:crowd"))


def _script(window: MainWindow, folder: Path, sizes: Sequence[str]) -> Iterator[Wait]:
    yield lambda: window.stage.result() is not None and window.timeline.panel.plot is not None
    yield _A_WHILE
    scale = float(os.environ["QT_SCALE_FACTOR"])
    for theme in THEMES:
        window.preferences.change("theme", theme)
        for size in sizes:
            width, height = (round(int(pixels) / scale) for pixels in size.split("x"))
            window.resize(width, height)
            yield _SETTLE
            assert window.grab().save(str(folder / f"window-{size}-{theme}.png"))


if __name__ == "__main__":
    take(Path(sys.argv[1]), sys.argv[2:])
