"""The newest labelled faces of a job: their crops with label and confidence, the newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import QSize, Qt, pyqtSignal
from PyQt5.QtGui import QIcon, QPixmap
from PyQt5.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from ferdesk.gui.batch.job import MOST_CROPS, Seen
from ferdesk.gui.qimage import qimage
from ferdesk.gui.words import tr
from ferdesk.percent import per_cent

_SIDE = 72


class CropList(QListWidget):
    """Takes faces as they come; `opened` tells the file of one that a person wants to see."""

    opened = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crops")
        self.setAccessibleName(tr("Faces labelled last"))
        self.setToolTip(tr("The faces labelled last; Enter opens the file of the chosen one"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(_SIDE, _SIDE))
        width = max(_SIDE + 16, self.fontMetrics().horizontalAdvance("surprise 100 %") + 24)
        self.setGridSize(QSize(width, _SIDE + self.fontMetrics().height() + 18))
        self.setMinimumHeight(self.fontMetrics().height() * 3)
        self._newest = 0
        self.itemActivated.connect(lambda item: self.opened.emit(item.data(Qt.ItemDataRole.UserRole)))

    def begin(self) -> None:
        """Forget the faces of an earlier job."""
        self.clear()
        self._newest = 0

    def show_seen(self, seen: Sequence[Seen]) -> None:
        """Put those in that are not yet here, and take out what is too old."""
        for face in seen:
            if face.number > self._newest:
                self._newest = face.number
                self.insertItem(0, _item(face))
        while self.count() > MOST_CROPS:
            self.takeItem(self.count() - 1)


def _item(face: Seen) -> QListWidgetItem:
    words = f"{tr(face.label)} {per_cent(face.confidence)}"
    picture = QPixmap.fromImage(qimage(face.crop))  # copies the pixels
    enlarged = picture.scaled(2 * _SIDE, 2 * _SIDE, transformMode=Qt.TransformationMode.SmoothTransformation)
    item = QListWidgetItem(QIcon(enlarged), words)
    item.setData(Qt.ItemDataRole.UserRole, face.path)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}, {face.path.name}")
    item.setToolTip(str(face.path))
    return item
