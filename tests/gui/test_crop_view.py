"""The crop is shown as it is."""

from __future__ import annotations

import numpy as np
from PyQt5.QtGui import QColor
from pytestqt.qtbot import QtBot

from ferdesk.gui.crop_view import CropView


def test_the_crop_is_shown_upright_and_unmirrored(qtbot: QtBot) -> None:
    view = CropView()
    qtbot.addWidget(view)
    crop = np.zeros((48, 48), np.uint8)
    crop[:24, :24], crop[:24, 24:], crop[24:, :24] = 50, 120, 200
    view.show_crop(crop)
    image = view.grab().toImage()
    w, h = image.width(), image.height()
    corners = [(w // 4, h // 4), (3 * w // 4, h // 4), (w // 4, 3 * h // 4), (3 * w // 4, 3 * h // 4)]
    assert [QColor(image.pixel(x, y)).red() for x, y in corners] == [50, 120, 200, 0]


def test_a_crop_whose_array_is_gone_is_still_there(qtbot: QtBot) -> None:
    view = CropView()
    qtbot.addWidget(view)
    view.show_crop(np.full((96, 96), 77, np.uint8)[::2, ::2])
    image = view.grab().toImage()
    assert QColor(image.pixel(image.width() // 2, image.height() // 2)).red() == 77
    view.show_crop(None)
    assert QColor(view.grab().toImage().pixel(image.width() // 2, image.height() // 2)).red() != 77
