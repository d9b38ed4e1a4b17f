"""A hint takes room only while it says something, wears its tone, and is no markup."""

from __future__ import annotations

from PyQt5.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ferdesk.gui.hint_label import HintLabel
from ferdesk.gui.theme import DARK, apply_theme


def test_it_comes_goes_and_wears_its_tone(qtbot: QtBot) -> None:
    apply_theme(DARK)
    frame = QWidget()
    qtbot.addWidget(frame)
    hint = HintLabel()
    QVBoxLayout(frame).addWidget(hint)
    frame.resize(400, 100)
    frame.show()
    assert not hint.isVisible()
    edges = {}
    for tone, color in (("warning", DARK.warning), ("news", DARK.accent), ("bad", DARK.bad)):
        hint.show_hint("The <b>camera</b> is back.", tone)  # type: ignore[arg-type]
        assert hint.isVisible()
        edges[hint.grab().toImage().pixelColor(1, hint.height() // 2).name()] = color
    assert all(shown == wanted for shown, wanted in edges.items()) and len(edges) == 3
    assert "<b>" in hint.text(), "names of files may hold signs of markup"
    hint.show_hint("")
    assert not hint.isVisible()
