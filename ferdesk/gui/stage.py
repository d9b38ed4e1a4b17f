"""The middle of the window: the video, the panel beside it, and which face both are about."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PyQt5.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ferdesk.gui.selection import Selection
from ferdesk.gui.side_column import SideColumn
from ferdesk.gui.sure import sure
from ferdesk.gui.video_view import VideoView
from ferdesk.person import Sign
from ferdesk.types import Face, Result

_LOW = 27
"""Lines of text that fit into the lowest window that has a timeline."""


class Stage(QSplitter):
    """Results are pushed in; a person's clicks and steps change the selection."""

    file_dropped = pyqtSignal(str, int)
    """Path or address of the first file, folder or stream that was dropped here, and how many others there were."""
    result_came = pyqtSignal(object)
    """A Result, before anything of it is shown."""
    selection_changed = pyqtSignal(object, bool)
    """The track that is looked at now, or None; and whether somebody chose it."""
    low_changed = pyqtSignal()
    """The window became `low`, or is so no more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.view = VideoView()
        self.column = SideColumn()
        self.people, self.panel = self.column.people, self.column.panel
        self._selection = Selection()
        self._past: Face | None = None
        self.low = False
        """Whether the window has no room for anything below the video."""
        self.setAcceptDrops(True)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._left = QSplitter(Qt.Orientation.Vertical)
        self._left.setHandleWidth(1)
        self._left.setChildrenCollapsible(False)
        self._left.addWidget(self._framed(self.view))
        self.addWidget(self._left)
        self.addWidget(self.column)
        self.setStretchFactor(0, 1)
        self.setSizes([900, 360])
        self.view.face_clicked.connect(self.choose)
        self.view.stepped.connect(self.step)

    def show_result(self, result: Result) -> None:
        """Show a result in both."""
        self.result_came.emit(result)
        before, self._selection = self._selection, self._selection.update(result.faces)
        self.view.show_result(result, self._marked())
        if self._selection.shown != before.shown:
            self.selection_changed.emit(self._selection.shown, False)
        if self.panel.isVisible():
            self._show_face()

    def show_message(self, title: str, detail: str = "") -> None:
        """Forget picture and selection, and say why there is none."""
        self._selection, self._past = Selection(), None
        self.view.show_message(title, detail)
        self.panel.face.show_face(None, ())
        self.selection_changed.emit(None, False)

    def put_under_picture(self, widget: QWidget) -> None:
        """Put something right under the video, as high as it wants to be."""
        self._picture.addWidget(widget)

    def put_below(self, widget: QWidget) -> QSplitter:
        """Put something below the video; the splitter between them."""
        self._left.addWidget(widget)
        self._left.setStretchFactor(0, 1)
        return self._left

    def result(self) -> Result | None:
        """The result on show."""
        return self.view.result()

    def selected(self) -> int | None:
        """The track of the face on show."""
        return self._selection.shown

    def choose(self, track: int) -> None:
        """Look at the person with this track."""
        self._select(self._selection.choose(track))

    def look_back(self, face: Face | None) -> None:
        """Show somebody who left, as they were seen last, until another face is chosen; None ends it."""
        self._past = face
        self.view.select(self._marked())
        if face is not None:
            self.panel.face.show_face(face, ())

    def set_people(self, people: Mapping[int, Sign]) -> None:
        """How to tell of whom, by track."""
        self.view.set_people(people)
        self.panel.face.set_people(people)

    def step(self, by: int) -> None:
        """Look at the next face to the right (+1) or to the left (-1), as they are seen."""
        if self.result() is not None:
            self._select(self._selection.step(self.view.faces(), by))

    def set_panel_visible(self, visible: bool) -> None:
        """Show the panel, brought up to date, or leave all room to the video."""
        self.column.setVisible(visible)
        if visible and self.result() is not None:
            self._show_face()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._share_height()
        low = sure(self.window()).height() < _LOW * self.fontMetrics().height()  # the window's: hints come and go
        if low != self.low:
            self.low = low
            self.low_changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        if _sources(sure(event)):
            sure(event).acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        sure(event).acceptProposedAction()
        sources = _sources(sure(event))
        if sources:
            self.file_dropped.emit(sources[0], len(sources) - 1)

    def _framed(self, view: QWidget) -> QWidget:
        """The video with room for what belongs under it."""
        box = QWidget()
        self._picture = QVBoxLayout(box)
        self._picture.setContentsMargins(0, 0, 0, 0)
        self._picture.setSpacing(0)
        self._picture.addWidget(view, 1)
        return box

    def _share_height(self) -> None:
        """In a low window the picture is no lower than what is below it."""
        sizes, half = self._left.sizes(), self._left.height() // 2
        if sum(sizes[1:]) > half:
            self._left.setSizes([self._left.height() - half, half])

    def _marked(self) -> int | None:
        return None if self._past is not None else self._selection.shown

    def _select(self, selection: Selection) -> None:
        self._selection, self._past = selection, None
        self.view.select(selection.shown)
        if self.result() is not None:
            self._show_face()
        self.selection_changed.emit(selection.shown, True)

    def _show_face(self) -> None:
        if self._past is None:
            faces = self.view.faces()
            self.panel.face.show_face(self._selection.face(faces), faces)


def _sources(event: QDropEvent) -> list[str]:
    """What is dragged: paths of what lies on this computer, addresses of the rest."""
    urls = sure(event.mimeData()).urls()
    return [url.toLocalFile() if url.isLocalFile() else bytes(url.toEncoded()).decode() for url in urls]
