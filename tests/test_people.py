"""Who is in view: counted, named, merged and forgotten."""

from __future__ import annotations

import pytest

from ferdesk.emotions import Emotion
from ferdesk.people import MOST_GONE, People, PeopleError
from tests.recorded import result

HAPPY, SAD = Emotion.HAPPY, Emotion.SAD


def seen(*script: tuple[float, tuple[int, ...]]) -> People:
    """People after frames with these tracks, each from a second on; the frame before each lies 0.1 s before it."""
    people = People()
    for index, (seconds, tracks) in enumerate(script):
        people.update(result(index, [(track, HAPPY) for track in tracks], seconds=seconds))
    return people


def watched(people: People, tracks: tuple[int, ...], start: float, end: float, index: int = 1000) -> None:
    """Ten frames a second with these tracks."""
    for step in range(round((end - start) * 10) + 1):
        people.update(result(index + step, [(track, HAPPY) for track in tracks], seconds=start + step / 10))


def numbers(people: People) -> list[int]:
    return [person.number for person in people]


def test_a_person_is_counted_while_in_view() -> None:
    people = seen((0.0, (1,)), (0.1, (1,)), (0.2, (1, 2)), (0.4, (2,)), (0.5, (1, 2)))
    one, two = people.get(1), people.get(2)
    assert one.seconds == pytest.approx(0.4), "not while lost"
    assert two.seconds == pytest.approx(0.3)
    assert (one.first_seen, one.last_seen, two.first_seen) == (0.0, 0.5, 0.2)
    assert one.here and two.here
    assert one.face.emotion is HAPPY and one.track == 1
    assert (one.title, one.name) == ("person 1", "")


def test_a_long_break_counts_a_second_and_people_left_then() -> None:
    people = seen((0.0, (1,)), (60.0, (2,)))
    assert people.get(2).here
    assert 1 in people and not people.get(1).here
    assert people.get(1).seconds == pytest.approx(1.0)
    assert people.get(1).last_seen == 0.0


def test_a_short_loss_is_no_leaving() -> None:
    people = seen((0.0, (1,)), (0.5, ()))
    assert people.get(1).here


def test_pinned_come_first_then_those_in_view_then_those_who_left_last() -> None:
    people = People()
    watched(people, (1, 2, 3, 4, 5), 0.0, 2.0, 0)
    watched(people, (1, 3, 4, 5), 2.1, 4.0, 100)
    watched(people, (3, 4, 5), 4.1, 8.0, 200)
    assert numbers(people) == [3, 4, 5, 1, 2]
    people.pin(5, True)
    people.pin(2, True)
    assert numbers(people) == [2, 5, 3, 4, 1]
    assert people.get(2).pinned
    people.pin(2, False)
    assert numbers(people) == [5, 3, 4, 1, 2]


def test_a_source_that_begins_anew_is_full_of_strangers() -> None:
    people = seen((0.0, (1,)), (0.1, (1,)))
    people.rename(1, "Ada")
    assert people.update(result(0, [(1, SAD)], seconds=0.0))
    assert people.get(1).name == ""
    assert not people.update(result(1, [(1, SAD)], seconds=0.1))
    people.rename(1, "Ada")
    people.forget()
    assert len(people) == 0 and people.of(1) is None and people.signs() == {}


def test_who_left_and_was_neither_named_nor_pinned_is_forgotten_in_the_end() -> None:
    people = People()
    watched(people, (1, 2, 3), 0.0, 2.0, 0)
    people.rename(1, "Ada")
    people.pin(2, True)
    for track in range(4, 4 + 3 * MOST_GONE):
        watched(people, (track,), 4.0 * track, 4.0 * track + 1.5, 1000 * track)
    assert len(people) == MOST_GONE + 3, "those who left, Ada, the pinned one and the one in view"
    assert 1 in people and 2 in people and 3 not in people
    assert people.of(3) is None
    assert len(people.signs()) == len(people)


def test_somebody_passing_leaves_no_card() -> None:
    people = seen((0.0, (1, 2)), (0.1, (1,)), (0.9, (1,)), (1.5, (1,)))
    assert numbers(people) == [1]


def test_names_are_tidied_and_can_be_taken_back() -> None:
    people = seen((0.0, (1,)))
    assert people.rename(1, "  Ada \n King ").name == "Ada King"
    assert people.signs()[1].text == "Ada King"
    assert people.rename(1, "").title == "person 1"
    assert people.rename(1, "person 1").name == "", "what an unnamed person is called is no name"
    assert len(people.rename(1, "a" * 100).name) == 40
    with pytest.raises(PeopleError, match="choose another name"):
        people.rename(1, "person 7")


def test_two_tracks_become_one_person_and_two_again() -> None:
    people = People()
    watched(people, (1,), 0.0, 2.0, 0)
    people.rename(1, "Ada")
    watched(people, (5,), 4.0, 6.0, 100)
    merged = people.merge(1, 5)
    assert (merged.number, merged.tracks, merged.name, merged.track) == (1, (1, 5), "Ada", 5)
    assert merged.seconds == pytest.approx(5.0), "3.0 to the end of the first break, 2.0 since"
    assert merged.here and merged.first_seen == 0.0
    assert numbers(people) == [1]
    assert people.of(5) is not None and people.of(5).number == 1  # type: ignore[union-attr]
    assert people.signs()[1] == people.signs()[5]
    one, five = people.split(1)
    assert (one.name, five.name, five.number) == ("Ada", "", 5)
    assert one.seconds == pytest.approx(3.0) and five.seconds == pytest.approx(2.0)
    assert people.signs()[5].text == "#5"


def test_the_name_of_either_stays_and_pins_and_hiding_go_over() -> None:
    people = People()
    watched(people, (1,), 0.0, 2.0, 0)
    watched(people, (5,), 4.0, 6.0, 100)
    people.rename(5, "Ada")
    people.hide(5, True)
    people.pin(1, True)
    people.note(5, "relaxed")
    merged = people.merge(1, 5)
    assert (merged.name, merged.hidden, merged.pinned, merged.note) == ("Ada", True, True, "relaxed")
    assert people.signs()[1].hidden and people.signs()[5].hidden


def test_a_name_that_somebody_has_makes_them_one() -> None:
    people = People()
    watched(people, (1,), 0.0, 2.0, 0)
    people.rename(1, "Ada")
    watched(people, (5,), 4.0, 6.0, 100)
    assert people.rename(5, "Ada").tracks == (1, 5)
    watched(people, (7,), 8.0, 10.0, 200)
    assert people.rename(7, "Ada").number == 1


def test_two_who_were_in_view_at_once_are_two_when_one_has_left() -> None:
    people = People()
    watched(people, (1, 2), 0.0, 2.0, 0)
    watched(people, (1,), 2.1, 5.0, 100)
    assert not people.can_merge(1, 2)
    with pytest.raises(PeopleError, match="or were before"):
        people.merge(1, 2)


def test_a_face_found_twice_for_a_moment_makes_nobody_two() -> None:
    people = People()
    watched(people, (1,), 0.0, 2.0, 0)
    watched(people, (1, 5), 2.1, 2.2, 100)
    watched(people, (5,), 2.3, 5.0, 200)
    assert people.can_merge(1, 5)
    assert people.merge(1, 5).tracks == (1, 5)


def test_two_who_are_in_view_at_once_are_two() -> None:
    people = seen((0.0, (1, 2)), (0.1, (1, 2)))
    people.rename(1, "Ada")
    assert not people.can_merge(1, 2)
    assert not people.can_merge(1, 1)
    with pytest.raises(PeopleError, match="Ada and person 2 are in view at once"):
        people.merge(1, 2)
    with pytest.raises(PeopleError):
        people.rename(2, "Ada")
    assert people.get(2).name == "" and len(people) == 2


def test_strangers_are_a_key_error() -> None:
    people = seen((0.0, (1,)))
    assert people.of(None) is None and people.of(9) is None
    with pytest.raises(KeyError):
        people.get(9)
    with pytest.raises(KeyError):
        people.rename(9, "Ada")
