"""Learning from a bundle: the same crops for both, what it adds to the loss, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from ferdesk.classify import Classifier
from ferdesk.errors import FerdeskError
from ferdesk.train.config import RunConfig
from ferdesk.train.networks import build_network, standardise
from ferdesk.train.objectives import OBJECTIVES, ObjectiveOptions
from ferdesk.train.objectives.bundle_teacher import BundleTeacher
from ferdesk.train.run import Run
from ferdesk.train.run_folder import RunFolder
from tests.train.made import learnable_csv
from tests.train.test_objectives import batch


def test_the_teacher_says_of_standardised_crops_what_it_says_of_their_pixels() -> None:
    pixels = np.random.default_rng(0).integers(60, 200, (5, 48, 48)).astype(np.uint8)
    pixels = np.sort(pixels, axis=1)  # a smooth slope, which is more like a face than noise is
    pixels[:, 20:22, 20:22] = 255  # and a glint far beyond the other greys
    pixels[:2, 30:, :4] = 0
    said = BundleTeacher(["default"]).scores(standardise(torch.from_numpy(pixels)))
    expected = Classifier("default").classify(pixels)
    assert said.shape == (5, 7)
    assert not said.requires_grad
    np.testing.assert_allclose(said.numpy(), expected, atol=0.03)


def test_a_teacher_adds_its_weighted_cross_entropy(tiny_bundle: Path) -> None:
    torch.manual_seed(0)
    network, given = build_network("tiny").eval(), batch()
    options = ObjectiveOptions(teacher=str(tiny_bundle), teacher_weight=3.0)
    terms = OBJECTIVES["supervised"](network, options)(network, given, 0.5)
    alone = OBJECTIVES["supervised"](network, ObjectiveOptions())(network, given, 0.5)
    said = torch.from_numpy(Classifier(tiny_bundle).classify(_grey(given.crops)))
    expected = -3 * (said * network(given.crops).log_softmax(dim=1)).sum(dim=1).mean()
    torch.testing.assert_close(terms["teacher"], expected)
    torch.testing.assert_close(terms["supervised"], alone["supervised"])
    assert "teacher" not in alone


def test_two_teachers_teach_the_mean_of_their_scores(tiny_bundle: Path) -> None:
    crops = batch().crops
    one, other = (BundleTeacher([bundle]).scores(crops) for bundle in (str(tiny_bundle), "nano"))
    options = ObjectiveOptions(teacher=str(tiny_bundle), second_teacher="nano")
    both = OBJECTIVES["supervised"](build_network("tiny"), options).teacher
    assert both is not None
    assert not torch.allclose(one, other, atol=0.1)
    torch.testing.assert_close(both.scores(crops), (one + other) / 2)


@pytest.mark.parametrize("place", ["teacher", "second_teacher"])
def test_another_bundle_in_the_teachers_place_is_noticed(
    place: str, tmp_path: Path, tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    teacher = tmp_path / "teacher.onnx"
    teacher.write_bytes(tiny_bundle.read_bytes())
    teachers = {"teacher": str(tiny_bundle), place: str(teacher)}
    config = RunConfig(data=str(learnable_csv(tmp_path)), network="tiny", epochs=1, batch=16, **teachers)
    run = Run.begin(tmp_path / "run", config, {})
    run.train()
    line = json.loads(RunFolder(tmp_path / "run").metrics.read_text().splitlines()[0])
    assert line["losses"]["teacher"] > 0
    teacher.write_bytes(b"something else")
    option = "--" + place.replace("_", "-")
    with pytest.raises(FerdeskError, match=f"{option}: .* is no longer the file that the run in .* began with"):
        Run.resume(tmp_path / "run")
    teacher.unlink()
    with pytest.raises(FerdeskError, match="cannot be read"):
        Run.resume(tmp_path / "run")


def test_a_teacher_is_for_supervised_learning_alone() -> None:
    with pytest.raises(FerdeskError, match="--teacher is learnt from in --mode supervised"):
        RunConfig(data="x", mode="fixmatch", teacher="y.onnx")
    with pytest.raises(FerdeskError, match="--second-teacher stands beside --teacher; give that first"):
        RunConfig(data="x", second_teacher="y.onnx")


def _grey(crops: torch.Tensor) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    darkest, brightest = (pick(crops, dim=(1, 2, 3), keepdim=True) for pick in (torch.amin, torch.amax))
    return (255 * (crops - darkest) / (brightest - darkest)).squeeze(1).round().to(torch.uint8).numpy()
