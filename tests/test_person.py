"""A person's colour and the sign on a picture."""

from __future__ import annotations

from ferdesk.person import person_color, sign_of


def test_the_first_seven_people_differ_and_a_number_keeps_its_color() -> None:
    colors = [person_color(number) for number in range(1, 8)]
    assert len(set(colors)) == 7
    assert all(color.startswith("#") and len(color) == 7 for color in colors)
    assert person_color(8) == person_color(1)


def test_the_sign_is_the_name_or_else_the_number() -> None:
    assert sign_of(2).text == "#2"
    assert sign_of(2, "Ada").text == "Ada"
    assert sign_of(2, "Ada", hidden=True).hidden
    long = sign_of(2, "Augusta Ada King, Countess of Lovelace").text
    assert long == "Augusta Ada King,…"
    assert sign_of(2).color == sign_of(2, "Ada").color == person_color(2)
