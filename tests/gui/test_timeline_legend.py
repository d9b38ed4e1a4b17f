"""The legend tells in words and figures what its layers are, and that nobody was in view."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from ferdesk.emotions import Emotion
from ferdesk.gui.theme import DARK, LIGHT
from ferdesk.gui.timeline_legend import TimelineLegend


def test_it_tells_every_score_and_the_valence(qtbot: QtBot) -> None:
    legend = TimelineLegend()
    qtbot.addWidget(legend)
    scores = np.full(7, 0.02)
    scores[Emotion.HAPPY] = 0.88
    legend.show_values("At 0:12", (scores, 0.5))
    assert legend.text().startswith("At 0:12: ") and "Happy 88 %" in legend.text() and "+0.50" in legend.text()
    assert legend.text().count("2 %") == 6
    assert legend.accessibleDescription() == legend.text(), "screen readers are told the same"
    legend.show_values("At 0:13", None)
    assert "%" not in legend.text() and "–" in legend.text()


def test_it_is_painted_in_the_colours_of_the_theme(qtbot: QtBot) -> None:
    legend = TimelineLegend()
    qtbot.addWidget(legend)
    legend.resize(legend.sizeHint())
    seen = set()
    for theme in (DARK, LIGHT):
        legend.set_theme(theme)
        image = legend.grab().toImage()
        seen.add(frozenset(image.pixel(x, y) for x in range(image.width()) for y in range(image.height())))
    assert len(seen) == 2 and all(len(colors) > 7 for colors in seen)
