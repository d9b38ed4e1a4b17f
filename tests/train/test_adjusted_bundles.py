"""Whoever learns from a bundle whose scores are adjusted is told what becomes of that."""

from __future__ import annotations

from pathlib import Path

import pytest

from ferdesk.train.adjusted_bundles import adjusted_notes
from ferdesk.train.config import RunConfig
from tests.tiny import tiny_bundle


@pytest.fixture
def adjusted(tmp_path: Path) -> str:
    return str(tiny_bundle(tmp_path / "tilted.onnx", adjusted=0.3))


def test_each_place_has_its_note(adjusted: str) -> None:
    (init,) = adjusted_notes(RunConfig(data="fer2013.csv", init=adjusted))
    assert init.startswith("--init: the scores of tilted.onnx are adjusted by 0.3")
    assert "weights, which are without that" in init
    first, second = adjusted_notes(RunConfig(data="fer2013.csv", teacher=adjusted, second_teacher=adjusted))
    assert first.startswith("--teacher: the scores of tilted.onnx are adjusted by 0.3")
    assert second.startswith("--second-teacher: ")
    assert "do not adjust this network too" in first


def test_a_bundle_that_is_not_adjusted_and_a_checkpoint_have_none(tmp_path: Path) -> None:
    plain = str(tiny_bundle(tmp_path / "plain.onnx"))
    assert not adjusted_notes(RunConfig(data="fer2013.csv", init="runs/first/best.pt", teacher=plain))
