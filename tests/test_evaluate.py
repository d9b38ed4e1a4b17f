"""Metrics against scikit-learn, and a real bundle judged on a small data set, with and without a detector."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from sklearn.metrics import accuracy_score, balanced_accuracy_score, confusion_matrix, recall_score

from ferdesk import evaluate as module
from ferdesk.canvas import Canvas
from ferdesk.classify import Classifier
from ferdesk.dataset import Dataset, DatasetError
from ferdesk.dataset_type import make_dataset
from ferdesk.emotions import EMOTIONS
from ferdesk.evaluate import EvaluateOptions, Evaluation, evaluate, evaluate_scores, print_evaluation, run_evaluate
from ferdesk.types import Box, Face, Image
from tests.tiny import TEMPLATE, on_canvas, tiny_bundle, tiny_crop


def test_metrics_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 7, 500)
    scores = rng.dirichlet(np.ones(7), 500).astype(np.float32)
    scores[np.arange(500), labels] += rng.uniform(0, 0.5, 500).astype(np.float32)
    scores /= scores.sum(axis=1, keepdims=True)
    metrics, read = evaluate_scores(scores, labels), scores.argmax(axis=1)
    assert metrics.n == 500
    assert metrics.accuracy == pytest.approx(accuracy_score(labels, read))
    assert metrics.macro_recall == pytest.approx(balanced_accuracy_score(labels, read))
    assert list(metrics.recall) == list(EMOTIONS)
    np.testing.assert_allclose(list(metrics.recall.values()), recall_score(labels, read, average=None))
    np.testing.assert_array_equal(metrics.confusion, confusion_matrix(labels, read, labels=range(7)))


def test_an_emotion_that_does_not_occur_has_no_recall() -> None:
    scores = np.eye(7, dtype=np.float32)[[3, 3, 4]]
    metrics = evaluate_scores(scores, np.array([3, 4, 4]))
    assert metrics.recall["angry"] is None
    assert metrics.macro_recall == pytest.approx(0.75)


def test_nothing_can_be_judged_too() -> None:
    metrics = evaluate_scores(np.zeros((0, 7), np.float32), np.zeros(0, np.int64))
    assert (metrics.n, metrics.accuracy, metrics.macro_recall, metrics.ece) == (0, 0.0, 0.0, 0.0)


def dataset_of(rows: list[tuple[Image, int, int]]) -> Dataset:
    """From (pixels, label, split)."""
    return make_dataset(
        np.stack([row[0] for row in rows]),
        np.array([row[1] for row in rows], np.int64),
        np.array([row[2] for row in rows], np.int8),
        Path("made-up.csv"),
    )


@pytest.fixture
def dataset() -> Dataset:
    """PrivateTest: each emotion once, as a tiny bundle reads it, then a sad one labelled happy; that one leaked."""
    leaked = tiny_crop(4, bright=200)
    rows = [(tiny_crop(emotion), emotion, 2) for emotion in range(7)]
    return dataset_of([*rows, (leaked, 3, 2), (leaked, 3, 0), (tiny_crop(0), 0, 1)])


@pytest.fixture(scope="module")
def classifier(tiny_bundle: Path) -> Classifier:
    return Classifier(tiny_bundle)


def test_a_bundle_is_judged_on_the_data_sets_own_crops(dataset: Dataset, classifier: Classifier) -> None:
    evaluation = evaluate(dataset, "PrivateTest", classifier)
    assert (evaluation.n, evaluation.accuracy) == (8, 7 / 8)
    assert evaluation.recall["happy"] == 0.5
    assert evaluation.confusion[3][4] == 1
    assert evaluation.bundle_sha256 == classifier.bundle.sha256


def test_leaks_are_dropped_and_counted(dataset: Dataset, classifier: Classifier) -> None:
    evaluation = evaluate(dataset, "PrivateTest", classifier, drop_leaks=True)
    assert (evaluation.n, evaluation.accuracy, evaluation.leaks_dropped) == (7, 1.0, 1)


def test_json_has_the_promised_keys(dataset: Dataset, classifier: Classifier) -> None:
    told = json.loads(json.dumps(evaluate(dataset, "PrivateTest", classifier).to_json()))
    promised = {"n", "accuracy", "macro_recall", "recall", "ece", "confusion", "split", "bundle"}
    assert promised <= set(told)
    assert (told["split"], told["bundle"]) == ("PrivateTest", "tiny")
    assert not {"leaks_dropped", "found"} & set(told)


@pytest.mark.parametrize(("threshold", "shown", "right"), [(0.3, 9 / 9, 7 / 9), (0.4, 8 / 9, 7 / 8), (1.0, 0.0, None)])
def test_labels_shown_are_counted_by_the_bundles_own_threshold(
    dataset: Dataset, tmp_path: Path, threshold: float, shown: float, right: float | None
) -> None:
    faint = tiny_crop(5, dark=40, bright=80)  # read as surprise, with a score of 0.32
    rows = [(tiny_crop(emotion), emotion, 2) for emotion in range(7)]
    data = dataset_of([*rows, (tiny_crop(4), 3, 2), (faint, 3, 2)])
    classifier = Classifier(tiny_bundle(tmp_path / "own.onnx", unsure_threshold=threshold))
    evaluation = evaluate(data, "PrivateTest", classifier)
    assert (evaluation.shown, evaluation.shown_accuracy) == (shown, right)
    told = evaluation.to_json()
    assert (told["shown"], told.get("shown_accuracy")) == (shown, right)
    accuracy = "" if right is None else f"; {100 * right:.2f} % of the labels right"
    assert f"labels shown as sure    │ {100 * shown:.2f} % of the faces{accuracy} " in printed(evaluation)


def test_many_images_go_through_in_order(classifier: Classifier) -> None:
    labels = np.random.default_rng(0).integers(0, 7, 600).tolist()
    heard: list[int] = []
    dataset = dataset_of([(tiny_crop(label), label, 1) for label in labels])
    evaluation = evaluate(dataset, "PublicTest", classifier, advance=heard.append)
    assert (evaluation.n, evaluation.accuracy, sum(heard)) == (600, 1.0, 600)


def test_an_unknown_split_is_named(dataset: Dataset, classifier: Classifier) -> None:
    with pytest.raises(DatasetError, match="Elsewhere"):
        evaluate(dataset, "Elsewhere", classifier)


class TemplateDetector:
    """Finds a face whose landmarks lie on the template, moved by `shift` crop pixels; none where the crop is dim."""

    def __init__(self, shift: float = 0.0) -> None:
        self.shift = shift

    def detect(self, image: Image) -> tuple[Face, ...]:
        if image.max() < 150:
            return ()
        landmarks = on_canvas(Canvas(), TEMPLATE + np.array([self.shift, 0], np.float32))
        return (Face(Box(0, 0, image.shape[1], image.shape[0]), landmarks, 0.9),)


def test_with_a_detector_the_missed_are_wrong(classifier: Classifier) -> None:
    rows = [(tiny_crop(emotion), emotion, 2) for emotion in range(7)]
    dim = tiny_crop(3, dark=20, bright=120)
    evaluation = evaluate(dataset_of([*rows, (dim, 3, 2)]), "PrivateTest", classifier, detector=TemplateDetector())
    loop = evaluation.loop
    assert loop is not None
    assert (evaluation.n, evaluation.accuracy, evaluation.recall["happy"]) == (8, 7 / 8, 0.5)
    assert (loop.found, loop.share_found, loop.missed["happy"]) == (7, 7 / 8, 1)
    assert (loop.accuracy_found, loop.accuracy_crops, loop.accuracy_crops_found) == (1.0, 1.0, 1.0)
    assert (evaluation.shown, evaluation.shown_accuracy) == (7 / 8, 1.0), "the missed one has no label"
    told = evaluation.to_json()
    assert (told["accuracy_found"], told["alignment_loss"]) == (1.0, 0.0)


def test_bad_alignment_costs_accuracy_and_says_so(classifier: Classifier) -> None:
    rows = [(tiny_crop(emotion), emotion, 2) for emotion in range(7)]
    evaluation = evaluate(dataset_of(rows), "PrivateTest", classifier, detector=TemplateDetector(shift=7.0))
    assert evaluation.loop is not None
    assert evaluation.accuracy < 0.5
    assert evaluation.loop.alignment_loss == pytest.approx(1.0 - evaluation.accuracy)
    assert evaluation.shown_accuracy is not None
    assert evaluation.shown_accuracy < 0.5, "of the crops as they were found"


def test_options_lead_to_the_same_figures(
    dataset: Dataset, tiny_bundle: Path, classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "load_dataset", lambda path: dataset)
    monkeypatch.setattr(module, "YuNet", TemplateDetector)
    options = EvaluateOptions(Path("made-up.csv"), bundle=tiny_bundle, drop_leaks=True, detector=True)
    expected = evaluate(dataset, "PrivateTest", classifier, drop_leaks=True, detector=TemplateDetector())
    assert run_evaluate(options) == expected


def test_an_empty_split_is_an_error_for_people(tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "load_dataset", lambda path: dataset_of([(tiny_crop(0), 0, 0)]))
    with pytest.raises(DatasetError, match="no PrivateTest images"):
        run_evaluate(EvaluateOptions(Path("made-up.csv"), bundle=tiny_bundle))


def printed(evaluation: Evaluation) -> str:
    output = Console(file=io.StringIO(), width=80)
    print_evaluation(evaluation, output)
    return output.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_the_tables_show_every_emotion_and_the_missed(dataset: Dataset, classifier: Classifier) -> None:
    text = printed(evaluate(dataset, "PrivateTest", classifier, detector=TemplateDetector()))
    assert all(emotion in text for emotion in EMOTIONS)
    assert "87.50 %" in text
    assert "missed" in text
    assert "…" not in text  # nothing is cut off at 80 columns
