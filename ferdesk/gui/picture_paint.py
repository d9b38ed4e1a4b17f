"""A picture painted at the size in which it is seen: OpenCV scales it, in half the time that Qt's painter takes.

At 3840x2160 the painter's own scaling took more than everything else of the window together.
"""

from __future__ import annotations

import numpy as np
from PyQt5.QtCore import QPointF, QRectF
from PyQt5.QtGui import QImage, QPainter

from ferdesk.gui.sure import sure
from ferdesk.types import Image


class PicturePainter:
    """Keeps the pixels that it scaled last: at that size fresh memory costs more than the scaling."""

    def __init__(self) -> None:
        self._shown: Image = np.empty((0, 0, 4), np.uint8)

    def paint(self, painter: QPainter, target: QRectF, pixels: Image, *, mirrored: bool = False) -> None:
        """Paint `pixels`, uint8 [height, width, 3] BGR, into `target`, scaled to the device's own pixels.

        With `mirrored` left and right are exchanged.
        """
        import cv2  # late: the window is on the screen before OpenCV is loaded

        ratio = sure(painter.device()).devicePixelRatioF()
        width, height = max(1, round(target.width() * ratio)), max(1, round(target.height() * ratio))
        if self._shown.shape[:2] != (height, width):
            self._shown = np.empty((height, width, 4), np.uint8)
        if width * height < pixels.shape[0] * pixels.shape[1]:
            cv2.cvtColor(cv2.resize(pixels, (width, height)), cv2.COLOR_BGR2BGRA, dst=self._shown)
        else:
            cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_BGR2BGRA), (width, height), dst=self._shown)
        if mirrored:
            cv2.flip(self._shown, 1, dst=self._shown)
        memory, row = self._shown.data, self._shown.strides[0]
        image = QImage(memory, width, height, row, QImage.Format.Format_RGB32)  # type: ignore[call-overload]
        image.setDevicePixelRatio(ratio)
        corner = QPointF(round(target.left() * ratio) / ratio, round(target.top() * ratio) / ratio)
        painter.drawImage(corner, image)
