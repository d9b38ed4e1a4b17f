"""The box counts down, then offers a switch; what is pushed into it tells nobody."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ferdesk.emotions import Emotion
from ferdesk.gui.neutral_box import NeutralBox, NeutralView
from ferdesk.neutral import NeutralState, Phase


def test_each_phase_in_words(qtbot: QtBot) -> None:
    box = NeutralBox()
    qtbot.addWidget(box)
    told: list[bool] = []
    box.switched.connect(told.append)
    assert box.isHidden()
    box.show_view(NeutralView(NeutralState(Phase.MEASURING, 4.2)))
    assert box.words.text() == "Look relaxed: 5 s" and box.forget.text() == "Stop" and box.switch.isHidden()
    box.show_view(NeutralView(NeutralState(Phase.MEASURING, 4.2), waits="Waiting: paused"))
    assert box.words.text() == "Waiting: paused"
    box.show_view(NeutralView(NeutralState(Phase.ON, 0.0, Emotion.SAD)))
    assert box.switch.isChecked() and "read as sad" in box.switch.toolTip() and box.words.isHidden()
    box.show_view(NeutralView(NeutralState(Phase.OFF, 0.0, Emotion.SAD)))
    assert not box.switch.isChecked() and told == []
    box.switch.click()
    assert told == [True]
    box.show_view(NeutralView())
    assert box.isHidden()
