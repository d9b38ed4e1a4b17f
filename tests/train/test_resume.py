"""What a mode remembers beside its weights comes back too: runs with rarer settings, resumed bit for bit."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from ferdesk.train.loop import StepReport
from ferdesk.train.objectives import fixmatch
from ferdesk.train.run import Run
from tests.forms import write_ferplus
from tests.train.made import learnable
from tests.train.test_run import assert_same, config, without_clock


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.mark.parametrize(
    "changes",
    [
        {"mode": "ladder", "noisy_view": "webcam", "denoise_layers": "9,10"},
        {"mode": "fixmatch", "weighting": "soft", "sharpen": 0.5},
        {"calm_epochs": 1},
        {"votes": "written below"},
        {"votes": "written below", "targets": "ferplus"},
    ],
    ids=["ladder", "fixmatch", "calm", "votes", "ferplus"],
)
def test_stopped_and_resumed_is_the_same_as_never_stopped(
    changes: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fixmatch, "_MEMORY", 0.5)  # else what is remembered hardly moves in two short epochs
    if "votes" in changes:  # on all rows, of which 42 keep their label
        changes = changes | {"votes": str(write_ferplus(tmp_path / "ferplus", learnable()) / "fer2013new.csv")}
    settings = config(tmp_path, labels="42", epochs=2, batch=32, unlabelled_batch=16, **changes)
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    Run.begin(whole, settings, {}).train()
    run = Run.begin(stopped, settings, {})

    def stop(report: StepReport) -> None:
        if run.learner.epoch == 1 and report.step == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run.train(stop)
    Run.resume(stopped).train()
    for name in ("last.pt", "best.pt"):
        assert_same(*(torch.load(folder / name, weights_only=True) for folder in (whole, stopped)))
    assert without_clock(whole / "metrics.jsonl") == without_clock(stopped / "metrics.jsonl")
