from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ferdesk import bench
from ferdesk.bench import BenchOptions, print_bench, run_bench
from ferdesk.errors import FerdeskError
from ferdesk.pipeline import Pipeline
from ferdesk.types import Frame, Result, Stats
from tests.films import write_video


def test_every_figure_is_there(tiny_bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    video = write_video(tmp_path / "a.mp4", 8)
    figures = run_bench(BenchOptions(str(video), 12, tiny_bundle))
    values = json.loads(json.dumps(figures.to_json()))
    assert list(values["stages"]) == ["detect", "track", "crop", "classify", "smooth", "frame"]
    for spread in [*values["stages"].values(), values["classify_one_crop"]]:
        assert set(spread) == {"p50_ms", "p95_ms"}
        assert 0 <= spread["p50_ms"] <= spread["p95_ms"]
    assert values["stages"]["detect"]["p50_ms"] <= values["stages"]["frame"]["p50_ms"]
    assert values["overhead"] == pytest.approx(
        values["stages"]["frame"]["p50_ms"] / values["stages"]["detect"]["p50_ms"]
    )
    assert (values["frames"], values["width"], values["height"]) == (12, 160, 120)
    assert (values["bundle"], values["provider"], values["threads"]) == ("tiny", "CPUExecutionProvider", 1)
    assert values["fps"] > 0
    assert values["processor"]
    assert values["versions"]["onnxruntime"]
    assert values["faces_per_frame"] == 0
    print_bench(figures)
    assert "times the detector alone" in capsys.readouterr().err


def test_the_first_frames_are_not_counted_and_the_clock_goes_on(
    tiny_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames: list[Frame] = []

    def slow_at_first(_: Pipeline, frame: Frame) -> Result:
        frames.append(frame)
        cost = 1000.0 if len(frames) <= bench._WARM_UP else 2.0
        return Result(frame, (), Stats(cost / 2, 0, 0, 0, 0, cost))

    monkeypatch.setattr(Pipeline, "process", slow_at_first)
    figures = run_bench(BenchOptions(str(write_video(tmp_path / "a.mp4", 8)), 10, tiny_bundle))
    assert figures.stages["frame"].p95_ms == 2.0
    assert figures.fps == 500
    assert figures.overhead == 2.0
    assert all(np.diff([frame.seconds for frame in frames]) > 0)


def test_large_frames_do_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "_MOST_BYTES", 3 * 160 * 120 * 3)
    assert len(bench._decoded(str(write_video(tmp_path / "a.mp4", 30)), 30)) == 3


def test_what_cannot_be_measured_is_said(tiny_bundle: Path, tmp_path: Path) -> None:
    with pytest.raises(FerdeskError, match="is not there"):
        run_bench(BenchOptions(str(tmp_path / "absent.mp4"), bundle=tiny_bundle))
    with pytest.raises(FerdeskError, match="--frames"):
        run_bench(BenchOptions(frames=0, bundle=tiny_bundle))
