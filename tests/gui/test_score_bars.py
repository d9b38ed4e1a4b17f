"""Seven bars: drawn in proportion, told in words."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt5.QtGui import QColor
from pytestqt.qtbot import QtBot

from ferdesk.emotions import Emotion
from ferdesk.gui.score_bars import ScoreBars
from ferdesk.percent import per_cent


@pytest.fixture
def bars(qtbot: QtBot) -> ScoreBars:
    widget = ScoreBars()
    qtbot.addWidget(widget)
    widget.resize(400, widget.sizeHint().height())
    return widget


def _scores(emotion: Emotion, share: float) -> np.ndarray:
    scores = np.full(7, (1 - share) / 6, np.float32)
    scores[emotion] = share
    return scores


def _width_of(bars: ScoreBars, emotion: Emotion) -> int:
    """Pixels of the bar's hue in the middle of the emotion's row."""
    image = bars.grab().toImage()
    y = round((emotion + 0.5) * bars.row_height() * image.height() / bars.height())
    hue = QColor(emotion.color).hue()
    colors = [QColor(image.pixel(x, y)) for x in range(image.width())]
    return sum(abs(color.hue() - hue) < 4 and color.saturation() > 60 for color in colors)


def test_a_bar_is_as_long_as_its_score(bars: ScoreBars) -> None:
    bars.show_scores(_scores(Emotion.HAPPY, 0.9), Emotion.HAPPY)
    long = _width_of(bars, Emotion.HAPPY)
    bars.show_scores(_scores(Emotion.HAPPY, 0.45), Emotion.HAPPY)
    assert _width_of(bars, Emotion.HAPPY) == pytest.approx(long / 2, rel=0.1)


def test_without_scores_the_bars_are_empty(bars: ScoreBars) -> None:
    bars.show_scores(_scores(Emotion.HAPPY, 0.9), Emotion.HAPPY)
    bars.show_scores(None, None)
    assert _width_of(bars, Emotion.HAPPY) == 0
    assert bars.accessibleDescription() == "no face"


def test_the_label_stands_out(bars: ScoreBars) -> None:
    scores = _scores(Emotion.SAD, 0.5)
    bars.show_scores(scores, None)
    plain = bars.grab().toImage()
    bars.show_scores(scores, Emotion.SAD)
    assert bars.grab().toImage() != plain


def test_a_screen_reader_hears_the_highest_first(bars: ScoreBars) -> None:
    bars.show_scores(_scores(Emotion.FEAR, 0.7), Emotion.FEAR)
    assert bars.accessibleDescription().startswith("fear 70 %, ")


def test_the_last_row_lies_inside(bars: ScoreBars) -> None:
    assert bars.row_height() * 7 <= bars.sizeHint().height() + 1


def test_per_cent() -> None:
    assert [per_cent(share) for share in (0.0, 0.004, 0.931, 1.0)] == ["0 %", "0 %", "93 %", "100 %"]
