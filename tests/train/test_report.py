"""The run report: true figures, whole pages, a run that has only begun, files that cannot be understood."""

from __future__ import annotations

import base64
import dataclasses
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ferdesk.emotions import EMOTIONS, Emotion
from ferdesk.errors import FerdeskError
from ferdesk.metrics import evaluate_scores
from ferdesk.train.plot_reliability import Reliability, reliability_png
from ferdesk.train.plots import DARK, LIGHT, confusion_png, curves_png
from ferdesk.train.report import write_report
from ferdesk.train.report_page import run_page
from ferdesk.train.run_records import SplitResult, read_run

CONFUSION = np.diag([40, 3, 41, 70, 45, 30, 50]) + 2
CONFUSION[1] = 0


CONFIG = {"data": "/data/fer<2013>.csv", "mode": "supervised", "network": "vgg", "labels": "10%", "epochs": 12}
PROVENANCE = {"command": "ferdesk-train --labels '10%' --out <x>", "versions": {"torch": "2.13.0"}, "data": "abc"}
PUBLIC = {"n": 10, "accuracy": 0.7, "macro_recall": 0.65, "recall": {}, "ece": 0.05, "confusion": CONFUSION.tolist()}
RESULTS = {"PublicTest": PUBLIC, "PrivateTest": PUBLIC | {"accuracy": 0.68}}


def write_run(
    folder: Path, *, epochs: int = 12, evaluated: bool = True, terms: tuple[str, ...] = ("supervised",)
) -> Path:
    """A run folder as training leaves it; PublicTest accuracy is highest in epoch 8."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(CONFIG))
    (folder / "provenance.json").write_text(json.dumps(PROVENANCE))
    lines = [json.dumps(epoch_values(epoch, terms)) for epoch in range(1, epochs + 1)]
    (folder / "metrics.jsonl").write_text("".join(line + "\n" for line in lines))
    if evaluated:
        (folder / "evaluation.json").write_text(json.dumps(RESULTS))
    return folder


def epoch_values(epoch: int, terms: tuple[str, ...]) -> dict[str, object]:
    return {
        "epoch": epoch,
        "losses": {term: 2.0 / epoch / 10**place for place, term in enumerate(terms)},
        "learning_rate": 0.1,
        "public_accuracy": 0.7 - abs(epoch - 8) / 50,
        "images_per_second": 1000.0,
        "seconds": 61.0,
    }


class Tags(HTMLParser):
    """Counts open and closed tags, and gathers what is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in ("src", "srcset", "href")]
        if tag not in ("meta", "img", "source", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data + " "


def parsed(path: Path) -> Tags:
    tags = Tags()
    tags.feed(path.read_text(encoding="utf-8"))
    assert tags.open == []
    return tags


def test_the_whole_report(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "my & run")
    assert write_report(folder) == folder / "report.html"
    shown = parsed(folder / "report.html")
    for words in ("my & run", "68.0 %", "70.0 %", "65.0 %", "5.0 %", "12 min", "for 12 epochs", "10% of the labels"):
        assert words in shown.text
    for words in ("ferdesk-train --labels '10%' --out <x>", "/data/fer<2013>.csv", "torch 2.13.0", *EMOTIONS):
        assert words in shown.text
    assert sorted(path.name for path in folder.glob("*.p*")) == ["confusion.png", "curves.png"]


def test_the_page_needs_no_other_file_and_is_dark_where_the_reader_is(tmp_path: Path) -> None:
    folder = write_run(tmp_path)
    shown = parsed(write_report(folder))
    assert len(shown.links) == 4
    pictures = [base64.b64decode(link.removeprefix("data:image/png;base64,"), validate=True) for link in shown.links]
    corners = [Image.open(io.BytesIO(picture)).convert("RGB").getpixel((0, 0)) for picture in pictures]
    assert corners == [(0x17, 0x19, 0x1D), (255, 255, 255)] * 2
    assert pictures[1] == (folder / "curves.png").read_bytes()
    assert pictures[3] == (folder / "confusion.png").read_bytes()
    text = (folder / "report.html").read_text()
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    assert not re.search(r"https?://", text)


def test_how_far_a_score_is_to_be_trusted(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    metrics = evaluate_scores(rng.dirichlet(np.ones(7) / 3, 300), rng.integers(0, 7, 300))
    folder = write_run(tmp_path)
    (folder / "evaluation.json").write_text(json.dumps({"PrivateTest": dataclasses.asdict(metrics)}))
    result = read_run(folder).result("PrivateTest")
    assert result is not None
    assert result.reliability == metrics.reliability
    shown = parsed(write_report(folder))
    assert "How far to trust a score" in shown.text
    assert len(shown.links) == 6
    picture = np.asarray(Image.open(folder / "reliability.png").convert("RGB"))
    assert (picture == (0x2A, 0x5F, 0xA5)).all(axis=2).sum() > 1000  # scores drawn by chance promise too much


def test_the_unsure_line_stands_where_it_was_chosen() -> None:
    scores = np.full((50, 7), 0.1)
    scores[:, 0] = 0.4
    bins = evaluate_scores(scores, np.zeros(50, np.int64)).reliability
    pictures = [reliability_png([Reliability("x", bins, 0.6, unsure)]) for unsure in (None, 0.5, 0.8)]
    assert len(set(pictures)) == 3


def test_a_run_that_goes_on_has_no_result_yet(tmp_path: Path) -> None:
    folder = write_run(tmp_path, epochs=5, evaluated=False)
    shown = parsed(write_report(folder))
    assert "best PublicTest accuracy so far" in shown.text
    assert "5 of 12 epochs" in shown.text
    assert "Confusion" not in shown.text
    assert not (folder / "confusion.png").exists()


def test_a_run_that_has_only_begun(tmp_path: Path) -> None:
    folder = write_run(tmp_path, epochs=0, evaluated=False)
    (folder / "metrics.jsonl").unlink()
    (folder / "provenance.json").unlink()
    shown = parsed(write_report(folder))
    assert "has not finished its first one" in shown.text
    assert "not recorded" in shown.text
    assert shown.links == []


def test_pictures_that_no_longer_hold_are_removed(tmp_path: Path) -> None:
    folder = write_run(tmp_path, epochs=0, evaluated=False)
    for name in ("curves.png", "confusion.png"):
        (folder / name).write_bytes(b"of another run that stood here")
    write_report(folder)
    assert list(folder.glob("*.png")) == []


def test_records(tmp_path: Path) -> None:
    record = read_run(write_run(tmp_path))
    assert record.best is not None
    assert record.best.epoch == 8
    assert record.seconds == 12 * 61
    result = record.result("PrivateTest")
    assert result is not None
    assert result.accuracy == 0.68
    assert np.array_equal(result.confusion, CONFUSION)
    assert record.result("Training") is None


def test_shares_are_those_of_the_evaluation(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 7, 200)
    scores = rng.dirichlet(np.ones(7), 200)
    truth = evaluate_scores(scores, labels)
    result = SplitResult("x", truth.n, truth.accuracy, truth.macro_recall, truth.ece, np.array(truth.confusion))
    assert result.recall == pytest.approx(list(truth.recall.values()))
    read = scores.argmax(axis=1)
    assert result.precision[2] == pytest.approx(np.mean(labels[read == 2] == 2))


def test_recall_of_an_emotion_that_does_not_occur_is_a_dash(tmp_path: Path) -> None:
    record = read_run(write_run(tmp_path))
    assert np.isnan(record.results[0].recall[Emotion.DISGUST])
    assert "–" in run_page(record, None, None)


def test_wilson_interval() -> None:
    # 50 of 100: the interval of Wilson's score is 0.4038 to 0.5962.
    low, high = SplitResult("x", 100, 0.5, 0.5, 0.0, np.eye(7, dtype=np.int64)).interval
    assert (low, high) == pytest.approx((0.4038, 0.5962), abs=1e-4)


def test_a_line_being_written_is_left_out_and_a_broken_one_named(tmp_path: Path) -> None:
    folder = write_run(tmp_path, epochs=3)
    metrics = folder / "metrics.jsonl"
    whole = metrics.read_text()
    metrics.write_text(whole + '{"epoch": 4, "los')
    assert len(read_run(folder).epochs) == 3
    metrics.write_bytes(b"\xff\xfe")
    with pytest.raises(FerdeskError, match=r"metrics\.jsonl: cannot be read"):
        read_run(folder)
    metrics.write_text(whole + '{"epoch": 4}\n')
    with pytest.raises(FerdeskError, match=r"metrics\.jsonl: line 4 is no record of an epoch"):
        read_run(folder)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("config.json", "{", r"config\.json: cannot be read"),
        ("config.json", "[]", r"config\.json: not a JSON object"),
        ("evaluation.json", '{"PrivateTest": {"n": 3}}', r"evaluation\.json: PrivateTest is no result"),
    ],
)
def test_files_that_cannot_be_understood(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    folder = write_run(tmp_path)
    (folder / name).write_text(text)
    with pytest.raises(FerdeskError, match=sentence):
        write_report(folder)


def test_no_run(tmp_path: Path) -> None:
    with pytest.raises(FerdeskError, match=r"holds no run: config\.json is missing"):
        write_report(tmp_path)


def test_curves_with_many_terms_and_with_one_epoch(tmp_path: Path) -> None:
    many = read_run(write_run(tmp_path / "many", terms=("supervised", "reconstruction", "consistency")))
    one = read_run(write_run(tmp_path / "one", epochs=1))
    for record in (many, one):
        picture = np.asarray(Image.open(io.BytesIO(curves_png(record, LIGHT))).convert("RGB"))
        assert picture.shape[:2] == (600, 1500)
        # The line of the best epoch and the first loss term are drawn in their colours.
        for color in ((0x2A, 0x5F, 0xA5), (0x44, 0x77, 0xAA)):
            assert (picture == color).all(axis=2).any()


def test_confusion_is_drawn_in_the_emotions_colours(tmp_path: Path) -> None:
    record = read_run(write_run(tmp_path))
    picture = np.asarray(Image.open(io.BytesIO(confusion_png(record.results, DARK))).convert("RGB"))
    for emotion in Emotion:
        color = tuple(int(emotion.color[place : place + 2], 16) for place in (1, 3, 5))
        assert (picture == color).all(axis=2).sum() > 1000
