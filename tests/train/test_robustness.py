"""The robustness command: a curve for every bundle, and pictures."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ferdesk.classify import Classifier
from ferdesk.dataset import load_dataset
from ferdesk.evaluate import evaluate
from ferdesk.train import cli
from ferdesk.train.disturb import DISTURBANCES
from tests.train.made import learnable_csv


def test_curves_begin_at_the_accuracy_of_the_bundle(
    tiny_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    data, out = learnable_csv(tmp_path), tmp_path / "out"
    words = ["--data", str(data), "--out", str(out), "--bundle", str(tiny_bundle)]
    monkeypatch.setattr("sys.argv", ["ferdesk-train", "robustness", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code in (0, None)
    rows = list(csv.DictReader((out / "robustness.csv").open()))
    assert len(rows) == sum(1 + len(kind.steps) for kind in DISTURBANCES)
    expected = evaluate(load_dataset(data), "PrivateTest", Classifier(tiny_bundle)).accuracy
    assert {float(row["accuracy"]) for row in rows if not row["step"]} == {round(expected, 4)}
    scores = Classifier(tiny_bundle).classify(load_dataset(data).pixels[load_dataset(data).rows("PrivateTest")])
    shown = float((scores.max(axis=1) >= 0.4).mean())
    assert {float(row["shown"]) for row in rows if not row["step"]} == {round(shown, 4)}
    assert all(0 <= float(row["shown_accuracy"]) <= 1 for row in rows)
    for name in ("robustness.png", "steps.png"):
        assert np.asarray(Image.open(out / name)).std() > 5
    assert "accuracy in % at each step" in capfd.readouterr().err
