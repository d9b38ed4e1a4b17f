"""A person in view: number, name, colour, what their face shows; and the sign by which a picture tells of them.

Nobody is recognised: a person is one track, or several that somebody joined by hand, and ends with the source.
"""

from __future__ import annotations

from dataclasses import dataclass

from ferdesk.types import Face

LONGEST_NAME = 40
"""Characters of a name; what is longer is cut."""
_LONGEST_SIGN = 18

_COLORS = ("#56b4e9", "#e69f00", "#009e73", "#f0e442", "#d55e00", "#cc79a7", "#0072b2")


def person_color(number: int) -> str:
    """`#rrggbb` of person `number` (from 1), the same in every picture, list and chart; the eighth has the first's.

    The hues are those of Okabe and Ito's "Color Universal Design" (2008), which colour-blind eyes tell apart.
    """
    return _COLORS[(number - 1) % len(_COLORS)]


@dataclass(frozen=True, slots=True)
class Sign:
    """How a person is told on a picture."""

    text: str
    color: str
    hidden: bool = False
    """Nothing is drawn at their face."""
    named: bool = False


def sign_of(number: int, name: str = "", *, hidden: bool = False) -> Sign:
    """The name, shortened where it is long, or such as "#2"."""
    short = name if len(name) <= _LONGEST_SIGN else name[: _LONGEST_SIGN - 1].rstrip() + "…"
    return Sign(short or f"#{number}", person_color(number), hidden, named=bool(name))


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Somebody whom the source has shown. Seconds are of the source's own clock."""

    number: int
    """Of their first track; a person keeps it for as long as they are known."""
    tracks: tuple[int, ...]
    """In the order in which they were first seen; several where somebody merged them."""
    first_seen: float
    last_seen: float
    seconds: float
    """Time in view. A frame counts until the next one, a second at most, as in the summary of a recording."""
    here: bool
    """In view, or lost for so short a time that they would keep their number."""
    track: int
    """Of the face seen last."""
    face: Face
    """As it was seen last."""
    name: str = ""
    """As given; empty where nobody gave one."""
    hidden: bool = False
    """Nothing is drawn at their face; it is found, listed and recorded all the same."""
    pinned: bool = False
    """First in the list, and kept there after they left."""
    note: str = ""
    """A few words for their card, such as what their scores were corrected by."""

    @property
    def title(self) -> str:
        """The name, or such as "person 2", which is what a recording calls them too."""
        return self.name or f"person {self.number}"

    @property
    def color(self) -> str:
        """`#rrggbb`."""
        return person_color(self.number)
