"""Plays a script in the real window, as benchmarks, the soak and the pictures do: on settings of its own.

Call `bootstrap.prepare` before this is imported.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PyQt5.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PyQt5.QtWidgets import QApplication

from ferdesk.errors import FerdeskError
from ferdesk.gui.app import AppOptions, make_application
from ferdesk.gui.crash import CrashReporter
from ferdesk.gui.main_window import MainWindow
from ferdesk.settings import AppSettings, save_settings

Wait = float | Callable[[], bool]
"""Seconds to let pass, or a condition that is to come true."""
Script = Callable[[MainWindow, Path], Iterator[Wait]]
"""Does things to the window and yields what to wait for in between; the path is a folder that is deleted afterwards."""

DARK_AND_READ = AppSettings(notice_seen=True, theme="dark")
_POLL_MS = 20
_PATIENCE = 90.0
"""Seconds after which a condition is given up."""


@dataclass(frozen=True, slots=True)
class Playing:
    """What window a script is played in."""

    source: str
    bundle: str | None = None
    provider: str = "cpu"
    threads: int = 1
    settings: AppSettings = DARK_AND_READ
    width: int = 1280
    height: int = 720
    """In Qt's pixels."""


def play(script: Script, playing: Playing) -> None:
    """Open the window, play the script, close it. The user's own settings and recordings are not touched.

    Raises what the script raises; FerdeskError where a condition never comes true, the window is closed before the
    end, or something fails inside the app.
    """
    app = QApplication.instance() or make_application()
    crashes, crashed = CrashReporter(), list[str]()
    crashes.install()
    crashes.reported.connect(crashed.append)
    with tempfile.TemporaryDirectory(prefix="ferdesk-") as name:
        folder = Path(name)
        save_settings(playing.settings, folder / "settings.json")
        window = MainWindow(
            AppOptions(playing.source, playing.bundle, playing.provider, playing.threads, folder / "settings.json")
        )
        try:
            window.resize(playing.width, playing.height)
            window.show()
            window.start()
            _Player(script(window, folder), lambda: _why_broken(window, crashed)).play()
        finally:
            window.close()
            window.deleteLater()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            crashes.uninstall()


def _why_broken(window: MainWindow, crashed: list[str]) -> str:
    if crashed:
        return crashed[0]
    return "" if window.isVisible() else "the window was closed before the end"


class _Player(QObject):
    """Takes a script's steps in an event loop of its own."""

    def __init__(self, steps: Iterator[Wait], why_broken: Callable[[], str]) -> None:
        super().__init__()
        self._steps = steps
        self._why_broken = why_broken
        self._condition: Callable[[], bool] | None = None
        self._deadline = 0.0
        self._loop = QEventLoop()
        self._error: Exception | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._go_on)

    def play(self) -> None:
        """Until the script ends. Raises what it raised, FerdeskError where it could not go on."""
        self._timer.start(0)
        self._loop.exec_()
        self._timer.stop()
        if self._error is not None:
            raise self._error

    def _go_on(self) -> None:
        broken = self._why_broken()
        if broken:
            self._end(FerdeskError(broken))
        elif self._condition is None or self._condition():
            self._step()
        elif time.monotonic() > self._deadline:
            self._end(FerdeskError(f"the window did not come to what was waited for in {_PATIENCE:.0f} s"))
        else:
            self._timer.start(_POLL_MS)

    def _step(self) -> None:
        try:
            wait = next(self._steps)
        except StopIteration:
            self._end(None)
        except Exception as error:  # noqa: BLE001  (raised again by `play`, outside of Qt's slots)
            self._end(error)
        else:
            self._condition = wait if callable(wait) else None
            self._deadline = time.monotonic() + _PATIENCE
            self._timer.start(0 if callable(wait) else round(1000 * wait))

    def _end(self, error: Exception | None) -> None:
        self._error = error
        self._loop.quit()
