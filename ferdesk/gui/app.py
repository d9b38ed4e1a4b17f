"""`run_app`: from options to a running window and back. Imports Qt only after the way is clear for it.

For tests and pictures in documents two environment variables are honoured: with `FERDESK_SCREENSHOT=shot.png` the app
saves its window there and ends, `FERDESK_SCREENSHOT_AFTER` (seconds, default 4) after the first picture was shown, or
when none came within a minute.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ferdesk.gui import bootstrap

if TYPE_CHECKING:
    from PyQt5.QtWidgets import QApplication, QWidget

_SCREENSHOT_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class AppOptions:
    """What the command line says. None leaves it to the settings."""

    source: str | None = None
    """As `open_source` takes it. The demo never replaces what is named here."""
    bundle: str | None = None
    provider: str = "cpu"
    threads: int | None = None
    settings: Path | None = None
    """Where the settings are kept; None: the user's config folder."""


def run_app(options: AppOptions = AppOptions()) -> int:
    """Open the window and stay until it is closed. The process's exit code.

    Raises:
        NoWindowError: there is no display.
        BundleError: the bundle that was named is not there, or not one. What stands in the settings is told in the
            window, where another can be chosen.
    """
    bootstrap.prepare()
    if options.bundle is not None:
        from ferdesk.bundle import read_bundle

        read_bundle(options.bundle)
    from ferdesk.gui.crash import CrashReporter, CtrlC
    from ferdesk.gui.first_paint import FirstPaint
    from ferdesk.gui.main_window import MainWindow

    app = make_application()
    crashes = CrashReporter()
    crashes.install()
    ctrl_c = CtrlC(app.quit)
    window = MainWindow(options)
    crashes.reported.connect(window.show_crash)
    FirstPaint(window.stage.view, window.start)
    window.show()
    plan_screenshot(app, window, lambda: window.stage.result() is not None)
    try:
        return int(app.exec_())
    finally:
        window.close()
        ctrl_c.uninstall()
        crashes.uninstall()


def make_application() -> QApplication:
    """The QApplication, sharp on every screen."""
    from PyQt5.QtCore import Qt
    from PyQt5.QtGui import QGuiApplication
    from PyQt5.QtWidgets import QApplication

    from ferdesk.gui.icons import app_icon

    QApplication.setAttribute(Qt.ApplicationAttribute.AA_EnableHighDpiScaling)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_UseHighDpiPixmaps)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("ferdesk")
    app.setApplicationDisplayName("ferdesk")
    app.setDesktopFileName("ferdesk")
    app.setWindowIcon(app_icon())
    return app


def plan_screenshot(app: QApplication, window: QWidget, ready: Callable[[], bool]) -> None:
    """Photograph `window` and end, if the environment asks for it, some time after it is `ready`."""
    target = os.environ.get("FERDESK_SCREENSHOT")
    if not target:
        return
    from PyQt5.QtCore import QTimer

    from ferdesk.gui.sure import sure

    deadline = time.monotonic() + _SCREENSHOT_PATIENCE
    timer = QTimer(window)
    timer.setInterval(50)

    def shoot() -> None:
        handle = window.windowHandle()
        screen = sure(handle.screen() if handle is not None else app.primaryScreen())
        saved = screen.grabWindow(window.winId()).save(target)  # what the screen shows, not what Qt would paint
        app.exit(0 if saved else 1)

    def look() -> None:
        if ready() or time.monotonic() > deadline:
            timer.stop()
            QTimer.singleShot(round(1000 * float(os.environ.get("FERDESK_SCREENSHOT_AFTER", "4"))), shoot)

    timer.timeout.connect(look)
    timer.start()
