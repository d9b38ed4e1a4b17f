from __future__ import annotations

import pytest

from ferdesk.screen_area import Area, parse_area
from ferdesk.sources import SourceError


def test_an_area_is_written_as_it_is_read() -> None:
    area = Area(-5, 6, 70, 80)
    assert parse_area(area.spec) == area
    assert parse_area("screen") == 1
    assert parse_area("screen:3") == 3
    assert parse_area("screen: 1 , 2, 300 ,40") == Area(1, 2, 300, 40)
    for wrong in ("screen:", "screen:1,2,3", "screen:a", "screens"):
        with pytest.raises(SourceError, match="no part of the screen"):
            parse_area(wrong)


def test_what_two_areas_share() -> None:
    assert Area(-10, 5, 100, 100).within(Area(0, 0, 50, 50)) == Area(0, 5, 50, 45)
    assert Area(60, 0, 10, 10).within(Area(0, 0, 50, 50)).width <= 0
