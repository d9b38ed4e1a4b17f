"""FER+ as the target: who counts by which rule, that eight are learnt and told, and what seven make of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from ferdesk.bundle import read_bundle
from ferdesk.classify import Classifier
from ferdesk.dataset import Dataset, load_dataset
from ferdesk.dataset_type import UNLABELLED, make_dataset
from ferdesk.dataset_votes import Votes, read_votes
from ferdesk.emotions import EMOTIONS, Emotion
from ferdesk.errors import FerdeskError
from ferdesk.evaluate import evaluate
from ferdesk.export import candidate
from ferdesk.export.cli import main as export_main
from ferdesk.export.latency import Latency
from ferdesk.export.seven import SevenOfEight
from ferdesk.train.checkpoint import load_network
from ferdesk.train.config import RunConfig
from ferdesk.train.networks import NETWORKS, build_network
from ferdesk.train.report import write_report
from ferdesk.train.run import Run
from ferdesk.train.targets import CONTEMPT, by_votes, ferplus_majority, without_contempt
from tests.forms import VOTE_OF_EMOTION, write_csv, write_ferplus


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


def counted(*rows: tuple[int, ...]) -> Votes:
    counts = np.array(rows, np.int64)
    return Votes(("a",) * len(rows), counts, np.zeros(len(rows), np.int8), Path("v"))


def test_the_majority_as_the_makers_of_ferplus_have_it() -> None:
    # neutral happiness surprise sadness anger disgust fear contempt unknown NF
    votes = counted(
        (6, 4, 0, 0, 0, 0, 0, 0, 0, 0),
        (5, 5, 0, 0, 0, 0, 0, 0, 0, 0),
        (5, 4, 1, 0, 0, 0, 0, 0, 0, 0),  # five of nine: the lone vote does not count
        (4, 3, 3, 0, 0, 0, 0, 0, 0, 0),
        (0, 0, 0, 0, 0, 0, 0, 7, 3, 0),
        (3, 0, 0, 0, 0, 0, 0, 0, 7, 0),
        (0, 0, 0, 0, 0, 0, 0, 0, 0, 10),
        (1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
        (0, 0, 0, 2, 6, 2, 0, 0, 0, 0),
    )
    expected = [Emotion.NEUTRAL, -1, Emotion.NEUTRAL, -1, CONTEMPT, -1, -1, -1, Emotion.ANGRY]
    assert ferplus_majority(votes).tolist() == expected


def test_the_real_votes_leave_as_many_images_as_published(fer2013_csv: Path, ferplus_csv: Path) -> None:
    dataset = by_votes(load_dataset(fer2013_csv), read_votes(ferplus_csv))
    assert [len(dataset.rows(split)) for split in ("PublicTest", "PrivateTest")] == [3199, 3153]
    assert len(dataset.rows("Training")) == 28416


def eight_bars(count: int = 320) -> Dataset:
    """As `learnable`, but every eighth image is contemptuous, which FER2013 calls neutral."""
    rng = np.random.default_rng(3)
    kinds = np.arange(count) % 8
    pixels = rng.integers(60, 140, (count, 48, 48), dtype=np.uint8)
    for image, kind in zip(pixels, kinds, strict=True):
        image[6 * kind : 6 * kind + 4, 8:40] = 230
    splits = np.repeat(np.array([0, 1, 2], np.int8), [count // 2, count // 4, count // 4])
    return make_dataset(pixels, np.where(kinds == CONTEMPT, 6, kinds).astype(np.int64), splits, Path("eight"))


def column(row: int) -> str:
    """What most people saw; nobody knows the last image of each split."""
    return "unknown" if row in (159, 239, 319) else (*VOTE_OF_EMOTION, "contempt")[row % 8]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder, rows = tmp_path_factory.mktemp("eight"), eight_bars()
    return write_csv(folder / "fer2013.csv", rows), write_ferplus(folder / "p", rows, votes=column) / "fer2013new.csv"


def config(files: tuple[Path, Path], **changes: object) -> RunConfig:
    values: dict[str, object] = {
        "data": str(files[0]), "votes": str(files[1]), "targets": "ferplus", "network": "tiny", "epochs": 14,
        "batch": 16, "ema": 0.8, "threads": 1, "augment": "none",
    }  # fmt: skip
    return RunConfig(**(values | changes))  # type: ignore[arg-type]


def test_labels_are_those_of_the_voters(files: tuple[Path, Path]) -> None:
    rows = load_dataset(files[0], cache=False)
    dataset = by_votes(rows, read_votes(files[1]))
    assert dataset.fingerprint == rows.fingerprint
    assert [len(dataset.rows(split)) for split in ("Training", "PublicTest", "PrivateTest")] == [159, 79, 79]
    assert dataset.labels[[7, 15, 159, 319]].tolist() == [CONTEMPT, CONTEMPT, UNLABELLED, UNLABELLED]
    seven = without_contempt(dataset)
    assert len(seven.rows("PrivateTest")) == 79 - 9
    assert CONTEMPT not in seven.labels


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_can_tell_eight_apart(name: str) -> None:
    network = build_network(name, 8).eval()
    assert network.kinds == 8
    assert network(torch.zeros(2, 1, 48, 48)).shape == (2, 8)


@pytest.fixture(scope="module")
def trained(files: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "eight"
    torch.set_num_threads(1)
    Run.begin(out, config(files), {"command": "ferdesk-train --targets ferplus"}).train()
    return out


def test_eight_are_learnt_from_votes_and_told(trained: Path) -> None:
    results = json.loads((trained / "evaluation.json").read_text())
    private = results["PrivateTest"]
    assert private["n"] == 79
    assert private["accuracy"] > 0.6
    assert list(private["recall"]) == [*EMOTIONS, "contempt"]
    assert private["recall"]["contempt"] > 0.5
    assert (trained / "rows.csv").read_text().count(",1\n") == 159
    page = write_report(trained).read_text()
    assert "contempt" in page
    assert "judged by FER+" in page


def test_seven_of_eight_spread_contempt_evenly() -> None:
    class Fixed(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return torch.tensor([[0.1, 0.1, 0.1, 0.2, 0.1, 0.05, 0.05, 0.3]]).log()

    scores = torch.softmax(SevenOfEight(Fixed())(torch.zeros(1)), dim=1)
    expected = torch.tensor([[0.1, 0.1, 0.1, 0.2, 0.1, 0.05, 0.05]]) + 0.3 / 7
    torch.testing.assert_close(scores, expected)


def test_the_bundle_names_seven_and_the_card_says_what_became_of_contempt(
    trained: Path, files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidate, "measure_latency", lambda given, crops: tuple({1: Latency(1, 1)} for _ in given))
    monkeypatch.setattr(sys, "argv", ["ferdesk-export", str(trained / "best.pt"), "--out", str(tmp_path)])
    with pytest.raises(SystemExit) as end:
        export_main()
    assert not end.value.code
    info, classifier = read_bundle(tmp_path / "default.onnx").info, Classifier(tmp_path / "default.onnx")
    rows = load_dataset(files[0], cache=False)
    assert info.emotions == EMOTIONS
    by_labels = evaluate(rows, "PrivateTest", classifier)
    assert info.metrics["PrivateTest.accuracy_by_labels"] == pytest.approx(by_labels.accuracy, abs=1e-6)
    by_voters = evaluate(without_contempt(by_votes(rows, read_votes(files[1]))), "PrivateTest", classifier)
    assert by_voters.n == 70
    assert info.metrics["PrivateTest.accuracy"] == pytest.approx(by_voters.accuracy, abs=1e-6)
    contempt = rows.pixels[[row for row in range(240, 319) if row % 8 == CONTEMPT]]
    known = rows.pixels[[row for row in range(240, 319) if row % 8 == Emotion.HAPPY]]
    surest = [float(np.median(classifier.classify(crops).max(axis=1))) for crops in (contempt, known)]
    assert surest[0] < surest[1]
    card = (tmp_path / "default.md").read_text()
    assert "as FER+'s voters saw it" in card
    assert "spread evenly over the seven" in card


def test_the_seven_that_both_know_go_from_one_to_the_other(
    files: tuple[Path, Path], trained: Path, tmp_path: Path
) -> None:
    best = str(trained / "best.pt")
    back = Run.begin(tmp_path / "back", config(files, init=best, targets="labels", votes=""), {}).learner.network
    again = Run.begin(tmp_path / "again", config(files, init=best), {}).learner.network
    ours = load_network(trained / "best.pt").network
    assert torch.equal(back.head.linear.weight, ours.head.linear.weight[:7])  # type: ignore[arg-type,index]
    assert torch.equal(again.head.linear.weight, ours.head.linear.weight)  # type: ignore[arg-type]
    assert back.kinds == 7


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"votes": ""}, "--targets ferplus needs people's votes"),
        ({"targets": "magic"}, "--targets 'magic'"),
        ({"mode": "fixmatch"}, "--mode supervised"),
        ({"balance": "weights"}, "--balance none"),
        ({"labelled": "x"}, "on own faces there are none"),
    ],
)
def test_what_does_not_go_together(changes: dict[str, object], sentence: str, files: tuple[Path, Path]) -> None:
    with pytest.raises(FerdeskError, match=sentence):
        config(files, **changes)


def test_votes_that_moved_are_asked_for(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    content = torch.load(trained / "best.pt", weights_only=True)
    content["config"]["votes"] = str(tmp_path / "gone.csv")
    torch.save(content, tmp_path / "best.pt")
    monkeypatch.setattr(sys, "argv", ["ferdesk-export", str(tmp_path / "best.pt"), "--out", str(tmp_path)])
    with pytest.raises(SystemExit) as end:
        export_main()
    assert end.value.code == 2
    assert "say where they are with --votes" in capfd.readouterr().err
