"""A sentence that comes and goes, with a coloured edge that says how grave it is."""

from __future__ import annotations

from typing import Literal

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QLabel, QWidget

from ferdesk.gui.sure import sure

Tone = Literal["warning", "news", "bad"]


class HintLabel(QLabel):
    """Hidden while it has nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hint")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hide()

    def show_hint(self, text: str, tone: Tone = "warning") -> None:
        """Say `text`; empty text takes it away."""
        if text == self.text() and tone == self.property("tone"):
            return
        self.setText(text)
        self.setProperty("tone", tone)
        style = sure(self.style())
        style.unpolish(self)  # the sheet's rule for the tone is looked up anew
        style.polish(self)
        self.setVisible(bool(text))
