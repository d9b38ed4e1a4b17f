"""The window in which markers get their names."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from pytestqt.qtbot import QtBot

from ferdesk.gui.marker_dialog import MarkerDialog


def test_names_are_told_when_saved_and_not_when_left(qtbot: QtBot) -> None:
    for leave in (False, True):
        dialog = MarkerDialog(("laughs", *[""] * 8))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        told: list[tuple[str, ...]] = []
        dialog.names_given.connect(told.append)
        assert dialog.edits[0].text() == "laughs"
        qtbot.keyClicks(dialog.edits[2], "task 1")
        qtbot.keyClick(dialog, Qt.Key.Key_Escape if leave else Qt.Key.Key_Return)
        assert told == ([] if leave else [("laughs", "", "task 1", *[""] * 6)])
        assert not dialog.isVisible()
