"""The crop is shown as it is."""

from __future__ import annotations

import numpy as np
from PyQt5.QtCore import Qt
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


def test_a_map_takes_the_place_of_the_crop_and_a_click_is_told(qtbot: QtBot) -> None:
    view = CropView()
    qtbot.addWidget(view)
    view.show_crop(np.full((48, 48), 77, np.uint8))
    blue = np.zeros((360, 360, 3), np.uint8)
    blue[:, :, 0] = 200
    view.show_map(blue)
    view.show_crop(np.full((48, 48), 99, np.uint8))
    middle = QColor(view.grab().toImage().pixel(60, 60))
    assert (middle.red(), middle.blue()) == (0, 200) and "hangs on" in view.accessibleName()
    with qtbot.waitSignal(view.clicked):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton)
    view.show_map(None)
    assert QColor(view.grab().toImage().pixel(60, 60)).red() == 99 and "sees" in view.accessibleName()
