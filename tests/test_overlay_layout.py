from __future__ import annotations

import pytest

from ferdesk.overlay_layout import Area, Room, place_bars, place_label

FACE = Area(200, 150, 100, 120)


def room(*faces: Area) -> Room:
    return Room(640, 480, faces or (FACE,))


def test_overlap_is_the_shared_area() -> None:
    assert FACE.overlap(Area(290, 160, 50, 20)) == 10 * 20
    assert FACE.overlap(Area(300, 150, 50, 20)) == 0.0


def test_a_label_stands_above_else_below_else_on_the_face() -> None:
    assert place_label(room(), 0, 80, 20, 5) == Area(200, 125, 80, 20)
    assert place_label(room(Area(200, 10, 100, 120)), 0, 80, 20, 5) == Area(200, 135, 80, 20)
    inside = place_label(room(Area(200, 5, 100, 470)), 0, 80, 20, 5)
    assert inside == Area(205, 10, 80, 20)


def test_a_label_is_moved_into_the_frame() -> None:
    assert place_label(room(Area(600, 150, 100, 120)), 0, 80, 20, 5).x == 560
    assert place_label(room(Area(-50, 150, 100, 120)), 0, 80, 20, 5).x == 0


def test_a_label_gives_way_to_one_placed_before() -> None:
    both = room(FACE, Area(210, 150, 100, 120))
    first, second = place_label(both, 0, 80, 20, 5), place_label(both, 1, 80, 20, 5)
    assert first.overlap(second) == 0.0


def test_bars_take_the_right_then_the_left_then_below() -> None:
    assert place_bars(room(), 0, 120, 100, 8) == Area(308, 150, 120, 100)
    assert place_bars(room(Area(500, 150, 100, 120)), 0, 120, 100, 8) == Area(372, 150, 120, 100)
    wide = place_bars(room(Area(60, 20, 540, 200)), 0, 120, 100, 8)
    assert wide == Area(60, 228, 120, 100)


def test_bars_cover_no_other_face_and_are_left_out_where_there_is_no_room() -> None:
    tiled = tuple(Area(160 * x, 120 * y, 150, 110) for x in range(4) for y in range(4))
    assert place_bars(room(*tiled), 5, 120, 100, 8) is None


def test_a_face_that_fills_the_frame_has_its_bars_on_itself() -> None:
    placed = place_bars(room(Area(10, 10, 620, 460)), 0, 120, 100, 8)
    assert placed is not None
    assert placed.x in (0, 520)
    assert placed.y in (0, 380)


def test_bars_stay_beside_their_face_a_little_higher_or_lower() -> None:
    neighbours = room(FACE, Area(320, 250, 100, 120), Area(60, 250, 100, 120))
    assert place_bars(neighbours, 0, 120, 110, 8) == Area(308, 250 - 110 - 8, 120, 110)
    above = room(FACE, Area(320, 40, 100, 120), Area(60, 40, 100, 120))
    assert place_bars(above, 0, 120, 120, 8) == Area(308, 160 + 8, 120, 120)
    lower = room(FACE, Area(320, 180, 100, 120), Area(60, 180, 100, 120))
    assert place_bars(lower, 0, 120, 110, 8) == Area(200, 278, 120, 110), "not beside the face any more: below it"


def test_bars_stand_beyond_a_label_that_is_in_their_way() -> None:
    narrow = room(Area(500, 380, 140, 100))
    label = narrow.take(Area(460, 350, 180, 25))
    placed = place_bars(narrow, 0, 120, 140, 8)
    assert placed == Area(460 - 120 - 8, 340, 120, 140) and placed.overlap(label) == 0.0
    mirrored = room(Area(0, 380, 140, 100))
    mirrored.take(Area(0, 350, 180, 25))
    assert place_bars(mirrored, 0, 120, 140, 8) == Area(188, 340, 120, 140)


@pytest.mark.parametrize("face", [Area(300, 40, 340, 340), Area(250, 150, 180, 180), Area(150, 60, 360, 360)])
def test_in_a_small_window_no_bars_lie_on_eyes_or_mouth(face: Area) -> None:
    """So large are bars in a window of 400 x 300, in pixels of a frame of 640 x 480."""
    assert place_bars(room(face), 0, 290, 255, 15) is None


def test_bars_on_a_face_that_fills_the_frame_leave_what_tells_an_expression_free() -> None:
    face = Area(-20, -30, 700, 540)
    placed = place_bars(room(face), 0, 140, 120, 8)
    assert placed is not None and placed.overlap(face) > 0.0
    assert placed.overlap(Area(100, 100, 500, 150)) == 0.0, "brows and eyes"
    assert placed.overlap(Area(190, 250, 280, 190)) == 0.0, "nose and mouth"
