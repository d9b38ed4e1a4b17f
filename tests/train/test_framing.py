"""Training crops as the detector frames them: which ones, kept how, and drawn how often."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from ferdesk import dataset_cache
from ferdesk.canvas import Canvas, align
from ferdesk.crop import crop_face
from ferdesk.dataset import Dataset, load_dataset
from ferdesk.dataset_type import make_dataset
from ferdesk.demo import Sheet
from ferdesk.detect import YuNet
from ferdesk.errors import FerdeskError
from ferdesk.train.augment import AUGMENTATIONS
from ferdesk.train.batches import Examples, Plan, batches
from ferdesk.train.config import RunConfig
from ferdesk.train.framing import framed_pixels
from ferdesk.train.loop import logits_of
from ferdesk.train.metrics import accuracy_of
from ferdesk.train.run import Run
from ferdesk.train.run_records import read_run
from ferdesk.train.template import load_template
from tests.train.made import learnable_csv


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(dataset_cache, "folder", lambda: tmp_path / "cache" / "datasets")
    return tmp_path / "cache" / "framed"


def faces() -> Dataset:
    """The demo's seven faces, cut askew, an image without a face, and one face more in either test."""
    sheet, spec = Sheet.load(), load_template()
    turn = np.array([[0.98, 0.17], [-0.17, 0.98]], np.float32)
    askew = dataclasses.replace(spec, template=(spec.template - 23.5) @ turn + 23.5)
    crops = [crop_face(picture, sheet.landmarks, askew) for picture in sheet.faces]
    pixels = np.stack([*crops, np.full((48, 48), 90, np.uint8), crops[0], crops[1]])
    splits = np.array([0] * 8 + [1, 2], np.int8)
    return make_dataset(pixels, np.arange(10, dtype=np.int64) % 7, splits, Path("faces"))


def test_crops_are_what_the_app_would_cut_and_privatetest_stays(own_cache: Path) -> None:
    dataset, heard = faces(), []
    framed = framed_pixels(dataset, lambda done, of: heard.append((done, of)))
    aligned = align(dataset.pixels, YuNet(), load_template(), Canvas())
    assert aligned.found[:7].all(), "the demo's faces are found"
    assert not aligned.found[7]
    assert np.array_equal(framed[[*range(7), 8]], aligned.crops[:8])
    assert not any(np.array_equal(framed[row], dataset.pixels[row]) for row in range(7))
    assert np.array_equal(framed[[7, 9]], dataset.pixels[[7, 9]]), "no face, and what is only reported on"
    assert heard == [(done, 9) for done in range(1, 10)]


def test_kept_for_the_next_run_and_made_anew_where_damaged(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = faces()
    first, heard = framed_pixels(dataset, lambda done, of: None), []
    assert np.array_equal(framed_pixels(dataset, lambda done, of: heard.append(done)), first)
    assert heard == [], "nobody looked again"
    (kept,) = own_cache.glob("*.npz")
    kept.write_bytes(kept.read_bytes()[:500])
    assert np.array_equal(framed_pixels(dataset, lambda done, of: heard.append(done)), first)
    assert heard[-1] == 9


def test_the_same_images_in_another_order_get_their_own_crops(own_cache: Path) -> None:
    dataset, order = faces(), np.array([3, 0, 1, 2, 7, 6, 5, 4, 8, 9])
    other = make_dataset(dataset.pixels[order], dataset.labels[order], dataset.splits[order], Path("shuffled"))
    assert other.fingerprint == dataset.fingerprint
    framed = framed_pixels(dataset, lambda done, of: None)
    assert np.array_equal(framed_pixels(other, lambda done, of: None), framed[order])


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_as_many_are_drawn_so_as_the_share_says(share: float) -> None:
    pool = torch.arange(30)[:, None, None] * torch.ones(30, 48, 48) + torch.arange(48)
    labels = torch.arange(30) % 7
    plan = Plan(steps=40, labelled=6, augmentation=AUGMENTATIONS["none"], framed=share)
    without = batches(Examples(pool, labels), pool, plan, 3)
    drawn = list(batches(Examples(pool, labels, framed=pool.flip(2)), pool, plan, 3))
    anew = torch.cat([batch.crops[:, 0, 0, 0] > 0 for batch in drawn])  # brighter on the left
    assert float(anew.float().mean()) == pytest.approx(share, abs=0.08)
    assert all(torch.equal(one.labels, other.labels) for one, other in zip(drawn, without, strict=True))


def test_a_run_learns_from_them_and_resumes_with_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def upside_down(dataset: Dataset, advance: object) -> np.ndarray:
        return np.ascontiguousarray(dataset.pixels[:, ::-1])

    monkeypatch.setattr("ferdesk.train.run_data.framed_pixels", upside_down)
    settings = RunConfig(
        data=str(learnable_csv(tmp_path)), network="tiny", epochs=2, batch=16, threads=1, precision="fp32"
    )
    states = {}
    for share in (0.0, 1.0):
        run = Run.begin(tmp_path / str(share), dataclasses.replace(settings, framed=share), {})
        if share:
            run = Run.resume(run.folder.path)
        run.train()
        states[share] = run.learner.network.state_dict()
    turned = load_dataset(Path(settings.data))
    assert not all(torch.equal(states[0.0][name], states[1.0][name]) for name in states[0.0])
    rows = turned.rows("PublicTest")
    run = Run.resume(tmp_path / "1.0")
    logits = logits_of(run.evaluated_network, torch.from_numpy(turned.pixels[rows][:, ::-1].copy()), "fp32")
    (*_, last) = read_run(run.folder.path).epochs
    assert last.public_accuracy == accuracy_of(logits, torch.from_numpy(turned.labels[rows].copy())), "chosen on them"
    assert run.chosen_on == read_run(run.folder.path).chosen_on == "PublicTest, framed"
    assert read_run(tmp_path / "0.0").chosen_on == "PublicTest"
    assert run.data.framed is not None
    assert np.array_equal(run.data.framed, turned.pixels[:, ::-1])


def test_own_faces_are_framed_anyway() -> None:
    with pytest.raises(FerdeskError, match="--framed is for FER2013's crops"):
        RunConfig(data="", labelled="mine", framed=0.5)
