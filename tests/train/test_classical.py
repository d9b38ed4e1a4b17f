"""Classical methods: each learns what can be learnt, and the command tells it."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ferdesk.emotions import Emotion
from ferdesk.train import classical, cli
from ferdesk.train.classical import COARSE, Hierarchical
from ferdesk.train.descriptors import features, hog, pixels, sift
from ferdesk.train.networks import build_network
from tests.export.trained import trained_run
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


def test_only_some_and_what_was_done_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(classical, "_COMPONENTS", 20)
    best, out = trained_run(tmp_path), tmp_path / "out"
    words = ["--data", best.parent / "fer2013.csv", "--out", out]
    assert run(monkeypatch, *words, "--features", best, "--only", "linear SVM on the features of") == 0
    table = out / "classical.csv"
    name = f"linear SVM on the features of {best} ({hashlib.sha256(best.read_bytes()).hexdigest()[:8]})"
    kept = table.read_text().splitlines()
    assert [line.split(",")[0] for line in kept[1:]] == [name, f"{name} and SIFT"]
    kept[1] = f"{name},12.34,5.00,6.0,7.0,140,{kept[1].split(',')[-1]}"  # as no new call would find it
    table.write_text("\n".join(kept) + "\n")
    assert run(monkeypatch, *words, "--only", "k nearest") == 0
    lines = table.read_text().splitlines()
    assert lines[1].startswith("k nearest neighbours on pixels,")
    assert lines[2:] == kept[1:]
    assert run(monkeypatch, *words, "--features", best, "--only", "linear SVM on the features") == 0
    assert table.read_text().splitlines() == lines
    assert run(monkeypatch, *words, "--features", "nano", "--only", "linear SVM on the features of nano (") == 0
    assert len(table.read_text().splitlines()) == len(lines) + 2, "another network's line replaces the first's"
    capfd.readouterr()
    assert run(monkeypatch, *words, "--only", "k-nearest") == 2
    assert "No method's name begins with 'k-nearest': k nearest neighbours on pixels; " in _unwrapped(capfd)
    assert run(monkeypatch, *words, "--images", 100) == 2
    assert "is of 140 Training images, not 100; give another --out" in _unwrapped(capfd)
    assert run(monkeypatch, *words, "--images", 19) == 2
    assert "19 Training images are too few; at least 20 are needed" in _unwrapped(capfd)
    other = learnable_csv(tmp_path)
    other.write_text(other.read_text().replace("\n0,", "\n1,"))
    assert run(monkeypatch, *words) == 2
    assert "is of another data set; give another --out" in _unwrapped(capfd)
    table.write_text("something,else\n1,2\n")
    assert run(monkeypatch, *words) == 2
    assert "is not a table of ferdesk-train classical" in _unwrapped(capfd)
    assert table.read_text() == "something,else\n1,2\n"


def _unwrapped(capfd: pytest.CaptureFixture[str]) -> str:
    return " ".join(capfd.readouterr().err.split())


def run(monkeypatch: pytest.MonkeyPatch, *words: Any) -> int:
    monkeypatch.setattr("sys.argv", ["ferdesk-train", "classical", *(str(word) for word in words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)
