"""Runs on people's own faces: few with a name, many without, FER2013 played again; resumed, judged, exported."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

import pytest
import torch

from ferdesk.bundle import read_bundle
from ferdesk.export import candidate
from ferdesk.export.cli import main as export_main
from ferdesk.export.latency import Latency
from ferdesk.train import training_data
from ferdesk.train.augment import AUGMENTATIONS
from ferdesk.train.batches import Examples, Plan, batches
from ferdesk.train.checkpoint import load_network
from ferdesk.train.cli import main
from ferdesk.train.config import RunConfig
from ferdesk.train.run import Run
from tests.export.trained import trained_run
from tests.train.own import labelled_folder, unlabelled_folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`labelled`, `unlabelled`, and a run that knows a little FER2013."""
    root = tmp_path_factory.mktemp("own")
    labelled_folder(root / "labelled", each=6)
    unlabelled_folder(root / "unlabelled")
    torch.set_num_threads(1)  # as the runs below have it
    (root / "first").mkdir()
    trained_run(root / "first")
    return root


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setattr(training_data, "LEAST_STEPS", 4)


def command(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr(sys, "argv", ["ferdesk-train", *map(str, words)])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def config(folders: Path, **changes: object) -> RunConfig:
    values: dict[str, object] = {
        "data": "", "labelled": str(folders / "labelled"), "unlabelled": str(folders / "unlabelled"),
        "mode": "fixmatch", "network": "tiny", "init": str(folders / "first" / "best.pt"), "epochs": 2, "batch": 16,
        "unlabelled_batch": 16, "rate": 0.01, "ema": 0.9, "threads": 1, "threshold": 0.2,
    }  # fmt: skip
    return RunConfig(**(values | changes))  # type: ignore[arg-type]


def test_the_command_fine_tunes_tells_and_leaves_its_files(
    folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    labelled = Path(shutil.copytree(folders / "labelled", tmp_path / "labelled"))
    (labelled / "sad" / "broken.png").write_bytes(b"no")
    out, first = tmp_path / "run", folders / "first"
    words = [
        "--labelled", labelled, "--unlabelled", folders / "unlabelled", "--data", first / "fer2013.csv",
        "--init", first / "best.pt", "--mode", "mean-teacher", "--epochs", 2, "--batch", 16,
        "--unlabelled-batch", 16, "--threads", 1, "--out", out,
    ]  # fmt: skip
    assert command(monkeypatch, *words) == 0
    told = capfd.readouterr().err
    assert f"left out: {labelled / 'sad' / 'broken.png'}: not a picture" in told.replace("\n", "")
    assert "own faces: 28 Training, 7 PublicTest, 7 PrivateTest, 14 without a label" in told
    for split in ("PrivateTest before", "FER2013 PrivateTest before", "FER2013 PrivateTest"):
        assert f"{split}: " in told
    settings = RunConfig.load(out / "config.json")
    assert settings.network == "tiny", "the network of --init"
    assert (settings.rate, settings.ema) == (0.01, 0.98)
    facts = json.loads((out / "provenance.json").read_text())
    assert facts["pictures"] == 28 + 14 + 14 + 1
    assert facts["left out"] == 1
    assert facts["replayed"] == load_network(first / "best.pt").data
    assert facts["init"] == hashlib.sha256((first / "best.pt").read_bytes()).hexdigest()
    assert (out / "faces.csv").read_text().count("PublicTest") == 7
    assert (out / "rows.csv").read_text().count(",0\n") == 14
    results = json.loads((out / "evaluation.json").read_text())
    assert results["FER2013 PrivateTest"]["n"] == 70
    page = (out / "report.html").read_text()
    assert "own faces, before" in page
    assert "FER2013, after" in page


@pytest.mark.parametrize("replayed", [False, True])
def test_resumed_without_the_pictures_it_is_the_same_to_the_bit(replayed: bool, folders: Path, tmp_path: Path) -> None:
    labelled = Path(shutil.copytree(folders / "labelled", tmp_path / "labelled"))
    data = str(folders / "first" / "fer2013.csv") if replayed else ""
    settings = config(folders, labelled=str(labelled), data=data, epochs=3)
    whole = Run.begin(tmp_path / "whole", settings, {})
    whole.train()
    broken = Run.begin(tmp_path / "broken", settings, {})
    shutil.rmtree(labelled)

    class StoppedError(Exception):
        pass

    def stop(summary: object) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        broken.train(on_epoch=stop)
    again = Run.resume(tmp_path / "broken")
    assert again.learner.epoch == 1
    again.train()
    ours, theirs = (load_network(tmp_path / name / "best.pt").network.state_dict() for name in ("whole", "broken"))
    assert all(torch.equal(ours[key], theirs[key]) for key in ours)
    assert (tmp_path / "whole/evaluation.json").read_text() == (tmp_path / "broken/evaluation.json").read_text()


def test_own_faces_are_learnt_and_fer2013_is_not_forgotten(
    folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_data, "LEAST_STEPS", 20)
    data = str(folders / "first" / "fer2013.csv")
    results = {
        name: Run.begin(tmp_path / name, config(folders, data=data, epochs=8, replay=share, mode="supervised",
                                                threshold=RunConfig.threshold, unlabelled="", augment="none",
                                                rate=0.03), {}).train()
        for name, share in (("with", 0.5), ("without", 0.0))
    }  # fmt: skip
    for result in results.values():
        assert result["PrivateTest"].accuracy > result["PrivateTest before"].accuracy
    known = "FER2013 PrivateTest"
    assert results["with"][known].accuracy > results["without"][known].accuracy
    assert results["with"][known].accuracy > results["with"][f"{known} before"].accuracy - 0.1


def test_every_batch_has_its_share_of_what_was_known() -> None:
    own = Examples(torch.zeros(10, 48, 48, dtype=torch.uint8), torch.zeros(10, dtype=torch.int64))
    votes = torch.full((30, 8), 0.125)
    known = Examples(torch.full((30, 48, 48), 9, dtype=torch.uint8), torch.ones(30, dtype=torch.int64), votes)
    plan = Plan(steps=5, labelled=4, augmentation=AUGMENTATIONS["none"], replayed=3)
    drawn = list(batches(Examples(own.pixels, own.labels, replayed=known), own.pixels, plan, 0))
    for batch in drawn:
        assert batch.labels.tolist() == [0] * 4 + [1] * 3
        assert batch.votes is not None
        assert batch.votes.sum(dim=1).tolist() == [0] * 4 + [1] * 3


def test_a_run_on_own_faces_becomes_a_bundle(folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Run.begin(tmp_path / "run", config(folders), {}).train()
    monkeypatch.setattr(candidate, "measure_latency", lambda given, crops: tuple({1: Latency(1, 1)} for _ in given))
    monkeypatch.setattr(sys, "argv", ["ferdesk-export", str(tmp_path / "run/best.pt"), "--out", str(tmp_path)])
    with pytest.raises(SystemExit) as end:
        export_main()
    assert not end.value.code
    info = read_bundle(tmp_path / "default.onnx").info
    assert info.data == load_network(tmp_path / "run/best.pt").data
    card = (tmp_path / "default.md").read_text()
    assert "own faces" in card
    assert "35,887" not in card


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--unlabelled", "UNLABELLED"], "--unlabelled needs --labelled"),
        (["--labelled", "LABELLED", "--unlabelled", "UNLABELLED"], "--mode supervised learns nothing from"),
        (["--labelled", "LABELLED", "--init", "nano", "--network", "vgg"], "give --network vgg-nano-mirror."),
        (["--labelled", "LABELLED", "--init", "nowhere.onnx"], "no bundle"),
        (["--labelled", "LABELLED", "--votes", "v.csv"], "give these too, with --data"),
        (["--labelled", "UNLABELLED"], "2024: unknown label"),
        (["--labelled", "LABELLED", "--hold-out", "all"], "--hold-out 'all' is not a share"),
        (["--labelled", "LABELLED", "--replay", "2"], "--replay must lie between"),
    ],
)
def test_mistakes_end_with_2_and_one_sentence(
    words: list[str], sentence: str, folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    places = {"LABELLED": folders / "labelled", "UNLABELLED": folders / "unlabelled"}
    assert command(monkeypatch, *(places.get(word, word) for word in words), "--out", "r") == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "r").exists()
