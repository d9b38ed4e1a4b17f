"""From a real checkpoint to a real bundle through the command line; and that the gate really refuses."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from ferdesk.bundle import read_bundle
from ferdesk.classify import Classifier
from ferdesk.dataset import load_dataset
from ferdesk.evaluate import evaluate
from ferdesk.export import candidate
from ferdesk.export.cli import main
from ferdesk.export.latency import Latency
from ferdesk.train.checkpoint import TrainedNetwork, load_network, save_network
from ferdesk.train.config import RunConfig
from ferdesk.train.disturb import DISTURBANCES
from ferdesk.train.networks import build_network
from ferdesk.train.template import load_template
from tests.export.trained import trained_run
from tests.train.made import csv_without, learnable_csv

SHARES = "On those images that leaves 100.00 % of the faces with a label"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trained_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(autouse=True)
def _few_rounds_and_no_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(candidate, "measure_latency", lambda *given: latencies(given[0], [1.0, 0.5]))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def latencies(classifiers: Sequence[Classifier], p50: Sequence[float]) -> tuple[dict[int, Latency], ...]:
    return tuple({1: Latency(ms, ms), 8: Latency(8 * ms, 8 * ms)} for _, ms in zip(classifiers, p50, strict=False))


def export(monkeypatch: pytest.MonkeyPatch, *words: Any) -> int:
    """The exit code of `ferdesk-export` with these words."""
    monkeypatch.setattr(sys, "argv", ["ferdesk-export", *(str(word) for word in words)])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _unwrapped(capfd: pytest.CaptureFixture[str]) -> str:
    return " ".join(capfd.readouterr().err.split())


@pytest.mark.parametrize("quantize", [False, True])
def test_a_checkpoint_becomes_a_bundle_with_a_card(
    quantize: bool, checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    wanted = ["--quantize"] if quantize else []
    assert export(monkeypatch, checkpoint, "--out", tmp_path / "new" / "out", "--name", "mine", *wanted) == 0
    folder = tmp_path / "new" / "out"
    assert sorted(path.name for path in folder.iterdir()) == ["mine-reliability.png", "mine.md", "mine.onnx"]
    bundle = read_bundle(folder / "mine.onnx")
    assert bundle.info.precision == ("int8" if quantize else "fp32")
    assert (bundle.info.name, bundle.info.network, bundle.info.seed, bundle.info.forced) == ("mine", "tiny", 5, False)
    assert bundle.info.crop == load_template()
    dataset = load_dataset(checkpoint.parent / "fer2013.csv", cache=False)
    assert bundle.info.data == dataset.fingerprint
    again = evaluate(dataset, "PrivateTest", Classifier(folder / "mine.onnx"))
    assert again.accuracy > 0.8
    assert bundle.info.metrics["PrivateTest.accuracy"] == pytest.approx(again.accuracy, abs=1e-6)
    assert bundle.sha256 in capfd.readouterr().err

    card = (folder / "mine.md").read_text()
    assert bundle.sha256 in card
    assert f"**{100 * again.accuracy:.2f} % accuracy**" in card
    assert "What it is for, and what not" in card
    assert "](mine-reliability.png)" in card
    assert np.asarray(Image.open(folder / "mine-reliability.png")).std() > 5
    assert f"faces are too few to choose a threshold on. {SHARES}" in card
    assert ("training crops" in card) is quantize
    assert "int8" in card or not quantize
    disturbed = card.split("## Disturbed faces")[1].split("##")[0]
    assert f"{100 * again.accuracy:.2f} % as they are" in disturbed
    assert all(f"\n| {kind.name}, " in disturbed for kind in DISTURBANCES)
    for private in (tmp_path, checkpoint.parent, Path.cwd()):
        assert str(private) not in card
        assert str(private).encode() not in (folder / "mine.onnx").read_bytes()


def test_a_mirrored_bundle_says_so(checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert export(monkeypatch, checkpoint, "--out", tmp_path, "--mirror") == 0
    assert "each crop together with its mirror image" in (tmp_path / "default.md").read_text()
    crops = np.random.default_rng(0).integers(0, 256, (5, 48, 48), dtype=np.uint8)
    classify = Classifier(tmp_path / "default.onnx").classify
    np.testing.assert_allclose(classify(crops), classify(np.ascontiguousarray(crops[:, :, ::-1])), atol=1e-5)


def test_a_network_of_mirrored_pairs_is_not_mirrored_again(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    data = load_dataset(checkpoint.parent / "fer2013.csv", cache=False)
    config = RunConfig(data=str(data.source), network="vgg-nano-mirror", threads=1)
    paired = TrainedNetwork(build_network("vgg-nano-mirror"), config, 1, {}, data.fingerprint)
    save_network(tmp_path / "best.pt", paired)
    assert export(monkeypatch, tmp_path / "best.pt", "--out", tmp_path / "out", "--mirror") == 2
    assert "reads a face and its mirror image alike by itself" in _unwrapped(capfd)


def test_an_adjusted_bundle_says_so_and_what_it_costs_is_printed(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert export(monkeypatch, checkpoint, "--out", tmp_path, "--adjust", "0.35", "--mirror", "--quantize") == 0
    assert "0.35 │" in capfd.readouterr().err
    assert read_bundle(tmp_path / "default.onnx").info.adjusted == 0.35
    assert "From the logits 0.35 times" in (tmp_path / "default.md").read_text()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--adjust", "2"], "--adjust 2 is out of range"),
        (["--calibration", "entropy", "--reduce-range"], "--calibration, --reduce-range: give --quantize as well"),
        (["--force"], "--force: give --quantize as well"),
        (["--quantize", "--votes", "votes.csv"], "this one was taught labels"),
    ],
)
def test_what_would_do_nothing_is_refused(
    words: list[str],
    told: str,
    checkpoint: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert export(monkeypatch, checkpoint, "--out", tmp_path / "out", *words) == 2
    assert told in _unwrapped(capfd)


def test_without_a_split_to_report_on_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    best = trained_run(tmp_path, csv_without(tmp_path, "PrivateTest", "Training"))
    assert export(monkeypatch, best, "--out", tmp_path / "out") == 2
    assert "has no PrivateTest images" in _unwrapped(capfd)


def slow_int8(classifiers: Sequence[Classifier], crops: np.ndarray) -> tuple[dict[int, Latency], ...]:
    return latencies(classifiers, [1.0, 1.2])


def test_the_gate_refuses_what_is_slower(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(candidate, "measure_latency", slow_int8)
    assert export(monkeypatch, checkpoint, "--out", tmp_path / "out", "--quantize") == 2
    assert not (tmp_path / "out").exists()
    told = capfd.readouterr().err
    assert "reading …\n" in told and "measuring …\n" in told, "a log shows where it is"
    assert "int8" in told.split("error:")[0]  # the table is shown all the same
    assert "20% slower" in told.split("error:")[1]


def test_the_gate_refuses_what_is_worse(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def ruined(model: Any, crops: Any, options: Any) -> Any:
        return real(model, np.zeros_like(crops), options)  # calibrated on black crops: every range is wrong

    real = candidate.quantise
    monkeypatch.setattr(candidate, "quantise", ruined)
    assert export(monkeypatch, checkpoint, "--out", tmp_path / "out", "--quantize") == 2
    assert not (tmp_path / "out").exists()
    assert "points of accuracy on PublicTest" in capfd.readouterr().err


def test_force_writes_it_and_says_so(checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidate, "measure_latency", slow_int8)
    assert export(monkeypatch, checkpoint, "--out", tmp_path, "--quantize", "--force") == 0
    assert read_bundle(tmp_path / "default.onnx").info.forced
    assert "Written by force" in (tmp_path / "default.md").read_text()


def test_without_need_force_says_nothing(checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ferdesk.export.candidate.objections", lambda *_: ())
    assert export(monkeypatch, checkpoint, "--out", tmp_path, "--quantize", "--force") == 0
    assert not read_bundle(tmp_path / "default.onnx").info.forced


def test_an_older_bundle_survives_a_refusal(checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "default.onnx").write_bytes(b"older")
    monkeypatch.setattr(candidate, "measure_latency", slow_int8)
    assert export(monkeypatch, checkpoint, "--out", tmp_path, "--quantize", "--replace") == 2
    assert (tmp_path / "default.onnx").read_bytes() == b"older"


def test_a_bundle_is_replaced_only_when_asked_for(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "default.onnx").write_bytes(b"older")
    assert export(monkeypatch, checkpoint, "--out", tmp_path) == 2
    assert "exists already; choose another --name, or replace it with --replace" in _unwrapped(capfd)
    assert (tmp_path / "default.onnx").read_bytes() == b"older"
    assert export(monkeypatch, checkpoint, "--out", tmp_path, "--replace") == 0
    assert read_bundle(tmp_path / "default.onnx").info.network == "tiny"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere.pt", "--out", "o"], "there is no such checkpoint"),
        (["CHECKPOINT", "--out", "o", "--name", "../x"], "is no name"),
        (["CHECKPOINT", "--out", "o", "--calibration", "guess"], "minmax"),
        (["CHECKPOINT", "--out", "o", "--data", "OTHER"], "not the data set"),
    ],
)
def test_mistakes_end_with_a_sentence(
    words: list[str], sentence: str, checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other").mkdir()
    places = {"CHECKPOINT": checkpoint, "OTHER": learnable_csv(tmp_path / "other", 140)}
    assert export(monkeypatch, *(places.get(word, word) for word in words)) == 2
    told = capfd.readouterr().err
    assert sentence in told
    assert "Traceback" not in told


def test_a_folder_that_cannot_be_written_to(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert export(monkeypatch, checkpoint, "--out", tmp_path / "file") == 2
    assert "choose another place" in capfd.readouterr().err


def test_data_that_moved_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "run").mkdir()
    best = trained_run(tmp_path / "run")
    moved = Path(shutil.move(tmp_path / "run" / "fer2013.csv", tmp_path / "moved.csv"))
    assert export(monkeypatch, best, "--out", tmp_path / "out") == 2
    assert "--data" in capfd.readouterr().err
    assert export(monkeypatch, best, "--out", tmp_path / "out", "--data", moved) == 0


def test_a_network_that_answers_with_no_numbers_is_refused(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    trained = load_network(checkpoint)
    with torch.no_grad():
        next(trained.network.parameters()).fill_(float("nan"))
    save_network(tmp_path / "best.pt", trained)
    data = checkpoint.parent / "fer2013.csv"
    assert export(monkeypatch, tmp_path / "best.pt", "--data", data, "--out", tmp_path / "out") == 2
    assert "best.pt answers faces with numbers that are not finite; train it again" in _unwrapped(capfd)
    assert not list(tmp_path.glob("out/*.onnx"))
