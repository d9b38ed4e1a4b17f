"""The bar names the source and can be reached by keyboard."""

from __future__ import annotations

from PyQt5.QtWidgets import QMainWindow, QToolButton
from pytestqt.qtbot import QtBot

from ferdesk.gui.actions import Actions
from ferdesk.gui.source_menu import SourceMenu
from ferdesk.gui.toolbar import ToolBar


def test_the_toolbar_names_the_source_and_can_be_reached_by_keyboard(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = ToolBar(SourceMenu(window), Actions(window), window)
    window.addToolBar(bar)
    window.resize(1000, 200)
    window.show()
    bar.show_source("holiday.mp4")
    buttons = [button for button in bar.findChildren(QToolButton) if button.isVisible()]
    assert "holiday.mp4" in [button.text() for button in buttons]
    bar.show_source("x" * 500)
    assert bar.sizeHint().width() < 1000
    assert all(button.focusPolicy() for button in buttons)
