"""The box says what hangs on what, what the colours mean, and that the moment is held still."""

from __future__ import annotations

import numpy as np
from PyQt5.QtGui import QColor
from PyQt5.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ferdesk.gui.hangs_box import HangsBox, _Scale
from tests.test_occlusion_picture import occlusion_with


def test_words_for_all_that_colours_say(qtbot: QtBot) -> None:
    box = HangsBox()
    qtbot.addWidget(box)
    box.show_occlusion(occlusion_with(0.4))
    words = " | ".join(label.text() for label in box.findChildren(QLabel))
    assert "hangs most on the eyes: without the eyes, 50 % are left" in words
    assert "Bright: " in words and "bright: 40 points" in words and "dark: nothing" in words
    assert "held still" in words
    box.show_occlusion(occlusion_with(0.01))
    words = " | ".join(label.text() for label in box.findChildren(QLabel))
    assert "on no part alone" in words and "Nearly all dark" in words and "bright: 5 points" in words


def test_the_scale_runs_from_dark_to_bright(qtbot: QtBot) -> None:
    scale = _Scale()
    qtbot.addWidget(scale)
    scale.resize(200, 8)
    image = scale.grab().toImage()
    lights = [QColor(image.pixel(x, 4)).lightness() for x in range(5, 200, 15)]
    assert np.all(np.diff(lights) >= -3) and lights[-1] > lights[0] + 40
