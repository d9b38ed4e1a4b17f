"""The crop that the network sees, enlarged; or a map over one that is held still."""

from __future__ import annotations

import numpy as np
from PyQt5.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PyQt5.QtWidgets import QWidget

from ferdesk.gui.qimage import qimage
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.types import Image

_SIDE = 120
_SEES = tr("What the network sees: 48 × 48 grey pixels, turned upright\nClick: what the answer hangs on")


class CropView(QWidget):
    """Shows a 48x48 grey crop with its pixels left visible: they are all that the network gets."""

    clicked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._crop: Image | None = None
        self._map: Image | None = None
        self.setFixedSize(self.sizeHint())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_map(None)

    def show_crop(self, crop: Image | None) -> None:
        """Show `crop`, uint8 [n, n] grey; None leaves an empty field."""
        self._crop = None if crop is None else np.ascontiguousarray(crop)
        self.update()

    def show_map(self, picture: Image | None) -> None:
        """Show `picture`, uint8 [n, n, 3] BGR, in place of the crop; None ends that."""
        self._map = None if picture is None else np.ascontiguousarray(picture)
        on = self._map is not None
        self.setAccessibleName(
            tr("What the answer hangs on, over the crop") if on else tr("The crop that the network sees")
        )
        self.setToolTip(tr("Click: back to now") if on else _SEES)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if sure(event).button() == Qt.MouseButton.LeftButton and self.rect().contains(sure(event).pos()):
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(field, 8, 8)
        painter.fillPath(outline, self.palette().color(QPalette.ColorRole.AlternateBase))
        pixels = self._crop if self._map is None else self._map
        if pixels is None:
            return
        painter.save()
        painter.setClipPath(outline)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._map is not None)
        painter.drawImage(field, qimage(pixels))
        painter.restore()
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
