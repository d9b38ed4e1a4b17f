"""Paint an overlay's primitives into an image, with cv2 for shapes and Pillow for letters: for video and pictures.

Any thread may call it.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw

from ferdesk.lettering import lettering
from ferdesk.overlay import FONT_SHARE, TRACK, Bar, Dot, Panel, Primitive, Rectangle, Text
from ferdesk.types import Image

_SHIFT = 4
"""Fractional bits of the coordinates handed to cv2: shapes move smoothly, by sixteenths of a pixel."""
_FINENESS = 4
"""Letters are drawn this many times as large and averaged down: at 11 pixels whole-pixel spacing looks ragged."""


def paint(image: Image, primitives: Iterable[Primitive]) -> Image:
    """A copy of a BGR image [height, width, 3] with the primitives painted on it, in order, anti-aliased."""
    canvas = np.array(image, np.uint8)
    for primitive in primitives:
        match primitive:
            case Panel():
                _panel(canvas, primitive)
            case Rectangle():
                _rectangle(canvas, primitive)
            case Text():
                _text(canvas, primitive)
            case Bar():
                _bar(canvas, primitive)
            case Dot():
                centre = _fixed(np.array([[primitive.x, primitive.y]]))[0].tolist()
                radius = round(primitive.radius * 2**_SHIFT)
                cv2.circle(canvas, centre, radius, _bgr(primitive.color), cv2.FILLED, cv2.LINE_AA, _SHIFT)
    return canvas


def _panel(canvas: Image, panel: Panel) -> None:
    outline = _rounded(panel.x, panel.y, panel.width, panel.height, panel.radius)
    if panel.opacity >= 1.0:
        _fill(canvas, outline, panel.color)
        return
    right, bottom = panel.x + panel.width, panel.y + panel.height
    rows, columns = _window(canvas, panel.x - 1, panel.y - 1, right + 1, bottom + 1)
    below = canvas[rows, columns]
    if below.size == 0:
        return
    above = below.copy()
    _fill(above, outline - (columns.start, rows.start), panel.color)
    canvas[rows, columns] = cv2.addWeighted(above, panel.opacity, below, 1.0 - panel.opacity, 0.0)


def _rectangle(canvas: Image, box: Rectangle) -> None:
    outline = _rounded(box.x, box.y, box.width, box.height, box.radius)
    thickness = max(1, round(box.thickness))
    if not box.corner:
        cv2.polylines(canvas, [_fixed(outline)], True, _bgr(box.color), thickness, cv2.LINE_AA, _SHIFT)
        return
    for piece in _brackets(outline, box):
        cv2.polylines(canvas, [_fixed(piece)], False, _bgr(box.color), thickness, cv2.LINE_AA, _SHIFT)


def _brackets(outline: NDArray[np.float64], box: Rectangle) -> list[NDArray[np.float64]]:
    """The four corners of a rounded outline, each a quarter of its points with a straight piece at either end."""
    right, bottom = box.x + box.width, box.y + box.height
    reach = min(box.corner, box.width / 2, box.height / 2)
    ends = (
        ((box.x, box.y + reach), (box.x + reach, box.y)),
        ((right - reach, box.y), (right, box.y + reach)),
        ((right, bottom - reach), (right - reach, bottom)),
        ((box.x + reach, bottom), (box.x, bottom - reach)),
    )
    return [np.vstack([[a], quarter, [b]]) for quarter, (a, b) in zip(np.split(outline, 4), ends, strict=True)]


def _bar(canvas: Image, bar: Bar) -> None:
    _fill(canvas, _rounded(bar.x, bar.y, bar.width, bar.height, bar.height / 2), TRACK)
    filled = bar.width * min(max(bar.fraction, 0.0), 1.0)
    if filled >= 0.5:
        _fill(canvas, _rounded(bar.x, bar.y, filled, bar.height, min(bar.height, filled) / 2), bar.color)


def _text(canvas: Image, text: Text) -> None:
    """Blend the letters in; what lies beyond the image is left out."""
    mask = _letters(text.text, round(FONT_SHARE * text.size, 1), math.floor(text.width))
    height, width = mask.shape
    slack = text.width - width
    x = round(text.x + {"left": 0.0, "centre": slack / 2, "right": slack}[text.anchor])
    y = round(text.y + (text.size - height) / 2)
    rows, columns = _window(canvas, x, y, x + width, y + height)
    below = canvas[rows, columns]
    if below.size == 0:
        return
    shown = mask[rows.start - y : rows.stop - y, columns.start - x : columns.stop - x, None]
    canvas[rows, columns] = np.rint(below + shown * (np.array(_bgr(text.color), np.float32) - below)).astype(np.uint8)


@functools.lru_cache(maxsize=512)
def _letters(text: str, em: float, width: int) -> NDArray[np.float32]:
    """How much of each pixel the letters cover, 0..1, float32 [line height, at most `width` where that is readable]."""
    fine = _FINENESS
    text, font = lettering(text, fine * em)
    if font.getlength(text) > fine * width:
        text, font = lettering(text, max(4.0, em * width / font.getlength(text) * fine) * fine)
    ascent, descent = font.getmetrics()
    size = (max(1, math.ceil(font.getlength(text) / fine)), max(1, math.ceil((ascent + descent) / fine)))
    mask = Pillow.new("L", (fine * size[0], fine * size[1]))
    ImageDraw.Draw(mask).text((0, 0), text, fill=255, font=font)
    letters = cv2.resize(np.asarray(mask, np.float32) / 255.0, size, interpolation=cv2.INTER_AREA)
    letters.setflags(write=False)
    return np.asarray(letters, np.float32)


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> NDArray[np.float64]:
    """The outline of a rectangle with round corners: float64 [4 * 9, 2], clockwise from the upper left corner."""
    radius = max(0.0, min(radius, width / 2, height / 2))
    centres = np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], np.float64)
    centres += radius * np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    angles = np.pi + np.arange(4)[:, None] * np.pi / 2 + np.linspace(0.0, np.pi / 2, 9)[None]
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    return np.asarray(centres[:, None] + radius * circle, np.float64).reshape(-1, 2)


def _fill(canvas: Image, outline: NDArray[np.float64], color: str) -> None:
    cv2.fillConvexPoly(canvas, _fixed(outline), _bgr(color), cv2.LINE_AA, _SHIFT)


def _fixed(points: NDArray[np.float64]) -> NDArray[np.int32]:
    """Points in cv2's fixed-point coordinates. A whole number is an edge of a pixel here, its middle in cv2."""
    return np.asarray(np.rint((points - 0.5) * 2**_SHIFT), np.int32)


def _window(canvas: Image, left: float, top: float, right: float, bottom: float) -> tuple[slice, slice]:
    """Rows and columns of the image that an area touches; empty slices where it lies outside."""
    height, width = canvas.shape[:2]
    x0, x1 = (min(max(round(x), 0), width) for x in (left, right))
    y0, y1 = (min(max(round(y), 0), height) for y in (top, bottom))
    return slice(y0, y1), slice(x0, x1)


@functools.lru_cache(maxsize=64)
def _bgr(color: str) -> tuple[int, int, int]:
    """`#rrggbb` as cv2 wants it."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return blue, green, red
