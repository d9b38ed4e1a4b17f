from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ferdesk.bundle import BundleError
from ferdesk.classify import Classifier
from ferdesk.emotions import Emotion
from ferdesk.providers import ProviderError
from tests.tiny import tiny_crop


@pytest.mark.parametrize("count", [1, 3, 8])
def test_scores_are_rows_of_probabilities_in_the_order_of_the_crops(tiny_bundle: Path, count: int) -> None:
    wanted = [Emotion(index % 7) for index in range(count)]
    scores = Classifier(tiny_bundle).classify(np.stack([tiny_crop(emotion) for emotion in wanted]))
    assert scores.shape == (count, 7)
    assert scores.dtype == np.float32
    assert scores.argmax(axis=1).tolist() == wanted
    np.testing.assert_allclose(scores.sum(axis=1), 1, atol=1e-5)


def test_no_crops_give_no_scores(tiny_bundle: Path) -> None:
    assert Classifier(tiny_bundle).classify(np.zeros((0, 48, 48), np.uint8)).shape == (0, 7)


def test_scores_do_not_depend_on_company(tiny_bundle: Path) -> None:
    classifier = Classifier(tiny_bundle, threads=1)
    crops = np.random.default_rng(0).integers(0, 256, (4, 48, 48), np.uint8)
    alone = np.concatenate([classifier.classify(crop[None]) for crop in crops])
    np.testing.assert_allclose(classifier.classify(crops), alone, atol=1e-6)


def test_a_data_set_s_worth_goes_through_in_parts_and_tells_how_far_it_is(tiny_bundle: Path) -> None:
    classifier, done = Classifier(tiny_bundle), []
    wanted = [index % 7 for index in range(150)]
    scores = classifier.classify(np.stack([tiny_crop(Emotion(emotion)) for emotion in wanted]), done.append)
    assert scores.argmax(axis=1).tolist() == wanted
    assert len(done) > 1
    assert sum(done) == len(wanted)


def test_crops_that_are_a_view_are_read_as_they_look(tiny_bundle: Path) -> None:
    crops = np.stack([tiny_crop(emotion) for emotion in range(7)])[:, :, ::-1]
    assert Classifier(tiny_bundle).classify(crops).argmax(axis=1).tolist() == [6, 5, 4, 3, 2, 1, 0]


@pytest.mark.parametrize(
    "crops",
    [np.zeros((1, 48, 48), np.float32), np.zeros((48, 48), np.uint8), np.zeros((1, 44, 48), np.uint8)],
    ids=["float", "no batch", "wrong size"],
)
def test_wrong_crops_are_refused(tiny_bundle: Path, crops: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"must be uint8 \[n, 48, 48\]"):
        Classifier(tiny_bundle).classify(crops)


def test_says_what_it_runs_and_where(tiny_bundle: Path) -> None:
    classifier = Classifier(tiny_bundle, provider="cpu")
    assert classifier.provider == "CPUExecutionProvider"
    assert classifier.bundle.path == tiny_bundle
    assert classifier.bundle.info.name == "tiny"


def test_the_session_does_not_spin(tiny_bundle: Path) -> None:
    options = Classifier(tiny_bundle, threads=2)._session.get_session_options()
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"
    assert options.intra_op_num_threads == 2


def test_unknown_provider_and_bundle_are_told_to_people(tiny_bundle: Path, tmp_path: Path) -> None:
    with pytest.raises(ProviderError, match="cpu"):
        Classifier(tiny_bundle, provider="abacus")
    with pytest.raises(BundleError, match="nothing"):
        Classifier(tmp_path / "nothing.onnx")
