"""People: everybody whom the source has shown, fed with its results; names, merges, pins. Nothing outlives the source.

People belongs to one thread; what it gives out is immutable.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from ferdesk.errors import FerdeskError
from ferdesk.person import LONGEST_NAME, Person, Sign, sign_of
from ferdesk.track import LOST_SECONDS
from ferdesk.types import Face, Result

MOST_GONE = 30
"""People who left and for whom nobody did anything: so many are kept, those who left last."""
PASSING_SECONDS = 1.0
"""Who was in view for less leaves no trace: a face in the background, an error of the detector."""


TOGETHER = 3
"""Frames of two at once that make them two people: an error of the detector, one face found twice, passes sooner."""


class PeopleError(FerdeskError):
    """Two people who cannot be one."""


@dataclass(slots=True)
class _Track:
    """What was seen of a track."""

    first: float
    last: float
    face: Face
    seconds: float = 0.0


@dataclass(slots=True)
class _Identity:
    """Which tracks a person has, and what somebody decided about them."""

    number: int
    tracks: list[int] = field(default_factory=list)
    name: str = ""
    hidden: bool = False
    pinned: bool = False
    note: str = ""


class People:
    """Who is in view and who was. Whatever takes a person's number raises KeyError for one that is not known."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Forget everybody, as at the beginning of another source: names are never carried over."""
        self._tracks: dict[int, _Track] = {}
        self._owners: dict[int, _Identity] = {}
        self._by_number: dict[int, _Identity] = {}
        self._index, self._seconds = -1, 0.0
        self.opening = 0
        """Of which opening of a source the tracks are; as in Frame."""
        self._seen: frozenset[int] = frozenset()
        self._together: Counter[tuple[int, int]] = Counter()
        """In how many frames two tracks, the lower first, were in view at once."""

    def update(self, result: Result) -> bool:
        """Take in a result; True where it began anew.

        A source that begins anew (a film from its start, a camera that came back) counts its tracks from 1 again, so
        everybody known before is forgotten.
        """
        frame = result.frame
        anew = frame.index < self._index or frame.seconds < self._seconds
        if anew:
            self.forget()
        step = min(frame.seconds - self._seconds, LOST_SECONDS)
        self._index, self._seconds, self.opening = frame.index, frame.seconds, frame.opening
        for track in self._seen:
            self._tracks[track].seconds += step  # the frame before counts until this one
        for face in result.faces:
            if face.track is not None:
                self._see(face.track, face)
        self._seen = frozenset(face.track for face in result.faces if face.track is not None)
        self._together.update(combinations(sorted(self._seen), 2))
        self._drop()
        return anew

    def __iter__(self) -> Iterator[Person]:
        """Pinned people, then those in view, both by number; then those who left, the last first."""
        people = [self._person(identity) for identity in self._by_number.values()]
        return iter(sorted(people, key=_place))

    def __len__(self) -> int:
        return len(self._by_number)

    def __contains__(self, number: int) -> bool:
        return number in self._by_number

    def get(self, number: int) -> Person:
        """The person with this number."""
        return self._person(self._by_number[number])

    def of(self, track: int | None) -> Person | None:
        """Whose track it is; None where it is not known (any more)."""
        owner = self._owners.get(track) if track is not None else None
        return None if owner is None else self._person(owner)

    def signs(self) -> dict[int, Sign]:
        """How everybody's faces are told on a picture, by track."""
        return {track: sign_of(owner.number, owner.name, hidden=owner.hidden) for track, owner in self._owners.items()}

    def rename(self, number: int, name: str) -> Person:
        """Give a person a name; an empty one takes it back. A name that somebody else has makes both one person.

        Raises PeopleError where these two are in view at once, and for what only a person without a name is called.
        """
        identity = self._by_number[number]
        name = " ".join(name.split())[:LONGEST_NAME].strip()
        other = next((one for one in self._by_number.values() if _title(one) == name and one is not identity), None)
        if other is not None:
            first, second = sorted((number, other.number))
            return self.merge(first, second, name=other.name)
        if name == f"person {number}":
            name = ""
        if re.fullmatch(r"person \d+", name):
            raise PeopleError(f"{name} is what somebody without a name is called; choose another name")
        identity.name = name
        return self._person(identity)

    def hide(self, number: int, hidden: bool) -> None:
        """Draw nothing at a person's face, or draw it again."""
        self._by_number[number].hidden = hidden

    def pin(self, number: int, pinned: bool) -> None:
        """Keep a person first in the list, or let them go."""
        self._by_number[number].pinned = pinned

    def note(self, number: int, words: str) -> None:
        """A few words for a person's card; empty takes them back."""
        self._by_number[number].note = words

    def can_merge(self, number: int, other: int) -> bool:
        """False for two who are or were in view at once: they are two people, whatever anybody says."""
        ours, theirs = (self._by_number[one].tracks for one in (number, other))
        met = any(self._together[min(a, b), max(a, b)] >= TOGETHER for a in ours for b in theirs)
        return number != other and not met and not all(self._seen.intersection(one) for one in (ours, theirs))

    def merge(self, number: int, other: int, *, name: str | None = None) -> Person:
        """Make `other` one with `number`, who gets `name`; None: the name that one of the two has.

        Raises PeopleError where they are or were in view at once.
        """
        kept, joined = self._by_number[number], self._by_number[other]
        if not self.can_merge(number, other):
            both = f"{_title(kept)} and {_title(joined)}"
            raise PeopleError(f"{both} are in view at once, or were before, so they are two people")
        kept.tracks = sorted([*kept.tracks, *joined.tracks])
        kept.name = (kept.name or joined.name) if name is None else name
        kept.pinned, kept.hidden = kept.pinned or joined.pinned, kept.hidden or joined.hidden
        kept.note = kept.note or joined.note
        del self._by_number[other]
        for track in joined.tracks:
            self._owners[track] = kept
        return self._person(kept)

    def split(self, number: int) -> tuple[Person, ...]:
        """Take a merged person apart into one for each track; the first keeps name, pin and the rest."""
        identity = self._by_number[number]
        own = number if number in identity.tracks else identity.tracks[0]
        others = [track for track in identity.tracks if track != own]
        identity.tracks = [own]
        for track in others:
            self._add(track)
        return tuple(self._person(self._owners[track]) for track in (own, *others))

    def _see(self, track: int, face: Face) -> None:
        known = self._tracks.get(track)
        if known is None:
            self._tracks[track] = _Track(self._seconds, self._seconds, face)
            self._add(track)
        else:
            known.last, known.face = self._seconds, face

    def _add(self, track: int) -> None:
        self._owners[track] = self._by_number[track] = _Identity(track, [track])

    def _drop(self) -> None:
        """Keep the memory of a long day flat."""
        untouched = [
            one.tracks[0]
            for one in self._by_number.values()
            if not (one.name or one.pinned or one.hidden or len(one.tracks) > 1)
        ]
        gone = [track for track in untouched if self._seconds - self._tracks[track].last > LOST_SECONDS]
        gone.sort(key=lambda track: self._tracks[track].last, reverse=True)
        dropped = {
            track
            for place, track in enumerate(gone)
            if place >= MOST_GONE or self._tracks[track].seconds < PASSING_SECONDS
        }
        for track in dropped:
            del self._by_number[self._owners[track].number], self._owners[track], self._tracks[track]
        for pair in [pair for pair in self._together if dropped.intersection(pair)] if dropped else ():
            del self._together[pair]

    def _person(self, one: _Identity) -> Person:
        seen = [self._tracks[track] for track in one.tracks]
        track = max(one.tracks, key=lambda track: self._tracks[track].last)
        last = self._tracks[track].last
        return Person(
            one.number, tuple(one.tracks), min(track.first for track in seen), last,
            sum(track.seconds for track in seen), self._seconds - last <= LOST_SECONDS, track,
            self._tracks[track].face, one.name, one.hidden, one.pinned, one.note,
        )  # fmt: skip


def _title(one: _Identity) -> str:
    return one.name or f"person {one.number}"


def _place(person: Person) -> tuple[bool, bool, float]:
    stays = person.pinned or person.here
    return not person.pinned, not stays, person.number if stays else -person.last_seen
