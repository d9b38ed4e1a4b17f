from __future__ import annotations

import json
from dataclasses import replace

from rich.console import Console

from ferdesk.gauges import MIB
from ferdesk.window_figures import WindowFigures, goals, print_window_figures

GOOD = WindowFigures(
    seconds=20.0, shown_fps=29.9, faces_per_frame=3.0, age_p50_ms=31.0, age_p95_ms=44.0, dropped=2, block_p99_ms=9.0,
    block_longest_ms=18.0, blocks=0, work_p99_ms=5.0, work_longest_ms=8.0, recorded="table", live_share=0.9,
    paused_share=0.01, minimised_share=0.02, resident_start=200 * MIB, resident_end=None, threads=9, platform="xcb",
    width=1280, height=720, pixel_ratio=2.0, bundle="tiny float32", provider="CPUExecutionProvider",
    processor="Some [fast] one", cores=2, load=0.4, versions={"numpy": "2"},
)  # fmt: skip
WORSE = {
    "shown_fps": 28.0, "age_p95_ms": 50.1, "block_longest_ms": 31.0, "paused_share": 0.05, "minimised_share": 0.3
}  # fmt: skip


def printed(figures: WindowFigures) -> str:
    console = Console(width=100, highlight=False)
    with console.capture() as capture:
        print_window_figures(figures, console)
    return capture.get()


def test_each_goal_is_missed_by_itself() -> None:
    assert all(goal.met for goal in goals(GOOD))
    assert {goal.name for goal in goals(GOOD)} == set(WORSE)
    for name, value in WORSE.items():
        missed = [goal.name for goal in goals(replace(GOOD, **{name: value})) if not goal.met]
        assert missed == [name]


def test_what_is_printed_says_how_it_was_measured() -> None:
    text = printed(GOOD)
    for words in ("44.0 ms", "<= 50 ms", "200 MiB", "not told", "1280x720 (x2) on xcb", "Some [fast] one", "load 0.4"):
        assert words in text
    assert "missed" not in text
    assert "missed" in printed(replace(GOOD, age_p95_ms=51.0))


def test_json_has_the_verdicts() -> None:
    values = json.loads(json.dumps(replace(GOOD, paused_share=0.5).to_json()))
    assert values["goals"]["paused_share"] is False
    assert values["goals"]["age_p95_ms"] is True
    assert values["age_p95_ms"] == 44.0
