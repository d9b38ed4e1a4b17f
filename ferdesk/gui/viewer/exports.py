"""What can be taken out of the viewer: a picture, a table, a report. Asks where, writes, tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt5.QtCore import QObject, QUrl, pyqtSignal
from PyQt5.QtGui import QDesktopServices, QImage
from PyQt5.QtWidgets import QWidget

from ferdesk.gui import snapshot
from ferdesk.gui.background import Background
from ferdesk.gui.batch.wish import SUFFIXES
from ferdesk.gui.save_path import ask_save_path
from ferdesk.gui.words import tr
from ferdesk.recording import Recording


class Exports(QObject):
    """Long work is done on a thread of its own; `close` waits for it, so that no file is left half written."""

    told = pyqtSignal(str)
    """A sentence: where it is, or why it is not."""

    def __init__(self, window: QWidget, folder: Path) -> None:
        """`folder` is where files are proposed at first."""
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._work = Background("export", self)
        self._work.done.connect(self._written)
        self._work.failed.connect(self.told)

    @property
    def busy(self) -> bool:
        """Something is being written."""
        return self._work.busy

    def save_picture(self, image: QImage, name: str) -> None:
        """Ask where to save `image`, proposing `name` without a suffix, and save it."""
        path = self._ask(tr("Save picture"), name, tr("PNG pictures (*.png)"), ".png")
        if path is None:
            return

        def write() -> Path:
            snapshot.save(image, path)
            return path

        self._start(write, path)

    def save_table(self, recording: Callable[[], Recording], name: str) -> None:
        """Ask where to write the faces of `recording`, which is made on the working thread, and write them."""
        suffixes = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        kinds = tr("Tables with a row a face a frame ({suffixes})", suffixes=suffixes)
        path = self._ask(tr("Export table"), name, kinds, *SUFFIXES)
        if path is None:
            return

        def write() -> Path:
            from ferdesk.recording_export import export_recording

            export_recording(recording(), path, overwrite=True)  # ask_save_path has asked
            return path

        self._start(write, path)

    def save_report(self, recording: Callable[[], Recording], name: str) -> None:
        """Ask where to write the report of `recording`, write it, and open it in the browser."""
        path = self._ask(tr("Save report"), name, tr("Web pages (*.html)"), ".html")
        if path is None:
            return

        def write() -> Path:
            from ferdesk.recording_report import write_report

            write_report(recording(), path)
            return path

        self._start(write, path)

    def close(self) -> None:
        """Wait for what is being written. May be called again."""
        self._work.stop()

    def _start(self, write: Callable[[], Path], path: Path) -> None:
        if self._work.start(write):
            self.told.emit(tr("Writing {path} …", path=path))
        else:
            self.told.emit(tr("Something is being written still; try again when it is done."))

    def _written(self, path: Path) -> None:
        self.told.emit(tr("Saved as {path}.", path=path))
        if path.suffix == ".html":
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _ask(self, title: str, name: str, kinds: str, *suffixes: str) -> Path | None:
        path = ask_save_path(self._window, title, self._folder / (name + suffixes[0]), kinds, suffixes)
        if path is not None:
            self._folder = path.parent
        return path
