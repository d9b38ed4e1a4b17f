"""MODEL_CARD.md and the cards beside the bundles speak of the very bundles that are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ferdesk.bundle import available_bundles, read_bundle
from ferdesk.errors import FerdeskError
from ferdesk.export.overview import BEGIN, END, overview, renewed

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "MODEL_CARD.md").read_text(encoding="utf-8")


def test_the_page_is_up_to_date() -> None:
    assert renewed(PAGE) == PAGE, "run: make docs"


def test_every_bundle_stands_in_the_table_with_its_figures() -> None:
    text = overview()
    for name in available_bundles():
        bundle = read_bundle(name)
        assert f"[{name}](assets/{name}.md)" in text
        assert bundle.sha256 in text
        assert bundle.info.command in text
        assert f"{100 * bundle.info.metrics['PrivateTest.accuracy_without_leaks']:.2f} %" in text


def test_only_what_is_between_the_marks_changes() -> None:
    page = renewed(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    assert page == f"before\n{BEGIN}\n{overview()}\n{END}\nafter\n"
    with pytest.raises(FerdeskError, match="end of bundles"):
        renewed(f"before\n{BEGIN}\nold\n")


@pytest.mark.parametrize("name", available_bundles())
def test_every_bundle_has_a_card_of_its_own_that_tells_everything(name: str) -> None:
    card = (ROOT / "assets" / f"{name}.md").read_text(encoding="utf-8")
    assert read_bundle(name).sha256 in card
    for told in ("without twins: faces", "## How far to trust a score", "## Disturbed faces", "agreement with fp32"):
        assert told in card
