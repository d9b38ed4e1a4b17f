"""docs/settings.md is what the list of settings says."""

from __future__ import annotations

from pathlib import Path

from ferdesk.settings import RULES
from ferdesk.settings_page import settings_page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "settings.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == settings_page(), "run: make docs"


def test_the_page_holds_every_setting() -> None:
    page = settings_page()
    assert [name for name, rule in RULES.items() if f"`{name}`" not in page or rule.help not in page] == []
