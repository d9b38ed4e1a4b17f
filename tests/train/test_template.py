"""The template is found again on faces whose landmarks are known, and what is kept can be read back."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from ferdesk.canvas import Canvas
from ferdesk.dataset_type import make_dataset
from ferdesk.errors import FerdeskError
from ferdesk.geometry import mirrored_landmarks
from ferdesk.train import template_command
from ferdesk.train.template import landmarks_in, load_template, measure, write_template
from ferdesk.types import Box, Face, Image
from tests.tiny import on_canvas

TRUTH = np.array([[15, 18], [32, 18], [23.5, 28], [17, 36], [30, 36]], np.float32)
LOWERED = TRUTH + np.array([0, 0.5], np.float32)


class MarkedFaces:
    """A detector for crops whose first pixel says by how much the true landmarks are shifted; 255 says: no face.

    It sees canvases only, so it works out the canvas's factor from the size and marks points there.
    """

    def detect(self, image: Image) -> tuple[Face, ...]:
        canvas = Canvas(factor=image.shape[0] // 72, border=0.25)  # 48 and a quarter on each side
        corner = canvas.margin(48) + canvas.factor // 2
        mark = int(image[corner, corner, 0])
        if mark > 200:
            return ()
        shifted = TRUTH + np.array([mark / 10 - 5, mark / 20 - 2], np.float32)
        return (Face(Box(0, 0, *image.shape[:2]), on_canvas(canvas, shifted), 0.9),)


def marked(*marks: int) -> np.ndarray:
    return np.stack([np.full((48, 48), mark, np.uint8) for mark in marks])


def test_medians_are_found_again_through_the_canvases() -> None:
    landmarks = landmarks_in(marked(40, 50, 60, 255, 50, 45, 55), MarkedFaces())
    assert landmarks.shape == (6, 5, 2)
    np.testing.assert_allclose(np.median(landmarks, axis=0), LOWERED, atol=0.3)
    found = measure(landmarks, 7)
    assert (found.images, found.found) == (7, 6)
    assert found.share_found == pytest.approx(6 / 7)
    np.testing.assert_allclose(found.points, LOWERED, atol=0.3)
    assert (found.lower <= found.points).all() and (found.points <= found.upper).all()


def test_a_lean_to_one_side_is_taken_out() -> None:
    rng = np.random.default_rng(0)
    leaning = (TRUTH + np.array([1.5, 0.0]) + rng.normal(0, 0.3, (500, 5, 2))).astype(np.float32)
    found = measure(leaning, 500)
    np.testing.assert_allclose(found.points, mirrored_landmarks(found.points, 48), atol=1e-4)
    np.testing.assert_allclose(found.points, TRUTH, atol=0.05)


def test_mirroring_swaps_the_pairs() -> None:
    face = np.array([[10, 1], [30, 2], [20, 3], [12, 4], [29, 5]], np.float32)
    expected = [[17, 2], [37, 1], [27, 3], [18, 5], [35, 4]]
    np.testing.assert_allclose(mirrored_landmarks(face, 48), expected)
    np.testing.assert_allclose(mirrored_landmarks(mirrored_landmarks(face, 48), 48), face)


def test_no_faces_is_an_error_for_people() -> None:
    with pytest.raises(FerdeskError, match="no face in any of 3"):
        measure(landmarks_in(marked(255, 255, 255), MarkedFaces()), 3)


def test_what_is_written_is_a_crop_spec(tmp_path: Path) -> None:
    found = measure(TRUTH[None], 1)
    write_template(tmp_path / "t.json", found, split="Training")
    spec = load_template(tmp_path / "t.json")
    assert spec.size == 48
    np.testing.assert_allclose(spec.template, found.points, atol=5e-4)
    (tmp_path / "t.json").write_text("{}")
    with pytest.raises(FerdeskError, match="measure-template"):
        load_template(tmp_path / "t.json")


def test_the_template_that_came_along_is_a_face_in_its_place() -> None:
    points = load_template().template
    np.testing.assert_allclose(points, mirrored_landmarks(points, 48), atol=2e-3)
    measured_before = [[14.9, 18.4], [33.0, 18.4], [23.4, 28.7], [16.6, 36.4], [31.3, 36.4]]
    np.testing.assert_allclose(points, measured_before, atol=1.0)


def test_the_command_measures_and_keeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = marked(40, 50, 60, 255, 50)
    dataset = make_dataset(pixels, np.zeros(5, np.int64), np.array([0, 0, 0, 0, 1], np.int8), tmp_path / "some.csv")
    monkeypatch.setattr(template_command, "load_dataset", lambda path: dataset)
    monkeypatch.setattr(template_command, "YuNet", MarkedFaces)
    app = typer.Typer()
    app.command()(template_command.measure_template)
    kept = tmp_path / "t.json"
    result = CliRunner().invoke(app, ["--data", str(tmp_path / "some.csv"), "--json", str(kept)])
    assert result.exit_code == 0, result.output
    told = json.loads(kept.read_text())
    assert (told["images"], told["found"], told["split"], told["data"]) == (4, 3, "Training", dataset.fingerprint)
    assert told["command"] == "ferdesk-train measure-template --data some.csv --split Training"
    assert str(tmp_path) not in kept.read_text()
