"""The commands that measure the window, as typed; the window itself is replaced."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from ferdesk import cli
from ferdesk.gauges import Gauges
from tests.test_soak_figures import soaked
from tests.test_window_figures import GOOD


def ferdesk(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr("sys.argv", ["ferdesk", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_bench_window_measures_what_it_is_told_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = SimpleNamespace()

    def measure(playing: object, seconds: float, recorded: str) -> object:
        asked.playing, asked.seconds, asked.recorded = playing, seconds, recorded
        return GOOD

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("ferdesk.gui.window_bench.bench_window", measure)
    words = ("--seconds", "3", "--size", "1920x1080", "--threads", "2", "--record", "video")
    assert ferdesk(monkeypatch, "bench-window", *words, "--json", tmp_path / "w.json") == 0
    assert (asked.seconds, asked.playing.width, asked.playing.height) == (3.0, 1920, 1080)
    assert asked.recorded == "video"
    assert (asked.playing.source, asked.playing.threads) == ("demo:crowd", 2)
    assert json.loads((tmp_path / "w.json").read_text())["goals"]["shown_fps"] is True
    assert "frames shown a second" in capfd.readouterr().err


@pytest.mark.parametrize("size", ["big", "100x100", "1280", "1280x-1"])
def test_a_size_that_is_none_is_told(
    size: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ferdesk(monkeypatch, "bench-window", "--size", size) == 2
    assert "such as 1280x720" in capfd.readouterr().err


@pytest.mark.parametrize(("flat", "code"), [(True, 0), (False, 1)])
def test_soak_says_by_its_exit_code_what_it_found(
    flat: bool, code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    figures = soaked(200, 200) if flat else soaked(200, 300, 400)
    asked = SimpleNamespace()

    def measure(playing: object, seconds: float, tell: Callable[[float, Gauges], object]) -> object:
        asked.playing, asked.seconds = playing, seconds
        tell(90.0, figures.samples[0])
        return figures

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("ferdesk.gui.soak.soak", measure)
    assert ferdesk(monkeypatch, "soak", "--minutes", "2", "--json", tmp_path / "s.json") == code
    assert (asked.seconds, asked.playing.source) == (120.0, "demo:crowd")
    assert json.loads((tmp_path / "s.json").read_text())["flat"] is flat
    assert "1.5 min  200.0 MiB  8 threads  20 files" in capfd.readouterr().err
