"""The ladder's picture: it shows the run's own ladder and changes nothing in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from ferdesk.train import cli
from ferdesk.train.config import RunConfig
from ferdesk.train.ladder_figure import layers_of
from ferdesk.train.run import Run
from tests.train.made import learnable_csv


@pytest.fixture(name="trained", scope="module")
def _trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ladder")
    config = RunConfig(
        data=str(learnable_csv(folder)), mode="ladder", network="tiny", epochs=12, batch=16, labels="42", threads=1,
        optimizer="adamw", rate=0.01, unlabelled_batch=32,
    )  # fmt: skip
    run = Run.begin(folder / "run", config, {})
    run.train()
    return folder / "run"


def draw(monkeypatch: pytest.MonkeyPatch, *words: Any) -> int:
    monkeypatch.setattr("sys.argv", ["ferdesk-train", "ladder-figure", *(str(word) for word in words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_denoised_activations_are_nearer_to_the_clean_ones(trained: Path) -> None:
    run = Run.resume(trained)
    before = {key: value.clone() for key, value in run.learner.network.state_dict().items()}
    layers = layers_of(run, run.dataset.pixels[0])
    assert layers[0].name == "the crop"
    assert [layer.clean.shape[0] for layer in layers] == [1, 2, 2, 4, 4, 8, 8, 16, 16]
    assert layers[0].error[0] == pytest.approx(0.09, abs=0.01)
    noisy, denoised = layers[0].error
    assert denoised < 0.95 * noisy, "of a picture of noise only little can be known"
    after = run.learner.network.state_dict()
    assert all(torch.equal(before[key], after[key]) for key in before)


def test_the_command_draws_a_picture(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert draw(monkeypatch, trained, "--out", tmp_path / "ladder.png") == 0
    assert np.asarray(Image.open(tmp_path / "ladder.png")).std() > 20


def test_weights_that_have_learnt_nothing_are_not_drawn(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    Run.begin(tmp_path / "new", RunConfig.load(trained / "config.json"), {})
    assert draw(monkeypatch, tmp_path / "new", "--out", tmp_path / "a.png") == 2
    assert "no epoch is over yet" in capfd.readouterr().err
    assert not (tmp_path / "a.png").exists()


def test_mistakes_end_with_a_sentence(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert draw(monkeypatch, trained, "--out", tmp_path / "a.png", "--emotion", "bored") == 2
    config = RunConfig(data=str(learnable_csv(tmp_path)), network="tiny", epochs=1, batch=16, threads=1)
    Run.begin(tmp_path / "plain", config, {})
    assert draw(monkeypatch, tmp_path / "plain", "--out", tmp_path / "a.png") == 2
    assert "is no run with --mode ladder" in capfd.readouterr().err
