"""`ferdesk explain`, as typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from ferdesk import cli
from ferdesk.demo import Sheet, render
from ferdesk.images import read_image


@pytest.fixture(scope="module")
def two_faces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("picture") / "two.png"
    assert cv2.imwrite(str(path), render(Sheet.load(), 10.0))
    return path


def ferdesk(monkeypatch: pytest.MonkeyPatch, *words: Any) -> int:
    monkeypatch.setattr("sys.argv", ["ferdesk", "explain", *(str(word) for word in words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_each_face_is_explained_the_largest_first(
    two_faces: Path, tiny_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    out, figures = tmp_path / "map.png", tmp_path / "map.json"
    assert ferdesk(monkeypatch, two_faces, "--out", out, "--bundle", tiny_bundle, "--json", figures) == 0
    told = capfd.readouterr().err
    assert "Face 1, about" in told and "Face 2, about" in told and "hangs" in told and str(out) in told
    faces = json.loads(figures.read_text())["faces"]
    assert [np.shape(face["falls"]) for face in faces] == [(12, 12)] * 2
    assert faces[0]["box"][2] > faces[1]["box"][2] and set(faces[0]["parts"]) >= {"eyes", "mouth"}
    both = read_image(out)
    words = (two_faces, "--out", out, "--bundle", tiny_bundle)
    assert ferdesk(monkeypatch, *words) == 2
    assert "--force" in capfd.readouterr().err
    assert ferdesk(monkeypatch, *words, "--largest", "--force") == 0
    assert "Face 1" not in capfd.readouterr().err
    assert read_image(out).shape[0] < both.shape[0]


def test_what_cannot_be_explained_is_told_in_a_sentence(
    tiny_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    wall, text, out = tmp_path / "wall.png", tmp_path / "text.jpg", tmp_path / "map.png"
    assert cv2.imwrite(str(wall), np.full((120, 160, 3), 128, np.uint8))
    text.write_text("no picture")
    for image, target, what in (
        (wall, out, "no face was found"),
        (text, out, "not a picture"),
        (tmp_path / "nothing.png", out, "no such file"),
        (wall, tmp_path / "map.jpg", "end it in .png"),
        (wall, tmp_path / "no" / "map.png", "does not exist"),
    ):
        assert ferdesk(monkeypatch, image, "--out", target, "--bundle", tiny_bundle) == 2
        told = capfd.readouterr().err
        assert what in told and "Traceback" not in told
    assert not out.exists()
