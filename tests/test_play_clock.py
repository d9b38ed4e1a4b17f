"""The clock of playing: speeds, seeking, the end."""

from __future__ import annotations

import pytest

from ferdesk.play_clock import SPEEDS, PlayClock


@pytest.mark.parametrize("speed", SPEEDS)
def test_it_passes_at_its_speed(speed: float) -> None:
    clock = PlayClock(100.0)
    clock.set_speed(speed, 5.0)
    clock.play(5.0)
    assert clock.position(7.0) == pytest.approx(2 * speed)
    clock.pause(8.0)
    assert clock.position(50.0) == pytest.approx(3 * speed)
    assert not clock.playing


def test_a_change_of_speed_goes_on_from_where_it_is() -> None:
    clock = PlayClock(100.0)
    clock.play(0.0)
    clock.set_speed(4.0, 10.0)
    assert clock.position(11.0) == pytest.approx(14.0)


def test_at_the_end_it_stops_and_plays_from_the_beginning_next() -> None:
    clock = PlayClock(3.0)
    clock.play(0.0)
    assert clock.position(10.0) == 3.0
    assert not clock.playing
    clock.play(20.0)
    assert clock.position(21.0) == pytest.approx(1.0)


def test_seeking_stays_inside_and_goes_on_playing() -> None:
    clock = PlayClock(3.0)
    clock.seek(-1.0, 0.0)
    assert clock.position(9.0) == 0.0
    clock.play(0.0)
    clock.seek(1.0, 0.5)
    assert clock.position(1.5) == pytest.approx(2.0)
    clock.seek(99.0, 2.0)
    assert clock.position(2.0) == 3.0
