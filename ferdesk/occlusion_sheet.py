"""Occlusion maps of several faces on one picture, with words beside them: what `ferdesk explain` writes.

Pure; any thread.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np

from ferdesk.occlusion import Occlusion
from ferdesk.occlusion_picture import enlarged, heat_map, scale
from ferdesk.overlay import DARK, DIM, LIGHT, Bar, Primitive, Text
from ferdesk.overlay_cv import paint
from ferdesk.percent import per_cent
from ferdesk.types import Image

_SIDE, _GAP, _MARGIN, _WORDS = 216, 16, 24, 500
_ROW = _SIDE + 40
"""Height of a face on the sheet: its pictures, and the scale below them."""
_FOOT = 28
_LINE = 19
_CHARACTERS = 72
"""In a line of the sheet's words."""
_LEGEND = (
    "Bright: where a grey square, a quarter as wide as the crop, takes most of the score away; how much that is, "
    "stands below each map."
)
_COLUMNS = (0, 130, 400)
"""Where name, bar and figure of a part begin, from the left of the words."""
_BRIGHT = "#fee838"
"""The bright end of the scale, for what is drawn beside it."""


def sheet(occlusions: Sequence[Occlusion]) -> Image:
    """Faces below each other, each with its crop, its heat map and words: uint8 BGR, 1020 pixels wide."""
    height = _MARGIN + len(occlusions) * (_ROW + _MARGIN) + _FOOT
    canvas = np.zeros((height, 3 * _MARGIN + 2 * _SIDE + _GAP + _WORDS, 3), np.uint8)
    canvas[:] = [int(DARK[at : at + 2], 16) for at in (5, 3, 1)]
    left = _MARGIN + _SIDE + _GAP
    words: list[Primitive] = []
    for number, occlusion in enumerate(occlusions):
        top = _MARGIN + number * (_ROW + _MARGIN)
        canvas[top : top + _SIDE, _MARGIN : _MARGIN + _SIDE] = enlarged(occlusion.crop, _SIDE)[:, :, None]
        canvas[top : top + _SIDE, left : left + _SIDE] = heat_map(occlusion, _SIDE)
        canvas[top + _SIDE + 6 : top + _SIDE + 14, left : left + _SIDE] = scale(_SIDE, 8)
        words += _under_scale(occlusion, left, top + _SIDE + 15)
        which = f"Face {number + 1} of {len(occlusions)}: on" if len(occlusions) > 1 else "On"
        words += _beside(occlusion, f"{which} what the answer hangs", left + _SIDE + _MARGIN, top)
    words.append(Text(_MARGIN, height - _FOOT - 8, canvas.shape[1] - 2 * _MARGIN, _LINE, _LEGEND, DIM))
    return paint(canvas, words)


def _under_scale(occlusion: Occlusion, x: float, y: float) -> list[Primitive]:
    return [
        Text(x, y, _SIDE, 17, "loses nothing", DIM),
        Text(x, y, _SIDE, 17, f"{100 * occlusion.brightest:.0f} points", DIM, "right"),
    ]


def _beside(occlusion: Occlusion, title: str, x: float, y: float) -> list[Primitive]:
    """Title, sentences, and a line with a bar for each part."""
    found: list[Primitive] = [Text(x, y - 4, _WORDS, 26, title, LIGHT)]
    y += 28
    for line in _wrapped(occlusion.words()):
        found.append(Text(x, y, _WORDS, _LINE, line, LIGHT))
        y += _LINE
    y += 8
    heads = ("covered", "takes away", "left")
    found += [Text(x + at, y, 140, 17, head, DIM) for at, head in zip(_COLUMNS, heads, strict=True)]
    for part in occlusion.parts:
        y += _LINE
        share = max(0.0, part.fall) / max(occlusion.score, 1e-6)
        found += [
            Text(x, y, 140, _LINE, part.part, LIGHT),
            Bar(x + _COLUMNS[1], y + 6, 250, 7, share, _BRIGHT),
            Text(x + _COLUMNS[2], y, 70, _LINE, per_cent(occlusion.left(part)), LIGHT),
        ]
    return found


def _wrapped(text: str) -> list[str]:
    """Lines that part no figure from its %; the font knows no space that is not to be broken at."""
    return [line.replace("~", " ") for line in textwrap.wrap(text.replace(" %", "~%"), _CHARACTERS)]
