"""About tells version, figures, what must not be done, and licences, of the bundle in use."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from ferdesk.bundle import available_bundles, read_bundle
from ferdesk.gui.about import about_page, card_page, licences_page


def test_version_licence_and_what_must_not_be_done() -> None:
    page = about_page("no such bundle")
    assert metadata.version("ferdesk") in page and "GNU General Public License" in page
    assert "5(1)(f)" in page and "no warranty" in page
    assert "no bundle 'no such bundle'" in page


def test_the_figures_are_the_bundles_own(tiny_bundle: Path) -> None:
    page = about_page(str(tiny_bundle))
    assert "**50.0 %** of the faces" in page and "**1.0 points**" in page and "Below 40 % it says" in page
    assert read_bundle(tiny_bundle).sha256 in page


def test_the_card_beside_a_bundle_is_shown(tmp_path: Path) -> None:
    card = "# A card of one's own\n\n![How often](mine-reliability.png)\n\nText."
    (tmp_path / "mine.md").write_text(card, encoding="utf-8")
    assert card_page(str(tmp_path / "mine.onnx")) == "# A card of one's own\n\nText."
    assert "No model card" in card_page(str(tmp_path / "other.onnx"))


@pytest.mark.skipif("default" not in available_bundles(), reason="no bundle came along")
def test_the_bundle_that_came_along_has_figures_and_card() -> None:
    page = about_page("default")
    assert "without those that were seen in training too" in page and "keep a label" in page
    assert "What it is for, and what not" in card_page("default")


def test_every_dependency_has_its_licence_told() -> None:
    page = licences_page()
    wanted = metadata.requires("ferdesk") or []
    names = {name.split(">")[0].split("<")[0].split("[")[0].lower() for name in wanted if "extra ==" not in name}
    told = {"opencv-python-headless": "opencv", "onnxruntime": "onnx runtime"}
    assert [name for name in sorted(names) if told.get(name, name) not in page.lower()] == []
    assert "YuNet" in page and metadata.version("PyQt5") in page
