"""Signs and the app's own icon."""

from __future__ import annotations

import pytest
from PyQt5.QtGui import QColor
from pytestqt.qtbot import QtBot

from ferdesk.gui import icons


@pytest.mark.parametrize("name", ["source", "pause", "play", "snapshot", "again", "panel"])
def test_signs_take_the_colour_they_are_given(qtbot: QtBot, name: str) -> None:
    image = icons.icon(name, "#ff0000").pixmap(50, 40).toImage()
    inked = [
        QColor.fromRgba(image.pixel(x, y)) for x in range(image.width()) for y in range(image.height())
        if QColor.fromRgba(image.pixel(x, y)).alpha() > 200
    ]  # fmt: skip
    assert inked and all(color.red() > 200 and color.green() < 50 for color in inked)


def test_the_app_has_an_icon(qtbot: QtBot) -> None:
    assert not icons.app_icon().pixmap(64, 64).isNull()
