"""The menu of sources: cameras by name, looked up when it is opened; demo, file, folder, address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QAction, QFileDialog, QInputDialog, QLineEdit, QMenu, QWidget

from ferdesk.gui.sure import sure


class SourceMenu(QMenu):
    """`source_chosen` carries what `ferdesk.sources.open_source` takes, `folder_changed` where a file was found."""

    source_chosen = pyqtSignal(str)
    folder_changed = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("&Source", parent)
        self._folder = ""
        self._cameras: list[QAction] = []
        self.setToolTipsVisible(True)
        self._first = self.addSeparator()
        self._add("&Demo", "Ctrl+D", self._demo)
        self._add("&Open file…", "Ctrl+O", self._file)
        self._add("Open fol&der…", "Ctrl+Shift+O", self._directory)
        self._add("Open &URL…", "Ctrl+U", self._address)
        self.addSeparator()
        self.aboutToShow.connect(self.refresh)

    def set_folder(self, folder: str) -> None:
        """Where the file dialogs begin."""
        self._folder = folder

    def refresh(self) -> None:
        """Look up the cameras that are connected now."""
        from ferdesk.sources import cameras  # late: it loads OpenCV, and the window is to be there first

        for action in self._cameras:
            self.removeAction(action)
            action.deleteLater()
        found = cameras()
        self._cameras = [self._camera(camera.index, camera.name) for camera in found]
        if not found:
            none = QAction("No camera connected", self)
            none.setEnabled(False)
            self._cameras = [none]
        self.insertActions(self._first, self._cameras)

    def _camera(self, index: int, name: str) -> QAction:
        action = QAction(f"{name.replace('&', '&&')}\tcamera {index}", self)
        action.triggered.connect(lambda: self.source_chosen.emit(str(index)))
        return action

    def _add(self, text: str, shortcut: str, slot: Callable[[], None]) -> None:
        action = sure(self.addAction(text))
        action.setShortcut(shortcut)
        action.triggered.connect(slot)

    def _demo(self) -> None:
        self.source_chosen.emit("demo")

    def _file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self.parentWidget(), "Open a video or picture", self._folder, _filters())
        self._chosen(path)

    def _directory(self) -> None:
        self._chosen(QFileDialog.getExistingDirectory(self.parentWidget(), "Open a folder of pictures", self._folder))

    def _address(self) -> None:
        text, accepted = QInputDialog.getText(
            self.parentWidget(), "Open URL", "Address of a stream (rtsp:// or http://):", QLineEdit.EchoMode.Normal, "rtsp://"
        )
        if accepted and text.strip():
            self.source_chosen.emit(text.strip())

    def _chosen(self, path: str) -> None:
        if path:
            self.folder_changed.emit(str(Path(path).parent))
            self.source_chosen.emit(path)


def _filters() -> str:
    from ferdesk.images import IMAGE_SUFFIXES, VIDEO_SUFFIXES

    videos = " ".join(f"*{suffix}" for suffix in sorted(VIDEO_SUFFIXES))
    pictures = " ".join(f"*{suffix}" for suffix in sorted(IMAGE_SUFFIXES))
    return f"Videos and pictures ({videos} {pictures});;Videos ({videos});;Pictures ({pictures});;All files (*)"
