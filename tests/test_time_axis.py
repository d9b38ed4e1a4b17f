"""Ticks and clocks of charts."""

from __future__ import annotations

from ferdesk.time_axis import TICKS, clock, tick_step


def test_ticks_are_what_people_count_by_and_not_too_many() -> None:
    for span in (0.5, 10.0, 30.0, 60.0, 300.0, 1800.0, 90_000.0):
        step = tick_step(span, 8)
        assert step in TICKS
        assert span / step <= 8
    assert tick_step(86_400.0 * 365, 10) == 86_400.0 * 36.5


def test_time_is_written_as_clocks_write_it() -> None:
    assert [clock(7), clock(61.4), clock(3723)] == ["0:07", "1:01", "1:02:03"]
    assert clock(0.25, 0.1) == "0.2"
