"""Markers and the names of the nine."""

from __future__ import annotations

from ferdesk.markers import LONGEST_NAME, Marker, names_of, setting_of


def test_names_go_into_the_setting_and_back() -> None:
    names = ("laughs", "", "task begins", *[""] * 6)
    assert setting_of(names) == "laughs||task begins"
    assert names_of(setting_of(names)) == names
    assert names_of("") == ("",) * 9


def test_what_is_odd_in_a_setting_does_no_harm() -> None:
    assert names_of("|".join(str(n) for n in range(20))) == tuple(str(n) for n in range(9))
    assert setting_of(("a|b", "  c\n d ")) == "a b|c d"
    assert len(names_of("x" * 500)[0]) == LONGEST_NAME


def test_a_marker_without_a_name_is_told_by_its_number() -> None:
    assert Marker(1.0, 3).text == "marker 3"
    assert Marker(1.0, 3, "laughs").text == "laughs"
