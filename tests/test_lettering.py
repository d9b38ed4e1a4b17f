"""Names in any script are drawn with a font that has their letters, or without what no font has; never as boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from ferdesk import lettering as module
from ferdesk.chart import Chart, to_png
from ferdesk.lettering import lettering
from ferdesk.overlay import Text
from ferdesk.overlay_cv import paint

DEJAVU = str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
Installed = Callable[..., None]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Installed]:
    """Makes these the only wider fonts of the computer."""

    def forget() -> None:
        module._drawable.cache_clear()
        module._wider_fonts.cache_clear()

    def install(*fonts: str) -> None:
        monkeypatch.setattr(module, "_WIDER", fonts)
        forget()

    yield install
    forget()


def test_what_the_own_font_has_is_drawn_with_it(installed: Installed) -> None:
    installed(DEJAVU)
    text, font = lettering("#12 surprise 100%", 20.0)
    assert text == "#12 surprise 100%"
    assert (font.getname()[0], font.size) == ("Aileron", 20.0)


def test_another_font_is_taken_for_letters_that_it_lacks(installed: Installed) -> None:
    installed("no such font.ttf", DEJAVU)
    text, font = lettering("José Łukasz Анна – Ada", 20.0)
    assert text == "José Łukasz Анна – Ada"
    assert (font.getname()[0], font.size) == ("DejaVu Sans", 20.0)
    assert lettering("Jose\u0301", 20.0)[0] == "José", "however it was typed"


def test_what_no_font_has_is_drawn_without_accents_or_as_a_question_mark(installed: Installed) -> None:
    installed(DEJAVU)
    assert lettering("Анна 李", 20.0)[0] == "Анна ?"
    installed()
    assert lettering("José Łukasz Øre – Анна 李 ① weiß e\u0301", 20.0)[0] == "Jose Lukasz Ore - ???? ? 1 weiss e"
    assert lettering("\u200dAda\u0301", 20.0)[0] == "Ada", "what only joins letters is left out"


@pytest.mark.parametrize("fonts", [(), (DEJAVU,)])
def test_videos_and_charts_have_no_boxes(installed: Installed, fonts: tuple[str, ...]) -> None:
    installed(*fonts)
    ground = np.zeros((40, 60, 3), np.uint8)

    def painted(text: str) -> bytes:
        return paint(ground, [Text(4, 4, 50, 30, text, "#ffffff")]).tobytes()

    def charted(text: str) -> bytes:
        chart = Chart(60, 40)
        chart.word(4, 30, text, "ink", 20)
        return to_png(chart)

    for draw in (painted, charted):
        assert draw("é") != draw("ñ"), "two boxes look the same"
