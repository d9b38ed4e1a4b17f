"""The viewers that are open, a window for each recording, and the dialog that chooses one. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from ferdesk.gui.viewer.recordings_dialog import RecordingsDialog
from ferdesk.gui.viewer.viewer_window import ViewerWindow


class Viewers(QObject):
    """Opens viewers; `close` closes them all."""

    report_wanted = pyqtSignal(object)
    """The folder of a recording whose report is to be made and shown."""

    def __init__(
        self, exports: Callable[[], Path], unfinished: Callable[[], Sequence[Path]], parent: QObject | None = None
    ) -> None:
        """`exports` tells which folder is proposed for what is saved, `unfinished` which recordings are written to."""
        super().__init__(parent)
        self._exports, self._unfinished = exports, unfinished
        self.windows: list[ViewerWindow] = []
        """Those that are open."""

    def choose(self, folder: Path, parent: QWidget | None) -> None:
        """Let somebody choose one of the recordings in `folder`."""
        dialog = RecordingsDialog(folder, self._unfinished, parent)
        dialog.chosen.connect(self.view)
        dialog.report_wanted.connect(self.report_wanted)
        dialog.exec_()
        dialog.deleteLater()

    def view(self, folder: Path) -> None:
        """Show a recording; where it is shown already, bring its window to the front."""
        window = next((window for window in self.windows if window.folder == folder), None)
        if window is None:
            window = ViewerWindow(folder, self._exports(), self._unfinished)
            self.windows.append(window)
            window.closed.connect(self._forget)
            window.show()
            window.start()
        window.raise_()
        window.activateWindow()

    def close(self) -> None:
        """Close them all."""
        for window in tuple(self.windows):
            window.close()

    def _forget(self) -> None:
        window = self.sender()
        if isinstance(window, ViewerWindow) and window in self.windows:
            self.windows.remove(window)
            window.deleteLater()
