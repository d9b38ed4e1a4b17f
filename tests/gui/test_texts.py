"""The longer texts say what they must, and are shown as text."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ferdesk.gui import texts
from ferdesk.gui.text_dialog import TextDialog


def test_a_text_dialog_shows_its_text(qtbot: QtBot) -> None:
    dialog = TextDialog("Limits", texts.LIMITS)
    qtbot.addWidget(dialog)
    assert "48 × 48" in dialog.text() and "##" not in dialog.text()
    assert "5(1)(f)" in dialog.text() and "50(3)" in dialog.text()
