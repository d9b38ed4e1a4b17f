"""The ring is there for the keyboard, not for the mouse, and as large as what it lies around."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtTest import QTest
from PyQt5.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from ferdesk.gui.focus_ring import FocusRing


def test_it_comes_with_tab_and_goes_with_the_focus(qtbot: QtBot) -> None:
    area = QScrollArea()
    ring = FocusRing(area)
    qtbot.addWidget(area)
    area.resize(200, 100)
    with qtbot.waitActive(area):
        area.show()
    area.setFocus(Qt.FocusReason.MouseFocusReason)
    assert area.hasFocus() and not ring.isVisible()
    area.clearFocus()
    area.setFocus(Qt.FocusReason.TabFocusReason)
    assert ring.isVisible()
    area.resize(300, 150)
    assert ring.geometry() == area.rect()
    QTest.mouseClick(area, Qt.MouseButton.LeftButton)
    area.clearFocus()
    assert not ring.isVisible()
