from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ferdesk.emotions import UNSURE_COLOR, Emotion
from ferdesk.overlay import (
    DARK,
    LIGHT,
    Bar,
    Dot,
    OverlayStyle,
    Panel,
    Primitive,
    Rectangle,
    Text,
    face_label,
    ink_on,
    line_height,
    overlay,
    text_width,
)
from ferdesk.person import person_color, sign_of
from ferdesk.types import Box, Face, Frame, Result, Stats
from tests.fakes import scored_face

SIZES = [(320, 240), (640, 360), (640, 480), (1920, 1080), (3840, 2160), (1080, 1920)]


def result(faces: list[Face], width: int = 640, height: int = 480) -> Result:
    image = np.zeros((height, width, 3), np.uint8)
    return Result(Frame(image, 0, 0.0), tuple(faces), Stats(0.0, 0.0, 0.0, 0.0, 0.0, 0.0))


def of(kind: type, primitives: tuple[Primitive, ...]) -> list:
    return [primitive for primitive in primitives if isinstance(primitive, kind)]


def panels(primitives: tuple[Primitive, ...], opaque: bool) -> list[Panel]:
    """The labels' panels are opaque, the bars' are not; the stripes at these have no round corners."""
    return [panel for panel in of(Panel, primitives) if (panel.opacity == 1.0) is opaque and panel.radius]


def stripes(primitives: tuple[Primitive, ...]) -> list[Panel]:
    return [panel for panel in of(Panel, primitives) if not panel.radius]


def apart(a: Box | Panel, b: Box | Panel) -> bool:
    across = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    down = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    return across <= 1e-6 or down <= 1e-6


@pytest.mark.parametrize(("left", "right_edge"), [(40, False), (480, True)])
def test_bars_have_a_stripe_of_the_persons_color_on_the_side_of_the_face(left: int, right_edge: bool) -> None:
    primitives = overlay(result([scored_face(Box(left, 150, 120, 150), track=2)]))
    (stripe,), (bars,) = stripes(primitives), panels(primitives, opaque=False)
    assert stripe.color == person_color(2)
    assert stripe.x == pytest.approx(bars.x + bars.width - stripe.width if right_edge else bars.x)
    assert bars.y < stripe.y < stripe.y + stripe.height < bars.y + bars.height
    alone = scored_face(Box(left, 150, 120, 150), track=None)
    assert not stripes(overlay(result([alone]))), "a single picture has no persons"


def test_a_face_says_its_name_in_words_and_color() -> None:
    primitives = overlay(result([scored_face(Box(200, 150, 120, 150), track=2)]))
    texts = of(Text, primitives)
    assert texts[0].text == "#2 happy 83%"
    assert [text.text for text in texts[1:]] == [emotion.label for emotion in Emotion]
    rim, outline = of(Rectangle, primitives)
    assert (outline.x, outline.y, outline.width, outline.height) == (200, 150, 120, 150)
    assert outline.color == person_color(2)
    assert panels(primitives, opaque=True)[0].color == Emotion.HAPPY.color
    assert of(Dot, primitives)[-1].color == person_color(2), "the label says whose it is by colour too"
    assert (rim.color, rim.thickness > outline.thickness) == (DARK, True)
    assert outline.corner == 0.0
    bars = of(Bar, primitives)
    assert [bar.color for bar in bars] == [emotion.color for emotion in Emotion]
    assert bars[Emotion.HAPPY].fraction == pytest.approx(0.83)
    assert bars[Emotion.SAD].fraction == pytest.approx(0.17 / 6)


def test_unsure_has_a_shape_and_a_word_of_its_own_and_still_shows_where_it_leans() -> None:
    primitives = overlay(result([scored_face(Box(200, 150, 120, 150), emotion=None, confidence=0.4)]))
    assert of(Text, primitives)[0].text == "#1 unsure"
    outline = of(Rectangle, primitives)[1]
    assert panels(primitives, opaque=True)[0].color == UNSURE_COLOR
    assert 0 < outline.corner < 60, "four corners that do not meet"
    assert of(Bar, primitives)[Emotion.HAPPY].fraction == pytest.approx(0.4)
    names = {text.text: text.color for text in of(Text, primitives)}
    assert names["happy"] == LIGHT
    assert names["sad"] != LIGHT


def test_before_scoring_only_the_id_is_known() -> None:
    box = Box(200, 150, 120, 150)
    unscored = Face(box, scored_face(box).landmarks, 0.9, track=4)
    primitives = overlay(result([unscored]))
    assert [text.text for text in of(Text, primitives)] == ["#4"]
    assert of(Bar, primitives) == []
    assert face_label(Face(box, unscored.landmarks, 0.9)) == ""


def test_emotions_are_called_as_the_style_says() -> None:
    names = ("böse", "eklig", "ängstlich", "froh", "traurig", "überrascht", "neutral", "unsicher")
    faces = [scored_face(Box(60 + 200 * i, 150, 100, 120), track=1 + i, emotion=e) for i, e in enumerate((3, None))]
    style = OverlayStyle(labels=names)
    texts = [text.text for text in of(Text, overlay(result(faces), style))]
    assert texts[:2] == ["#1 froh 83%", "#2 unsicher"] and set(names[:-1]) <= set(texts)


def test_people_with_names_are_called_by_them() -> None:
    faces = [scored_face(Box(60 + 200 * i, 150, 100, 120), track=3 + i) for i in range(2)]
    style = OverlayStyle(people={3: sign_of(1, "Ada"), 4: sign_of(4)}, show_bars=False)
    primitives = overlay(result(faces), style)
    assert [text.text for text in of(Text, primitives)] == ["Ada happy 83%", "#4 happy 83%"]
    assert [box.color for box in of(Rectangle, primitives)[1::2]] == [person_color(1), person_color(4)]


def test_nothing_is_drawn_at_hidden_people() -> None:
    faces = [scored_face(Box(60 + 200 * i, 150, 100, 120), track=1 + i) for i in range(2)]
    shown = result(faces)
    style = OverlayStyle(show_landmarks=True, people={1: sign_of(1, "Ada", hidden=True)})
    alone = overlay(result(faces[1:]), OverlayStyle(show_landmarks=True))
    assert len(overlay(shown, style)) == len(alone)
    assert [text.text for text in of(Text, overlay(shown, style))][:1] == ["#2 happy 83%"]


def test_a_face_without_a_track_has_the_color_of_its_emotion() -> None:
    primitives = overlay(result([scored_face(Box(200, 150, 120, 150), track=None)]))
    assert of(Text, primitives)[0].text == "happy 83%"
    assert of(Rectangle, primitives)[1].color == Emotion.HAPPY.color
    assert of(Dot, primitives) == []


def test_nobody_gives_nothing() -> None:
    assert overlay(result([])) == ()


def test_the_style_chooses_what_is_drawn() -> None:
    shown = result([scored_face(Box(200, 150, 120, 150))])
    nothing = OverlayStyle(show_box=False, show_label=False, show_bars=False)
    assert overlay(shown, nothing) == ()
    only = overlay(shown, OverlayStyle(show_box=False, show_label=False, show_bars=False, show_landmarks=True))
    assert {(dot.x, dot.y) for dot in of(Dot, only)} == {tuple(point) for point in shown.faces[0].landmarks.tolist()}
    assert not of(Bar, overlay(shown, OverlayStyle(show_bars=False)))
    assert [text.text for text in of(Text, overlay(shown, OverlayStyle(show_bars=False)))] == ["#1 happy 83%"]
    assert not of(Rectangle, overlay(shown, OverlayStyle(show_box=False)))


def test_scale_makes_texts_larger() -> None:
    shown = result([scored_face(Box(200, 150, 120, 150))])
    plain, large = (of(Text, overlay(shown, OverlayStyle(scale=scale)))[0].size for scale in (1.0, 1.5))
    assert large == pytest.approx(1.5 * plain)


@pytest.mark.parametrize(("height", "least"), [(240, 15), (360, 15), (480, 18), (1080, 40), (2160, 80)])
def test_texts_are_readable_on_every_frame(height: int, least: float) -> None:
    assert line_height(height, 0.4 * height) >= least
    assert line_height(height, 0.02 * height) >= max(15, 0.025 * height), "at a small face too"
    assert line_height(height, height) <= max(15, 0.05 * height)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("place", [(0.1, 0.2), (0.7, 0.2), (0.4, 0.65), (0.4, 0.0), (0.8, 0.7), (0.0, 0.6)])
def test_bars_go_to_the_side_with_room(width: int, height: int, place: tuple[float, float]) -> None:
    side = 0.3 * min(width, height)
    face = scored_face(Box(place[0] * (width - side), place[1] * (height - side), side, side))
    primitives = overlay(result([face], width, height))
    (bars,) = panels(primitives, opaque=False)
    (label,) = panels(primitives, opaque=True)
    assert apart(bars, face.box)
    assert apart(bars, label)
    assert apart(label, face.box)


def test_a_face_that_fills_the_frame_keeps_label_and_bars_in_it() -> None:
    primitives = overlay(result([scored_face(Box(-20, -30, 700, 540))]))
    assert len(panels(primitives, opaque=True)) == len(panels(primitives, opaque=False)) == 1


def test_no_bars_cover_a_face_and_no_labels_each_other_in_a_group() -> None:
    faces = [scored_face(Box(30 + 75 * i, 180 + 20 * (i % 2), 60, 75), track=i + 1) for i in range(8)]
    primitives = overlay(result(faces))
    labels, bars = panels(primitives, opaque=True), panels(primitives, opaque=False)
    assert len(labels) == 8
    assert 1 <= len(bars) <= 8
    for i, panel in enumerate(bars):
        assert all(apart(panel, face.box) for face in faces)
        assert all(apart(panel, other) for other in bars[:i] + labels)


boxes = st.builds(Box, st.floats(-300, 1200), st.floats(-300, 900), st.floats(1, 900), st.floats(1, 900))


@given(st.lists(boxes, min_size=1, max_size=6), st.sampled_from(SIZES), st.sampled_from([0.7, 1.0, 1.4]))
def test_texts_and_panels_never_leave_the_frame(where: list[Box], size: tuple[int, int], scale: float) -> None:
    width, height = size
    faces = [scored_face(box, track=10 + i, emotion=i % 7) for i, box in enumerate(where)]
    primitives = overlay(result(faces, width, height), OverlayStyle(scale=scale))
    for item in of(Panel, primitives) + of(Bar, primitives):
        assert item.x >= -1e-6
        assert item.y >= -1e-6
        assert item.x + item.width <= width + 1e-6
        assert item.y + item.height <= height + 1e-6
    for text in of(Text, primitives):
        assert text.x >= -1e-6
        assert text.x + text.width <= width + 1e-6
        assert text.y + text.size <= height + 1e-6
    assert len(panels(primitives, opaque=True)) == len(faces), "every face has its label"
    lights = panels(primitives, opaque=False)
    for i, panel in enumerate(lights):
        assert all(apart(panel, other) for other in lights[:i] + panels(primitives, opaque=True))


def test_ink_stands_out_from_every_color() -> None:
    inks = {emotion: ink_on(emotion.color) for emotion in Emotion}
    assert inks[Emotion.SURPRISE] == DARK
    assert inks[Emotion.HAPPY] == DARK
    assert inks[Emotion.FEAR] == LIGHT
    assert ink_on("#000000") == LIGHT
    assert ink_on("#ffffff") == DARK


def test_the_room_of_a_text_grows_with_it() -> None:
    assert text_width("surprise", 20) == pytest.approx(2 * text_width("surp", 20)) == pytest.approx(8 * 0.6 * 0.74 * 20)
