"""The menu of sources: cameras by name, looked up when it is opened; demo, file, folder, address, screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QAction, QFileDialog, QInputDialog, QLineEdit, QMenu, QWidget

from ferdesk.errors import FerdeskError
from ferdesk.gui.camera_mode_menu import CameraModeMenu
from ferdesk.gui.status_words import sentence
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr

if TYPE_CHECKING:
    from ferdesk.sources import CameraInfo


class SourceMenu(QMenu):
    """`source_chosen` carries what `ferdesk.sources.open_source` takes, `folder_changed` where a file was found."""

    source_chosen = pyqtSignal(str)
    folder_changed = pyqtSignal(str)
    told = pyqtSignal(str)
    """A sentence: why a choice could not be made."""
    turned = pyqtSignal(int)
    """The next picture of a folder is wanted (+1), or the one before (-1)."""
    slide_seconds_asked = pyqtSignal()
    """A person wants to say how long each picture of a folder stays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("&Source"), parent)
        self._folder, self._spec, self._offered = "", "", ""
        self._cameras: list[QAction] = []
        self.setToolTipsVisible(True)
        self.modes = CameraModeMenu(self)
        self.modes.spec_chosen.connect(self.source_chosen)
        self.modes.told.connect(self.told)
        self._first = sure(self.addMenu(self.modes))
        self.new_camera = self._add(tr("Use the &new camera"), "F6", lambda: self.source_chosen.emit(self._offered))
        self.offer("", "")
        self.addSeparator()
        self._add(tr("&Demo"), "Ctrl+D", self._demo)
        self._add(tr("&Open file…"), "Ctrl+O", self._file)
        self._add(tr("Open &folder…"), "Ctrl+Shift+O", self._directory)
        self._add(tr("Open &URL…"), "Ctrl+U", self._address)
        self._add(tr("S&creen…"), "Ctrl+Shift+S", self._screen)
        self.addSeparator()
        self._pages = [
            self._add(tr("Ne&xt picture of the folder"), "PgDown", lambda: self.turned.emit(1)),
            self._add(tr("Picture &before"), "PgUp", lambda: self.turned.emit(-1)),
        ]
        self._add(tr("&Seconds for each picture…"), "", self.slide_seconds_asked.emit)
        self.aboutToShow.connect(self.refresh)

    def set_folder(self, folder: str) -> None:
        """Where the file dialogs begin."""
        self._folder = folder

    def set_source(self, spec: str) -> None:
        """The source in use: its camera is checked, and its resolution and rate can be chosen."""
        from ferdesk.camera_spec import parse_camera

        self._spec = spec
        try:
            self.modes.set_camera(parse_camera(spec))
        except FerdeskError:  # a mode that cannot be; the session says so
            self.modes.set_camera(None)

    def set_pages(self, on: bool) -> None:
        """Whether the source has pages that can be turned."""
        for action in self._pages:
            action.setEnabled(on)

    def offer(self, name: str, spec: str) -> None:
        """A camera was plugged in that may be wanted; empty: none was."""
        self._offered = spec
        self.new_camera.setText(
            tr("Use the &new camera, {name}", name=name.replace("&", "&&")) if name else tr("Use the &new camera")
        )
        self.new_camera.setVisible(bool(spec))
        self.new_camera.setEnabled(bool(spec))

    def refresh(self) -> None:
        """Look up the cameras that are connected now."""
        from ferdesk.sources import cameras  # late: it loads OpenCV, and the window is to be there first

        for action in self._cameras:
            self.removeAction(action)
            action.deleteLater()
        found = cameras()
        self._cameras = [self._camera(camera, found) for camera in found]
        if not found:
            none = QAction(tr("No camera connected"), self)
            none.setEnabled(False)
            self._cameras = [none]
        self.insertActions(self._first, self._cameras)

    def _camera(self, camera: CameraInfo, connected: Sequence[CameraInfo]) -> QAction:
        from ferdesk.camera_spec import spec_of

        action = QAction(tr("{name}\tcamera {index}", name=camera.name.replace("&", "&&"), index=camera.index), self)
        action.setCheckable(True)
        action.setChecked(self.modes.camera is not None and self.modes.camera.find(connected) == camera)
        action.triggered.connect(lambda: self.source_chosen.emit(spec_of(camera, connected).text))
        return action

    def _add(self, text: str, shortcut: str, slot: Callable[[], None]) -> QAction:
        action = sure(self.addAction(text))
        action.setShortcut(shortcut)
        action.triggered.connect(lambda: slot())
        return action

    def _demo(self) -> None:
        self.source_chosen.emit("demo")

    def _file(self) -> None:
        window, title = self.parentWidget(), tr("Open a video or picture")
        path, _ = QFileDialog.getOpenFileName(window, title, self._folder, file_filters())
        self._chosen(path)

    def _directory(self) -> None:
        self._chosen(
            QFileDialog.getExistingDirectory(self.parentWidget(), tr("Open a folder of pictures"), self._folder)
        )

    def _address(self) -> None:
        text, accepted = QInputDialog.getText(
            self.parentWidget(),
            tr("Open URL"),
            tr("Address of a stream (rtsp:// or http://):"),
            QLineEdit.EchoMode.Normal,
            "rtsp://",
        )
        if accepted and text.strip():
            self.source_chosen.emit(text.strip())

    def _screen(self) -> None:
        from ferdesk.gui.screen_dialog import ScreenDialog
        from ferdesk.source_screen import monitors

        try:
            dialog = ScreenDialog(monitors(), self._spec, self.parentWidget())
        except FerdeskError as error:
            self.told.emit(sentence(str(error)))
            return
        dialog.spec_chosen.connect(self.source_chosen)
        dialog.open()

    def _chosen(self, path: str) -> None:
        if path:
            self.folder_changed.emit(str(Path(path).parent))
            self.source_chosen.emit(path)


def file_filters() -> str:
    """What a file dialog shows of a folder: pictures, videos, both or all."""
    from ferdesk.images import IMAGE_SUFFIXES, VIDEO_SUFFIXES

    videos = " ".join(f"*{suffix}" for suffix in sorted(VIDEO_SUFFIXES))
    pictures = " ".join(f"*{suffix}" for suffix in sorted(IMAGE_SUFFIXES))
    return tr(
        "Videos and pictures ({videos} {pictures});;Videos ({videos});;Pictures ({pictures});;All files (*)",
        videos=videos,
        pictures=pictures,
    )
