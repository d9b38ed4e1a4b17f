"""The picture fills its place to the device's pixel, in its own colours."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt5.QtCore import QRectF, Qt
from PyQt5.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from ferdesk.gui.picture_paint import PicturePainter


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize(("width", "height"), [(40, 30), (400, 300)])
def test_corners_and_colours(qtbot: QtBot, ratio: float, width: int, height: int) -> None:
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2] = (255, 0, 0)
    pixels[:, width // 2 :] = (0, 40, 200)
    canvas = QImage(round(200 * ratio), round(150 * ratio), QImage.Format.Format_RGB32)
    canvas.setDevicePixelRatio(ratio)
    canvas.fill(Qt.GlobalColor.white)
    painter = QPainter(canvas)
    PicturePainter().paint(painter, QRectF(20, 15, 160, 120), pixels)
    painter.end()
    left, top, right, bottom = (round(ratio * side) for side in (20, 15, 180, 135))
    blue, red, white = QColor(0, 0, 255), QColor(200, 40, 0), QColor(255, 255, 255)
    assert canvas.pixelColor(left, top) == canvas.pixelColor(left, bottom - 1) == blue
    assert canvas.pixelColor(right - 1, top) == canvas.pixelColor(right - 1, bottom - 1) == red
    for x, y in ((left - 1, top), (left, top - 1), (right, top), (left, bottom)):
        assert canvas.pixelColor(x, y) == white
