"""Which face is looked at."""

from __future__ import annotations

from ferdesk.gui.selection import Selection, face_at, tracks_from_left
from tests.gui.conftest import face_at_x


def test_the_largest_face_is_looked_at_first_and_stays() -> None:
    small, large = face_at_x(10, track=1, size=40), face_at_x(200, track=2, size=80)
    selection = Selection().update([small, large])
    assert selection.shown == 2
    grown = face_at_x(10, track=1, size=120)
    assert selection.update([grown, large]).shown == 2, "no jumping between people of about the same size"


def test_a_chosen_person_is_waited_for() -> None:
    one, two = face_at_x(10, track=1), face_at_x(200, track=2)
    selection = Selection().update([one, two]).choose(2)
    away = selection.update([one])
    assert away.shown == 1
    assert away.update([one, two]).shown == 2


def test_nobody_in_view() -> None:
    selection = Selection().choose(3).update([])
    assert selection.shown is None
    assert selection.face([]) is None
    assert Selection().step([], 1) == Selection()


def test_stepping_goes_from_left_to_right_and_round() -> None:
    faces = [face_at_x(200, track=5), face_at_x(10, track=9), face_at_x(100, track=2)]
    assert tracks_from_left(faces) == (9, 2, 5)
    selection = Selection().choose(2)
    assert selection.step(faces, 1).shown == 5
    assert selection.step(faces, 1).step(faces, 1).shown == 9
    assert selection.step(faces, -1).shown == 9
    assert Selection().step(faces, 1).shown == 9
    assert Selection().step(faces, -1).shown == 5


def test_a_face_without_a_track_is_never_selected() -> None:
    fresh = face_at_x(10, track=None, size=90)
    assert Selection().update([fresh]).shown is None
    assert Selection().update([fresh]).face([fresh]) is None


def test_the_smallest_of_the_faces_under_the_pointer_counts() -> None:
    large, small = face_at_x(50, track=1, size=100), face_at_x(60, track=2, size=30)
    assert face_at([large, small], 70, 90) is small
    assert face_at([large, small], 140, 170) is large
    assert face_at([large, small], 0, 0) is None
