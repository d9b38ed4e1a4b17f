"""The crop that the network sees, enlarged."""

from __future__ import annotations

import numpy as np
from PyQt5.QtCore import QRectF, QSize, Qt
from PyQt5.QtGui import QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PyQt5.QtWidgets import QWidget

from ferdesk.gui.qimage import qimage
from ferdesk.gui.words import tr
from ferdesk.types import Image

_SIDE = 120


class CropView(QWidget):
    """Shows a 48x48 grey crop with its pixels left visible: they are all that the network gets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._crop: Image | None = None
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(tr("The crop that the network sees"))
        self.setToolTip(tr("What the network sees: 48 × 48 grey pixels, turned upright"))

    def show_crop(self, crop: Image | None) -> None:
        """Show `crop`, uint8 [n, n] grey; None leaves an empty field."""
        self._crop = None if crop is None else np.ascontiguousarray(crop)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(field, 8, 8)
        painter.fillPath(outline, self.palette().color(QPalette.ColorRole.AlternateBase))
        if self._crop is None:
            return
        painter.save()
        painter.setClipPath(outline)
        painter.drawImage(field, qimage(self._crop))
        painter.restore()
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
