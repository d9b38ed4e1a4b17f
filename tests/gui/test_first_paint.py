"""What is slow waits for the first paint."""

from __future__ import annotations

from PyQt5.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ferdesk.gui.first_paint import FirstPaint


def test_the_first_paint_comes_before_what_is_slow(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    called: list[bool] = []
    FirstPaint(widget, lambda: called.append(True))
    assert not called
    widget.show()
    qtbot.waitUntil(lambda: bool(called))
    widget.repaint()
    qtbot.wait(20)
    assert called == [True]
