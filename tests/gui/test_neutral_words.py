from __future__ import annotations

from ferdesk.emotions import Emotion
from ferdesk.gui.neutral_words import note_of, resting_in_words
from ferdesk.neutral import NeutralState, Phase


def test_notes_for_the_card() -> None:
    assert note_of(None) == ""
    assert note_of(NeutralState(Phase.ON, 0.0)) == "calibrated"
    assert note_of(NeutralState(Phase.MEASURING, 0.1), halted=True) == "waiting"
    assert note_of(NeutralState(Phase.MEASURING, 0.1)) == "look relaxed: 1 s"


def test_what_the_relaxed_face_is_read_as() -> None:
    assert resting_in_words(NeutralState(Phase.ON, 0.0, Emotion.SAD)).endswith("read as sad")
    assert resting_in_words(NeutralState(Phase.MEASURING, 2.0)) == ""
