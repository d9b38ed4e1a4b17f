"""The sub-menu of a camera's resolution and rate: what its driver offers, the camera's own choice, or any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QAction, QActionGroup, QInputDialog, QLineEdit, QMenu, QWidget

from ferdesk.errors import FerdeskError
from ferdesk.gui.status_words import sentence
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr

if TYPE_CHECKING:
    from ferdesk.camera_mode import CameraMode
    from ferdesk.camera_spec import CameraSpec

TITLE = tr("Resolution and rate")


class CameraModeMenu(QMenu):
    """About the camera in use; without one it is disabled. Its list is looked up when it is opened."""

    spec_chosen = pyqtSignal(str)
    """The same camera with another mode, as `open_source` takes it."""
    told = pyqtSignal(str)
    """A sentence: why what was typed is no mode."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Resolution and &rate"), parent)
        self.camera: CameraSpec | None = None
        """The one in use."""
        self._group = QActionGroup(self)
        self.set_camera(None)
        self.aboutToShow.connect(self.refresh)

    def set_camera(self, camera: CameraSpec | None) -> None:
        """The camera in use; None: there is none."""
        self.camera = camera
        sure(self.menuAction()).setEnabled(camera is not None)

    def refresh(self) -> None:
        """Look up what the camera can do."""
        from ferdesk.camera_mode import ANY_MODE, worth_choosing
        from ferdesk.sources import cameras, modes_of  # late: it loads OpenCV

        self.clear()
        if self.camera is None:
            return
        info = self.camera.find(cameras())
        self._add_mode(tr("&As the camera likes"), ANY_MODE)
        self.addSeparator()
        known = modes_of(info.index) if info is not None else None
        shown = worth_choosing(known.modes) if known is not None else ()
        if known is not None and not known.told:
            note = sure(self.addAction(tr("Usual ones; what this camera can do is not known")))
            note.setEnabled(False)
        if self.camera.mode not in (ANY_MODE, *shown):
            shown = (*shown, self.camera.mode)
        for mode in shown:
            self._add_mode(mode.words, mode)
        self.addSeparator()
        sure(self.addAction(tr("&Other…"))).triggered.connect(self._other)

    def _add_mode(self, text: str, mode: CameraMode) -> None:
        assert self.camera is not None
        camera, action = self.camera, QAction(text, self)
        action.setCheckable(True)
        action.setChecked(mode == camera.mode)
        action.setActionGroup(self._group)
        action.triggered.connect(lambda: self.spec_chosen.emit(camera.with_mode(mode).text))
        self.addAction(action)

    def _other(self) -> None:
        from ferdesk.camera_mode import parse_mode

        camera = self.camera
        if camera is None:
            return
        text, accepted = QInputDialog.getText(
            self.parentWidget(), TITLE, tr("Pixels and pictures a second, such as 1280x720@30, 1280x720 or 30:"),
            QLineEdit.EchoMode.Normal, camera.mode.spec or "1280x720@30",
        )  # fmt: skip
        if not accepted:
            return
        try:
            self.spec_chosen.emit(camera.with_mode(parse_mode(text)).text)
        except FerdeskError as error:
            self.told.emit(sentence(str(error)))
