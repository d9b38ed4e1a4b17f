"""What is drawn over a frame: Result -> drawing primitives in frame pixels, painted by QPainter (app) or cv2 (video).

A pure function; any thread may call it. All layout happens here, so both painters show the same picture: a painter
measures nothing but its own letters, and shrinks a text that is wider than the room it was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ferdesk.emotions import EMOTIONS, UNSURE, UNSURE_COLOR, Emotion
from ferdesk.overlay_layout import Area, Room, place_bars, place_label
from ferdesk.person import Sign, sign_of
from ferdesk.types import Box, Face, Result, Scores

DARK = "#14171c"
"""Behind texts and bars, and the rim that parts a line from a bright picture."""
LIGHT = "#ffffff"
DIM = "#b9c0c9"
"""Texts of second rank on DARK."""
TRACK = "#4a515b"
"""The empty part of a Bar."""

FONT_SHARE = 0.74
"""A text's font (its em, in pixels) is this share of the line's height."""
_CHARACTER = 0.6
"""Mean width of a character in ems, on the wide side for any sans-serif font."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A filled rectangle with round corners; `opacity` 0..1."""

    x: float
    y: float
    width: float
    height: float
    color: str
    opacity: float
    radius: float


@dataclass(frozen=True, slots=True)
class Rectangle:
    """An outline whose middle runs along the given edges.

    `corner` > 0 draws only that many pixels of each side, measured from each corner (as if the corners were sharp).
    """

    x: float
    y: float
    width: float
    height: float
    color: str
    thickness: float
    radius: float
    corner: float = 0.0


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text in the box (x, y, width, size), centred upright.

    The font's em is `FONT_SHARE * size`; a painter whose letters need more than `width` takes a smaller font.
    """

    x: float
    y: float
    width: float
    size: float
    text: str
    color: str
    anchor: Literal["left", "centre", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with round ends, `fraction` (0..1) of it filled with `color`, the rest with TRACK."""

    x: float
    y: float
    width: float
    height: float
    fraction: float
    color: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle around (x, y)."""

    x: float
    y: float
    radius: float
    color: str


Primitive = Panel | Rectangle | Text | Bar | Dot


@dataclass(frozen=True, slots=True)
class OverlayStyle:
    """What is drawn, and how large."""

    show_box: bool = True
    show_label: bool = True
    show_bars: bool = True
    show_landmarks: bool = False
    scale: float = 1.0
    """Of texts, bars and lines; 1.0 suits a frame that fills a window."""
    people: Mapping[int, Sign] = field(default_factory=dict)
    """How the person of a track is told; a track that is not in here has its number and that number's colour."""
    labels: tuple[str, ...] = (*EMOTIONS, UNSURE)
    """What the seven emotions, in their order, and "unsure" are called."""


def overlay(result: Result, style: OverlayStyle = OverlayStyle()) -> tuple[Primitive, ...]:
    """The primitives for all faces of a result, in the order of painting, in pixels of its frame.

    Texts and panels never leave the frame (unless it is smaller than they are). Bars stand on the side of their face
    that has room; the largest faces choose first, and where no room is left, a face shows its label alone. The label
    says in words what its colour says, and an unsure face is drawn as four corners instead of a whole box. The box,
    the dot in the label and the stripe at the bars have the colour of the person. Nothing is drawn at those who are
    hidden.
    """
    height, width = result.frame.image.shape[:2]
    lines = [line_height(height, face.box.height, style.scale) for face in result.faces]
    room = Room(float(width), float(height), tuple(_area(face.box) for face in result.faces))
    signs = [_sign(face, style) for face in result.faces]
    shown = [i for i, sign in enumerate(signs) if sign is None or not sign.hidden]
    order = sorted(shown, key=lambda i: -_size(result.faces[i].box))
    painted: list[Primitive] = []
    for i in shown:
        painted += _marks(result.faces[i], signs[i], lines[i], style)
    if style.show_label:
        for i in order:
            painted += _label(result.faces[i], signs[i], lines[i], i, room, style.labels)
    if style.show_bars:
        for i in order:
            painted += _bars(result.faces[i], signs[i], lines[i], i, room, style.labels)
    return tuple(painted)


def line_height(frame_height: int, face_height: float, scale: float = 1.0) -> float:
    """Height in pixels of a line of text at a face of that height in a frame of that height.

    In proportion to the frame and readable on 240 rows; smaller at small faces, so that a group is not papered over.
    """
    small, large = max(15.0, 0.026 * frame_height), max(15.0, 0.038 * frame_height)
    return min(max(0.17 * face_height, small), large) * scale


def text_width(text: str, size: float) -> float:
    """Room in pixels that a text of this `size` gets: on the wide side for any sans-serif font."""
    return len(text) * _CHARACTER * FONT_SHARE * size


def face_color(face: Face) -> str:
    """`#rrggbb` of the shown label, grey where it is "unsure"."""
    return UNSURE_COLOR if face.emotion is None else face.emotion.color


def face_label(face: Face, sign: Sign | None = None, labels: Sequence[str] = (*EMOTIONS, UNSURE)) -> str:
    """Such as "#2 happy 83%", "Ada unsure", or "#2" before any scoring. `labels` are the eight of OverlayStyle."""
    parts = [] if sign is None else [sign.text]
    if _scores(face) is not None:
        parts += [labels[-1]] if face.emotion is None else [labels[face.emotion], f"{100 * face.confidence:.0f}%"]
    return " ".join(parts)


def ink_on(color: str) -> str:
    """DARK or LIGHT, whichever stands out more from `color` (relative luminance as in WCAG 2.2)."""
    red, green, blue = (int(color[i : i + 2], 16) / 255.0 for i in (1, 3, 5))
    luminance = 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)
    return DARK if luminance > 0.179 else LIGHT


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _sign(face: Face, style: OverlayStyle) -> Sign | None:
    """None for a face without a track, as on a single picture."""
    return None if face.track is None else style.people.get(face.track) or sign_of(face.track)


def _marks(face: Face, sign: Sign | None, line: float, style: OverlayStyle) -> Iterator[Primitive]:
    """Box and landmarks."""
    color = face_color(face) if sign is None else sign.color
    if style.show_box:
        box = face.box
        thickness = max(1.5, 0.11 * line)
        short = min(box.width, box.height)
        corner = 0.28 * short if face.emotion is None else 0.0
        for tint, stroke in ((DARK, thickness + max(1.5, 0.07 * line)), (color, thickness)):
            yield Rectangle(box.x, box.y, box.width, box.height, tint, stroke, 0.08 * short, corner)
    if style.show_landmarks:
        radius = max(1.5, min(0.12 * line, 0.03 * face.box.width))
        for x, y in face.landmarks.tolist():
            yield Dot(x, y, 1.6 * radius, DARK)
            yield Dot(x, y, radius, color)


def _label(
    face: Face, sign: Sign | None, line: float, index: int, room: Room, labels: Sequence[str]
) -> Iterator[Primitive]:
    text = face_label(face, sign, labels)
    if not text:
        return
    dot = 0.0 if sign is None else 0.85 * line
    width = min(text_width(text, line) + dot + 0.6 * line, room.width)
    area = place_label(room, index, width, 1.2 * line, 0.25 * line)
    color = face_color(face)
    yield Panel(area.x, area.y, area.width, area.height, color, 1.0, 0.25 * line)
    inset = 0.3 * line
    ink = ink_on(color)
    if sign is not None:
        x, y = area.x + inset + 0.32 * line, area.y + 0.6 * line
        yield Dot(x, y, 0.34 * line, DARK)
        yield Dot(x, y, 0.26 * line, sign.color)
    room_of_text = max(1.0, width - 2 * inset - dot)
    yield Text(area.x + inset + dot, area.y + 0.1 * line, room_of_text, line, text, ink, "centre")


def _bars(
    face: Face, sign: Sign | None, line: float, index: int, room: Room, labels: Sequence[str]
) -> Iterator[Primitive]:
    scores = _scores(face)
    if scores is None:
        return
    row, pad = float(round(0.86 * line)), 0.35 * line
    names = text_width(max(labels[:-1], key=len), row)
    bar = 3.6 * line
    width, height = names + bar + 3 * pad, len(Emotion) * row + 2 * pad
    area = place_bars(room, index, width, height, 0.4 * line)
    if area is None:
        return
    yield Panel(area.x, area.y, width, height, DARK, 0.72, 0.3 * line)
    if sign is not None:
        yield _edge(area, room.faces[index], sign.color, line)
    top = int(scores.argmax())
    for emotion in Emotion:
        y = area.y + pad + emotion * row
        ink = LIGHT if emotion == top else DIM
        yield Text(area.x + pad, y, names, row, labels[emotion], ink, "right")
        yield Bar(area.x + 2 * pad + names, y + 0.26 * row, bar, 0.48 * row, _fraction(scores, emotion), emotion.color)


def _edge(bars: Area, face: Area, color: str, line: float) -> Panel:
    """Whose the bars are, for they may stand nearer to another face: a stripe of the person's colour, on their side."""
    thickness, inset = 0.18 * line, 0.3 * line
    towards_right = face.x + face.width / 2 > bars.x + bars.width / 2
    x = bars.x + bars.width - thickness if towards_right else bars.x
    return Panel(x, bars.y + inset, thickness, bars.height - 2 * inset, color, 1.0, 0.0)


def _scores(face: Face) -> Scores | None:
    return face.smoothed if face.smoothed is not None else face.scores


def _fraction(scores: Scores, emotion: Emotion) -> float:
    return min(max(float(scores[emotion]), 0.0), 1.0)


def _area(box: Box) -> Area:
    return Area(box.x, box.y, box.width, box.height)


def _size(box: Box) -> float:
    return box.width * box.height
