"""A round of the soak: everything is done to the window, and nothing of it stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ferdesk.gauges import Gauges
from ferdesk.gui import soak as soaking
from ferdesk.gui.scripted import Playing
from ferdesk.gui.soak import soak
from ferdesk.sources import Source
from tests.fakes import FakeSource


def test_a_round_uses_the_window(
    qtbot: QtBot, tiny_bundle: Path, sources: dict[str, Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soaking, "_A_WHILE", 0.1)
    sources["fake"], sources["demo"] = FakeSource(step=0.02), FakeSource(step=0.02)
    told: list[tuple[float, Gauges]] = []
    figures = soak(Playing("fake", str(tiny_bundle)), 0.1, lambda *news: told.append(news))
    assert [gauges for _, gauges in told] == list(figures.samples) and len(told) == 1 and told[0][0] > 0.1
    assert len(figures.resident) == 1
    times = {step.name: step.times for step in figures.steps}
    assert times["set a mark"] == 2 and times["another source"] == 1
    assert {"begin a recording with video", "end a recording with video"} < set(times)
    assert {"open the settings", "hide the timeline", "minimise", "choose a face"} < set(times)
    assert all(step.block_longest_ms >= step.block_median_ms >= 0 < step.work_longest_ms for step in figures.steps)
    first, demo = sources["fake"], sources["demo"]
    assert isinstance(first, FakeSource) and isinstance(demo, FakeSource)
    assert first.opened == first.closed == 2 and demo.opened == demo.closed == 1
    assert json.loads(json.dumps(figures.to_json()))["more_threads"] == 0
