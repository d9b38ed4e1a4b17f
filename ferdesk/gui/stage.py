"""The middle of the window: the video, the panel beside it, and which face both are about."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QDragEnterEvent, QDropEvent
from PyQt5.QtWidgets import QSplitter, QWidget

from ferdesk.gui.selection import Selection
from ferdesk.gui.side_panel import SidePanel
from ferdesk.gui.sure import sure
from ferdesk.gui.video_view import VideoView
from ferdesk.types import Result


class Stage(QSplitter):
    """Results are pushed in; a person's clicks and steps change the selection."""

    file_dropped = pyqtSignal(str)
    """Path of a file or folder that was dropped here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.view = VideoView()
        self.panel = SidePanel()
        self._selection = Selection()
        self.setAcceptDrops(True)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(self.view)
        self.addWidget(self.panel)
        self.setStretchFactor(0, 1)
        self.setSizes([900, 360])
        self.view.face_clicked.connect(self.choose)
        self.view.stepped.connect(self.step)

    def show_result(self, result: Result) -> None:
        """Show a result in both."""
        self._selection = self._selection.update(result.faces)
        self.view.show_result(result, self._selection.shown)
        if self.panel.isVisible():
            self._show_face(result)

    def show_message(self, title: str, detail: str = "") -> None:
        """Forget picture and selection, and say why there is none."""
        self._selection = Selection()
        self.view.show_message(title, detail)
        self.panel.face.show_face(None, ())

    def result(self) -> Result | None:
        """The result on show."""
        return self.view.result()

    def selected(self) -> int | None:
        """The track of the face on show."""
        return self._selection.shown

    def choose(self, track: int) -> None:
        """Look at the person with this track."""
        self._select(self._selection.choose(track))

    def step(self, by: int) -> None:
        """Look at the next face to the right (+1) or to the left (-1)."""
        result = self.result()
        if result is not None:
            self._select(self._selection.step(result.faces, by))

    def set_panel_visible(self, visible: bool) -> None:
        """Show the panel, brought up to date, or leave all room to the video."""
        self.panel.setVisible(visible)
        result = self.result()
        if visible and result is not None:
            self._show_face(result)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        if _local_path(sure(event)):
            sure(event).acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        sure(event).acceptProposedAction()
        self.file_dropped.emit(_local_path(sure(event)))

    def _select(self, selection: Selection) -> None:
        self._selection = selection
        self.view.select(selection.shown)
        result = self.result()
        if result is not None:
            self._show_face(result)

    def _show_face(self, result: Result) -> None:
        self.panel.face.show_face(self._selection.face(result.faces), result.faces)


def _local_path(event: QDropEvent) -> str:
    """Of the first file or folder that is dragged; empty if it is none on this computer."""
    return next((url.toLocalFile() for url in sure(event.mimeData()).urls() if url.isLocalFile()), "")
