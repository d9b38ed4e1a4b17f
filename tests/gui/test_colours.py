"""Colours that mean something stay apart for colour-blind eyes, and nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pytest
from pytestqt.qtbot import QtBot

from ferdesk.emotions import Emotion
from ferdesk.gui.status_line import State, Status, StatusLine
from ferdesk.gui.theme import DARK, LIGHT
from ferdesk.person import person_color
from tests.colours import SIGHTS, nearest

CLEARLY = 12.0
"""In CIE L*a*b* of 1976; 2.3 is just visible side by side, 12 is seen at a glance."""

PALETTES: dict[str, Sequence[str]] = {
    "emotions": [emotion.color for emotion in Emotion],
    "people": [person_color(number) for number in range(1, 8)],
    "states, dark": [DARK.good, DARK.warning, DARK.bad],
    "states, light": [LIGHT.good, LIGHT.warning, LIGHT.bad],
    "hints, dark": [DARK.accent, DARK.warning, DARK.bad],
    "hints, light": [LIGHT.accent, LIGHT.warning, LIGHT.bad],
}


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("palette", PALETTES)
def test_colours_stay_apart(palette: str, sight: str) -> None:
    distance, one, other = nearest(PALETTES[palette], sight)
    assert distance >= CLEARLY, f"{one} and {other} are {distance:.1f} apart"


def test_the_simulation_finds_what_is_known_to_fail() -> None:
    red_and_green = ["#c83c3c", "#6e8c3c"]
    assert nearest(red_and_green, "usual")[0] > 60 and nearest(red_and_green, "deuteranopia")[0] < 30
    assert nearest(["#000000", "#ffffff"], "usual")[0] == pytest.approx(100.0, abs=0.01)


def test_the_dot_of_the_status_line_has_words_beside_it(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    words = set()
    for state in get_args(State):
        line.show_status(Status("camera", state))
        words.add(line.text().split("  ")[0])
    assert len(words) == len(get_args(State))
