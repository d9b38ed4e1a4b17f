"""Classical methods: each learns what can be learnt, and the command tells it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ferdesk.emotions import Emotion
from ferdesk.train import classical, cli
from ferdesk.train.classical import COARSE, Hierarchical
from ferdesk.train.descriptors import features, hog, pixels, sift
from ferdesk.train.networks import build_network
from tests.train.made import learnable, learnable_csv

CROPS = learnable(14).pixels


def test_the_coarse_split_has_every_emotion_once() -> None:
    assert sorted(emotion for part in COARSE for emotion in part) == list(Emotion)


def test_descriptors_have_their_widths_and_know_light_from_form() -> None:
    widths = [describe(CROPS).shape for describe in (pixels, hog, sift)]
    assert widths == [(14, 2304), (14, 900), (14, 2048)]
    assert features(build_network("tiny"), CROPS).shape == (14, 64)
    darker = (CROPS // 2 + 20).astype(np.uint8)
    assert float(np.abs(pixels(darker) - pixels(CROPS)).max()) < 0.1
    assert float(np.abs(hog(darker) - hog(CROPS)).mean()) < 0.02


def test_the_hierarchical_classifier_learns_both_stages() -> None:
    data = learnable(560)
    train, test = data.rows("Training"), data.rows("PrivateTest")
    vectors = hog(data.pixels)
    found = Hierarchical().fit(vectors[train], data.labels[train]).predict(vectors[test])
    assert float((found == data.labels[test]).mean()) > 0.8


def test_the_command_writes_a_line_a_method(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(classical, "_COMPONENTS", 20)
    out = tmp_path / "out"
    assert run(monkeypatch, "--data", learnable_csv(tmp_path), "--out", out) == 0
    rows = list(csv.DictReader((out / "classical.csv").open()))
    assert [row["method"] for row in rows] == [method.name for method in classical.methods(None)]
    assert max(float(row["PrivateTest"]) for row in rows) > 80
    assert "Learnt from 140 Training images" in (out / "classical.md").read_text()
    assert "Gaussian SVM on HOG: " in capfd.readouterr().err


def run(monkeypatch: pytest.MonkeyPatch, *words: Any) -> int:
    monkeypatch.setattr("sys.argv", ["ferdesk-train", "classical", *(str(word) for word in words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)
