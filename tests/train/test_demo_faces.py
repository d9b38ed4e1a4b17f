from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from ferdesk.canvas import Canvas
from ferdesk.classify import Classifier
from ferdesk.dataset import Dataset
from ferdesk.dataset_type import make_dataset
from ferdesk.demo import Sheet
from ferdesk.emotions import EMOTIONS, Emotion
from ferdesk.errors import FerdeskError
from ferdesk.train import demo_faces as module
from ferdesk.train.average_face import LEAST, fingerprint
from ferdesk.train.demo_faces import aligned_surest, choose, demo_faces, score_training, surest, tilt
from ferdesk.train.plainest import plainest
from ferdesk.types import Box, Face, Image
from tests.forms import write_csv
from tests.tiny import SPEC, TEMPLATE, on_canvas, tiny_crop

BLIND = 7
"""A crop whose middle pixel is this grey shows nobody."""
TURNED = 9
"""And one of this grey looks aside."""


class Anybody:
    """Finds a face on every canvas, just where the template has it, but for the marked ones."""

    def detect(self, image: Image) -> tuple[Face, ...]:
        side = image.shape[0]
        middle = int(image[side // 2 + 1, side // 2 + 1, 0])
        if abs(middle - BLIND) <= 1:
            return ()
        points = on_canvas(Canvas(border=0.25), TEMPLATE)
        if abs(middle - TURNED) <= 1:
            points[2] += 60
        return (Face(Box(48, 48, 192, 192), points, 0.9),)


def crop_of(emotion: int, seed: int) -> Image:
    """Read as `emotion` by the tiny bundle; no two alike."""
    noise = cv2.GaussianBlur(np.random.default_rng(seed).normal(0, 1, (48, 48)), (0, 0), 1.2)
    return np.clip(tiny_crop(emotion).astype(float) + 130 * noise / noise.std(), 20, 255).astype(np.uint8)


def mark(crop: Image, grey: int) -> Image:
    marked = crop.copy()
    marked[22:27, 22:27] = grey
    return marked


def faces(each: int) -> Dataset:
    """`each` Training faces of every emotion and one of another split."""
    labels = np.repeat(np.arange(7), each + 1)
    pixels = np.stack([crop_of(int(label), seed) for seed, label in enumerate(labels)])
    splits = np.where(np.arange(len(labels)) % (each + 1) == each, 1, 0).astype(np.int8)
    return make_dataset(pixels, labels.astype(np.int64), splits, Path("made"))


def test_the_surest_come_first_and_only_of_those_rightly_recognised(tiny_bundle: Path) -> None:
    dataset = faces(6)
    pixels, labels = dataset.pixels.copy(), dataset.labels.copy()
    wrong = int(np.flatnonzero(labels == Emotion.SAD)[0])
    pixels[wrong] = crop_of(Emotion.HAPPY, 999)
    dataset = make_dataset(pixels, labels, dataset.splits.copy(), Path("made"))
    scores = score_training(dataset, Classifier(tiny_bundle))
    ranked = surest(dataset, scores, Emotion.SAD)
    sad = np.flatnonzero((dataset.labels == Emotion.SAD) & (dataset.splits == 0))
    assert set(ranked) == set(sad) - {wrong}
    assert list(scores[ranked, Emotion.SAD]) == sorted(scores[ranked, Emotion.SAD], reverse=True)
    assert not scores[dataset.rows("PublicTest")].any(), "nothing but Training is looked at"


def test_only_faces_from_the_front_that_differ_are_chosen_in_their_order() -> None:
    first, second, third = (crop_of(Emotion.FEAR, seed) for seed in range(3))
    pixels = np.stack([first, mark(second, BLIND), mark(second, TURNED), first, second, third])
    chosen = choose(pixels, np.arange(6), Anybody(), SPEC)
    assert list(chosen) == [0, 4, 5]
    assert chosen[0] == pytest.approx(TEMPLATE, abs=1e-3)
    assert list(choose(pixels, np.array([5, 4, 0]), Anybody(), SPEC)) == [5, 4, 0]


def test_tilt_is_blind_to_place_and_size_and_sees_a_turned_head() -> None:
    assert tilt((2 * TEMPLATE + 5).astype(np.float32), SPEC) == pytest.approx(0.0, abs=1e-4)
    turned = TEMPLATE.copy()
    turned[2, 0] += 12
    assert tilt(turned, SPEC) > module.MAX_TILT


def test_the_command_makes_faces_that_the_demo_can_load(
    tmp_path: Path, tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "YuNet", Anybody)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    dataset = faces(LEAST + 8)
    data = write_csv(tmp_path / "fer2013.csv", dataset)
    demo_faces(data, str(tiny_bundle), tmp_path / "out", LEAST)
    sheet = Sheet.load(tmp_path / "out")
    assert sheet.faces.shape == (7, 256, 256)
    assert sheet.landmarks[0] == pytest.approx([(14.9 + 0.5) * 4 - 0.5 + 32, (18.4 + 0.5) * 4 - 0.5 + 32], abs=1e-2)
    for emotion in Emotion:
        columns = sheet.faces[emotion][100:156].mean(axis=0)
        assert columns[32 + 4 * (7 * emotion + 3)] > np.median(columns) + 15, "what its faces share, the band, shows"
    record = json.loads((tmp_path / "out" / "demo_faces.json").read_text())
    assert record["emotions"] == list(EMOTIONS)
    assert [face["count"] for face in record["faces"]] == [LEAST] * 7
    assert all(0.3 < face["lowest_score"] <= 1 for face in record["faces"])
    assert record["data"] == dataset.fingerprint
    assert record["bundle"]["name"] == "tiny"
    assert str(tmp_path) not in record["command"].replace(str(tiny_bundle), ""), "of the data only the name"
    scores = score_training(dataset, Classifier(tiny_bundle))
    found = choose(dataset.pixels, surest(dataset, scores, Emotion.ANGRY), Anybody(), SPEC)
    pool = aligned_surest(dataset.pixels, found, Emotion.ANGRY, Classifier(tiny_bundle))
    best = plainest(dataset.pixels, pool, Emotion.ANGRY, Classifier(tiny_bundle), LEAST)
    assert record["faces"][0]["images"] == fingerprint([dataset.pixels[row] for row in best])
    assert "read as" in capsys.readouterr().err


def test_too_few_faces_are_told(tmp_path: Path, tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "YuNet", Anybody)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    data = write_csv(tmp_path / "fer2013.csv", faces(3))
    with pytest.raises(FerdeskError, match="only 3 different angry faces"):
        demo_faces(data, str(tiny_bundle), tmp_path, LEAST)
    assert not (tmp_path / "demo_faces.png").exists()
