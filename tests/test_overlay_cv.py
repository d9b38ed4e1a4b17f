from __future__ import annotations

import numpy as np
import pytest

from ferdesk.emotions import EMOTIONS
from ferdesk.lettering import lettering
from ferdesk.overlay import FONT_SHARE, TRACK, Bar, Dot, OverlayStyle, Panel, Rectangle, Text, overlay, text_width
from ferdesk.overlay_cv import _letters, paint
from ferdesk.types import Box, Frame, Image, Result, Stats
from tests.fakes import scored_face

RED, BLUE = (0, 0, 255), (255, 0, 0)


def black(width: int = 100, height: int = 80) -> Image:
    return np.zeros((height, width, 3), np.uint8)


def color(image: Image, x: int, y: int) -> tuple[int, ...]:
    return tuple(image[y, x].tolist())


def test_the_given_image_stays_as_it_was() -> None:
    image = black()
    painted = paint(image, [Panel(10, 10, 30, 20, "#ff0000", 1.0, 0.0)])
    assert not image.any()
    assert painted.any()
    assert painted.dtype == np.uint8
    assert painted.shape == image.shape


def test_a_panel_fills_its_pixels_and_no_more() -> None:
    painted = paint(black(), [Panel(10, 10, 30, 20, "#ff0000", 1.0, 0.0)])
    assert color(painted, 25, 20) == RED
    assert color(painted, 11, 11) == RED
    assert color(painted, 38, 28) == RED
    assert color(painted, 8, 20) == color(painted, 42, 20) == color(painted, 25, 32) == (0, 0, 0)


def test_a_panel_may_let_the_picture_through() -> None:
    image = np.full((80, 100, 3), 200, np.uint8)
    painted = paint(image, [Panel(10, 10, 30, 20, "#000000", 0.75, 4.0)])
    assert color(painted, 25, 20) == (50, 50, 50)
    assert min(color(painted, 10, 10)) > 180, "its corner is round"
    assert color(painted, 60, 20) == (200, 200, 200)


def test_an_outline_is_hollow_and_corners_leave_gaps() -> None:
    whole = paint(black(), [Rectangle(20, 20, 50, 40, "#ff0000", 3.0, 5.0)])
    corners = paint(black(), [Rectangle(20, 20, 50, 40, "#ff0000", 3.0, 5.0, corner=12.0)])
    assert color(whole, 45, 20) == color(whole, 20, 40) == RED
    assert color(whole, 45, 40) == (0, 0, 0)
    assert color(corners, 45, 20) == color(corners, 20, 40) == (0, 0, 0)
    assert color(corners, 29, 20) == color(corners, 20, 28) == color(corners, 61, 60) == RED


def test_a_bar_shows_its_fraction() -> None:
    painted = paint(black(), [Bar(10, 10, 80, 10, 0.5, "#ff0000")])
    track = tuple(int(TRACK[i : i + 2], 16) for i in (5, 3, 1))
    assert color(painted, 30, 15) == RED
    assert color(painted, 70, 15) == track
    assert color(paint(black(), [Bar(10, 10, 80, 10, 0.0, "#ff0000")]), 20, 15) == track
    assert color(paint(black(), [Bar(10, 10, 80, 10, 1.0, "#ff0000")]), 80, 15) == RED


def test_a_dot_is_round() -> None:
    painted = paint(black(), [Dot(50, 40, 8, "#0000ff")])
    assert color(painted, 50, 40) == BLUE
    assert color(painted, 43, 33) == (0, 0, 0)


@pytest.mark.parametrize("anchor", ["left", "centre", "right"])
def test_letters_stand_where_the_anchor_says(anchor: str) -> None:
    painted = paint(black(200, 60), [Text(20, 10, 160, 30, "happy", "#ffffff", anchor)])  # type: ignore[arg-type]
    rows, columns = np.nonzero(painted[:, :, 0])
    assert columns.min() >= 20
    assert columns.max() < 180
    assert rows.min() >= 10
    assert rows.max() < 40
    middle = (columns.min() + columns.max()) / 2
    assert {"left": middle < 80, "centre": abs(middle - 100) < 4, "right": middle > 120}[anchor]


@pytest.mark.parametrize("size", [15.0, 22.0, 80.0])
def test_the_room_given_suffices_for_every_label(size: float) -> None:
    for text in [*EMOTIONS, "#1 unsure", "#12 surprise 100%", "#108 disgust 83%"]:
        needed = lettering(text, 4 * FONT_SHARE * size)[1].getlength(text)
        assert needed / 4 <= text_width(text, size), text


def test_a_text_too_wide_for_its_room_takes_a_smaller_font() -> None:
    painted = paint(black(200, 60), [Text(20, 10, 40, 30, "surprise", "#ffffff")])
    columns = np.nonzero(painted[:, :, 0])[1]
    assert columns.min() >= 20
    assert columns.max() <= 60
    assert columns.max() > 50, "smaller, not cut off"
    assert _letters("surprise", 22.0, 40).shape[1] <= 41


@pytest.mark.parametrize("shift", [(-1000.0, 0.0), (0.0, 1000.0), (-40.0, -20.0), (90.0, 70.0)])
def test_what_lies_beyond_the_frame_is_left_out(shift: tuple[float, float]) -> None:
    dx, dy = shift
    primitives = [
        Panel(dx, dy, 50, 30, "#ff0000", 0.5, 4.0),
        Panel(dx, dy, 50, 30, "#ff0000", 1.0, 4.0),
        Rectangle(dx, dy, 50, 30, "#ff0000", 2.0, 4.0),
        Text(dx, dy, 50, 30, "happy", "#ffffff"),
        Bar(dx, dy, 50, 8, 0.4, "#00ff00"),
        Dot(dx, dy, 5, "#00ff00"),
    ]
    assert paint(black(), primitives).shape == (80, 100, 3)


def test_painting_the_same_twice_is_the_same() -> None:
    faces = (scored_face(Box(200, 150, 120, 150)), scored_face(Box(420, 150, 120, 150), track=2, emotion=None))
    image = np.random.default_rng(0).integers(0, 255, (480, 640, 3), np.uint8)
    primitives = overlay(
        Result(Frame(image, 0, 0.0), faces, Stats(0, 0, 0, 0, 0, 0)), OverlayStyle(show_landmarks=True)
    )
    first, second = paint(image, primitives), paint(image, primitives)
    assert np.array_equal(first, second)
    assert not np.array_equal(first, image)
