"""Shares in words."""

from __future__ import annotations

import pytest

from ferdesk.percent import finely, per_cent


@pytest.mark.parametrize(
    ("share", "decimals", "written"),
    [(0.931, 0, "93 %"), (1.0, 0, "100 %"), (0.93148, 1, "93.1 %"), (None, 0, "–"), (float("nan"), 2, "–")],
)
def test_a_share_is_written_with_the_decimals_asked_for(share: float | None, decimals: int, written: str) -> None:
    assert per_cent(share, decimals) == written


def test_finely_is_two_decimals() -> None:
    assert finely(0.93148) == "93.15 %"
    assert finely(None) == "–"
