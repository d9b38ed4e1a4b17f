"""A label that never needs more room than it has."""

from __future__ import annotations

from PyQt5.QtCore import QRect
from PyQt5.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from ferdesk.gui.elided_label import ElidedLabel


def test_a_long_name_is_shortened_and_told_whole(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    name = "a very long name of a source that no line has room for.mp4"
    label.setText(name)
    label.resize(120, 30)
    assert label.toolTip() == name
    assert label.minimumSizeHint().width() < QFontMetrics(label.font()).horizontalAdvance(name)
    image = label.grab(QRect(0, 0, 120, 30)).toImage()
    assert len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}) > 1
