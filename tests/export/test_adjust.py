"""Rare emotions named more readily: the formula, the graph, what each strength costs, and the card that tells it."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import torch
from rich.console import Console

from ferdesk.bundle import read_bundle
from ferdesk.classify import Classifier
from ferdesk.dataset import load_dataset
from ferdesk.dataset_type import make_dataset
from ferdesk.errors import FerdeskError
from ferdesk.export import candidate
from ferdesk.export.adjust import Adjusted, Adjustment, adjustment_of, check_adjustable, trade_off, trade_off_table
from ferdesk.export.graph import ScoringNetwork, build_graph
from ferdesk.export.material import ExportOptions, load_material
from ferdesk.export.temperature import Temperature
from ferdesk.export.verify import TOLERANCE, verify
from ferdesk.export.write import write
from ferdesk.train.config import RunConfig
from ferdesk.train.networks import standardise
from ferdesk.train.unfold import unfolded
from tests.export.trained import random_scoring_network, trained_run, written
from tests.forms import write_csv
from tests.train.made import learnable

CROPS = np.random.default_rng(0).integers(0, 256, (70, 48, 48), dtype=np.uint8)
TILTED = (0.1, 0.0, 0.0, 0.0, 0.0, 0.0, -0.1)
SHARES = np.array([0.3, 0.01, 0.09, 0.2, 0.2, 0.1, 0.1])


def test_the_graph_takes_the_logarithm_of_the_shares_off_and_leaves_the_weights(tmp_path: Path) -> None:
    network = random_scoring_network()
    scoring = ScoringNetwork(Adjusted(network, Adjustment(0.5, SHARES)), Temperature(1.7, 0.3))
    path = written(tmp_path / "a.onnx", build_graph(scoring), network="tiny", temperature=1.7)
    classify = Classifier(path).classify
    assert verify(scoring, classify, CROPS) < TOLERANCE
    with torch.inference_mode():
        logits = network(standardise(torch.from_numpy(CROPS))).numpy()
        again = unfolded(path)[1](standardise(torch.from_numpy(CROPS))).numpy()
    expected = Temperature(1.7, 0.3).scores(logits - 0.5 * np.log(SHARES))
    np.testing.assert_allclose(classify(CROPS), expected, atol=TOLERANCE)
    np.testing.assert_allclose(again, logits, atol=2e-4, rtol=1e-3)


def test_shares_are_those_of_the_targets_and_never_nothing() -> None:
    labels = np.array([0, 0, 0, 1, 2, 3, 4, 5], np.int64)
    counts = np.array([3, 1, 1, 1, 1, 1, 1])
    np.testing.assert_allclose(adjustment_of(0.5, labels, 0.0).shares, counts / 9)
    np.testing.assert_allclose(adjustment_of(0.5, labels, 0.1).shares, 0.9 * counts / 9 + 0.1 / 7)


def test_a_trade_tells_what_each_strength_makes_of_the_same_faces() -> None:
    """One rare face is just missed without an adjustment; with a strong one a frequent face is lost to it."""
    shares = np.array([0.9, 0.1 / 6, 0.1 / 6, 0.1 / 6, 0.1 / 6, 0.1 / 6, 0.1 / 6])
    frequent, rare = [4.0, 1, 0, 0, 0, 0, 0], [2.0, 1, 0, 0, 0, 0, 0]
    unsure = [3.0, 0.0, 0, 0, 0, 0, 0]
    logits, labels = np.array([frequent, unsure, rare]), np.array([0, 0, 1])
    trades = trade_off(logits - 0.55 * np.log(shares), labels, Adjustment(0.55, shares))
    assert [trade.strength for trade in trades] == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 1]
    by_strength = {trade.strength: (trade.accuracy, trade.macro_recall) for trade in trades}
    assert by_strength[0] == pytest.approx((2 / 3, 0.5))
    assert by_strength[0.55] == pytest.approx((1, 1))
    assert by_strength[1] == pytest.approx((1 / 3, 0.5))
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(trade_off_table(trades, 0.55))
    assert "0.55 │ 100.00 % │" in console.export_text()


@pytest.mark.parametrize(
    ("strength", "config", "told"),
    [
        (1.5, {}, "1.5 is out of range"),
        (-0.1, {}, "out of range"),
        (float("nan"), {}, "out of range"),
        (0.5, {"balance": "logits"}, "what --balance logits did in it"),
        (0.5, {"targets": "ferplus", "votes": "v"}, "was taught votes"),
        (0.5, {"labels": "100/class"}, "as many labels of every emotion"),
        (0.5, {"labelled": "faces", "data": ""}, "learnt from own faces"),
    ],
)
def test_what_cannot_be_adjusted_is_told(strength: float, config: dict[str, str], told: str) -> None:
    with pytest.raises(FerdeskError, match=told):
        check_adjustable(strength, RunConfig(**{"data": "x", **config}))  # type: ignore[arg-type]


@pytest.fixture
def rarely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """best.pt of a run on a data set with hardly any faces of emotion 1."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    data = learnable()
    kept = (data.labels != 1) | (data.splits != 0) | (np.arange(len(data.labels)) < 20)
    few = make_dataset(data.pixels[kept], data.labels[kept], data.splits[kept], Path("few"))
    (tmp_path / "run").mkdir()
    return trained_run(tmp_path / "run", write_csv(tmp_path / "run" / "few.csv", few))


def test_an_adjusted_bundle_names_the_rare_emotion_more_readily_and_its_card_says_why(
    rarely: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temperatures, written = {"plain": Temperature(1.0), "adjusted": Temperature(1.3, 0.2, TILTED)}, {}
    for name, strength in (("plain", 0.0), ("adjusted", 0.8)):
        monkeypatch.setattr(candidate, "fit_temperature", lambda logits, labels, it=temperatures[name]: it)
        options = ExportOptions(rarely, tmp_path, name, adjust=strength)
        prepared = candidate.prepare(load_material(options), options)
        assert bool(prepared.trades) == bool(strength)
        written[name] = write(prepared, options)
    data = load_dataset(rarely.parent / "few.csv")
    taken_off = 0.8 * np.log(adjustment_of(0.8, data.labels[data.rows("Training")], 0.1).shares)
    assert taken_off[0] - taken_off[1] > 0.8
    plain, adjusted = (Classifier(found.bundle).classify(data.pixels[-9:]) for found in written.values())
    expected = temperatures["adjusted"].scores(np.log(plain) - taken_off)
    np.testing.assert_allclose(adjusted, expected, atol=1e-4)
    told = [read_bundle(found.bundle).info for found in written.values()]
    assert [(info.adjusted, info.temperature_slope) for info in told] == [(0, 0), (0.8, 0.2)]
    assert [info.temperature_by_emotion for info in told] == [(0,) * 7, TILTED]
    card = written["adjusted"].card.read_text()
    assert "divided by a temperature, 1.437 (angry), 1.300 (disgust), " in card
    assert "times exp(0.200 s)" in card
    assert "From the logits 0.8 times the logarithm of each emotion's share" in card
    assert "macro recall so, and" in card
    assert "From the logits" not in written["plain"].card.read_text()
