from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ferdesk.gui import window_bench
from ferdesk.gui.recording_control import RecordingControl
from ferdesk.gui.scripted import Playing
from ferdesk.gui.window_bench import bench_window
from ferdesk.sources import Source
from tests.fakes import FakeSource


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_WARM_UP", "_SETTLE", "_REST"):
        monkeypatch.setattr(window_bench, name, 0.15)


def test_every_figure_is_there(qtbot: QtBot, tiny_bundle: Path, sources: dict[str, Source]) -> None:
    sources["fake"] = FakeSource(step=0.02)
    figures = bench_window(Playing("fake", str(tiny_bundle), width=800, height=600), 0.5, "table")
    values = json.loads(json.dumps(figures.to_json()))
    assert None not in {values[name] for name in ("resident_start", "resident_end")}
    assert figures.seconds >= 0.5
    assert 2 < figures.shown_fps < 60
    assert figures.faces_per_frame == 0
    assert 0 < figures.age_p50_ms <= figures.age_p95_ms
    assert 0 <= figures.block_p99_ms <= figures.block_longest_ms
    assert 0 < figures.work_p99_ms <= figures.work_longest_ms and figures.blocks >= 0
    assert figures.live_share > 0
    assert (figures.platform, figures.width, figures.height) == ("offscreen", 800, 600)
    assert figures.bundle.startswith("tiny")
    assert figures.threads > 2


def test_blocks_at_the_end_of_a_recording_count(
    qtbot: QtBot, tiny_bundle: Path, sources: dict[str, Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = RecordingControl.stop

    def slow(self: RecordingControl) -> None:
        if self.running is not None:
            time.sleep(0.6)
        stop(self)

    monkeypatch.setattr(RecordingControl, "stop", slow)
    sources["fake"] = FakeSource(step=0.02)
    assert bench_window(Playing("fake", str(tiny_bundle)), 0.3, "video").block_longest_ms > 550
