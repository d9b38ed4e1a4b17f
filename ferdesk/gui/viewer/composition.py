"""A picture to keep: the frame on show with its overlay, what it is of, and the timeline below."""

from __future__ import annotations

import numpy as np
from PyQt5.QtCore import QPointF, QRectF, Qt
from PyQt5.QtGui import QColor, QImage, QPainter
from PyQt5.QtWidgets import QApplication, QWidget

from ferdesk.gui.overlay_qt import paint_overlay
from ferdesk.gui.qimage import qimage
from ferdesk.gui.theme import Theme
from ferdesk.overlay import OverlayStyle, overlay
from ferdesk.types import Result

_NARROWEST = 960
_PAD = 12


def compose(result: Result, style: OverlayStyle, words: str, timeline: QWidget | None, theme: Theme) -> QImage:
    """At the frame's own size or larger, so that the words are readable; in the colours of the theme."""
    pixels = np.ascontiguousarray(result.frame.image)
    frame = qimage(pixels)
    grabbed = None if timeline is None else timeline.grab().toImage()
    width = max(_NARROWEST, frame.width())
    picture = QRectF(0, 0, width, width * frame.height() / frame.width())
    font = QApplication.font()
    font.setPixelSize(max(15, width // 70))
    line = font.pixelSize() * 1.3 + 2 * _PAD
    below = 0.0 if grabbed is None else width * grabbed.height() / grabbed.width()
    image = QImage(width, round(picture.height() + line + below), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.surface))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(picture, frame)
    paint_overlay(painter, overlay(result, style), QPointF(0, 0), width / frame.width())
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    room = QRectF(_PAD, picture.height(), width - 2 * _PAD, line)
    short = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)
    if grabbed is not None:
        painter.drawImage(QRectF(0, picture.height() + line, width, below), grabbed)
    painter.end()
    return image
