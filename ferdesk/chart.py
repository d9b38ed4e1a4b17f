"""A chart as a few shapes, painted as SVG for pages and as PNG for files: one layout, two painters."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw

from ferdesk.lettering import lettering

Points = NDArray[np.float64]
"""float64 [n, 2] (x, y) in pixels."""

Anchor = Literal["start", "middle", "end"]

# Colours are `#rrggbb` or one of these roles, which a page sets by its theme and a PNG takes from LIGHT.
LIGHT = {"paper": "#ffffff", "ink": "#1d1f23", "faint": "#6b7078", "rule": "#d8dbe0", "card": "#f5f6f8"}
DARK = {"paper": "#17191d", "ink": "#e6e8eb", "faint": "#9aa0a6", "rule": "#383c43", "card": "#202329"}


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """A filled polygon."""

    points: Points
    color: str


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """A line through points."""

    points: Points
    color: str
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A line of text whose baseline is at y."""

    x: float
    y: float
    text: str
    color: str = "faint"
    size: float = 13.0
    anchor: Anchor = "start"


Shape = Area | Stroke | Word


@dataclass
class Chart:
    """Shapes in the order of painting, on `width` x `height` pixels."""

    width: float
    height: float
    shapes: list[Shape] = field(default_factory=list)

    def box(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """Add a filled rectangle."""
        corners = [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]
        self.shapes.append(Area(np.array(corners, np.float64), color))

    def line(self, x0: float, y0: float, x1: float, y1: float, color: str = "rule", *, dashed: bool = False) -> None:
        """Add a straight line."""
        self.shapes.append(Stroke(np.array([[x0, y0], [x1, y1]], np.float64), color, dashed=dashed))

    def word(
        self, x: float, y: float, text: str, color: str = "faint", size: float = 13.0, anchor: Anchor = "start"
    ) -> None:
        """Add a text."""
        self.shapes.append(Word(x, y, text, color, size, anchor))

    def place(self, other: Chart, x: float, y: float) -> None:
        """Add the shapes of another chart, moved by (x, y)."""
        shift = np.array([x, y])
        for shape in other.shapes:
            match shape:
                case Area():
                    self.shapes.append(Area(shape.points + shift, shape.color))
                case Stroke():
                    self.shapes.append(Stroke(shape.points + shift, shape.color, shape.width, shape.dashed))
                case Word():
                    self.word(shape.x + x, shape.y + y, shape.text, shape.color, shape.size, shape.anchor)


def to_svg(chart: Chart, description: str) -> str:
    """The chart as an inline `<svg>` that takes its roles' colours from the page's `--ink` and so on."""
    body = "".join(_svg_shape(shape) for shape in chart.shapes)
    return (
        f"<svg viewBox='0 0 {chart.width:g} {chart.height:g}' role='img' "
        f"aria-label='{escape(description, quote=True)}'>{body}</svg>"
    )


def to_png(chart: Chart, colors: dict[str, str] = LIGHT, *, scale: int = 2) -> bytes:
    """The chart as a PNG file of `scale` times its size, on paper of the role `paper`."""
    fine = 2 * scale  # drawn twice as large and averaged down: Pillow's polygons have no smooth edges
    size = (round(chart.width * fine), round(chart.height * fine))
    canvas = Pillow.new("RGB", size, colors["paper"])
    draw = ImageDraw.Draw(canvas)
    for shape in chart.shapes:
        color = colors.get(shape.color, shape.color)
        match shape:
            case Area():
                draw.polygon(_flat(shape.points * fine), fill=color)
            case Stroke():
                for piece in _dashes(shape.points) if shape.dashed else [shape.points]:
                    draw.line(_flat(piece * fine), fill=color, width=round(shape.width * fine), joint="curve")
            case Word():
                anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
                text, font = lettering(shape.text, shape.size * fine)
                draw.text((shape.x * fine, shape.y * fine), text, color, font, anchor)
    file = io.BytesIO()
    canvas.reduce(2).save(file, "PNG", optimize=True)
    return file.getvalue()


def _svg_shape(shape: Shape) -> str:
    color = shape.color if shape.color.startswith("#") else f"var(--{shape.color})"
    if isinstance(shape, Word):
        return (
            f"<text x='{shape.x:.1f}' y='{shape.y:.1f}' font-size='{shape.size:g}' text-anchor='{shape.anchor}' "
            f"style='fill:{color}'>{escape(shape.text)}</text>"
        )
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shape.points.tolist())
    if isinstance(shape, Area):
        return f"<path d='{path}Z' style='fill:{color}'/>"
    dashes = " stroke-dasharray='3 3'" if shape.dashed else ""
    return f"<path d='{path}' fill='none' style='stroke:{color}' stroke-width='{shape.width:g}'{dashes}/>"


def _dashes(points: Points) -> list[Points]:
    """A straight line in pieces of 3 pixels with as much between."""
    start, end = points[0], points[-1]
    length = float(np.linalg.norm(end - start))
    at = np.arange(0.0, length, 6.0) / max(length, 1e-9)
    return [np.stack([start + (end - start) * a, start + (end - start) * min(1.0, a + 3.0 / length)]) for a in at]


def _flat(points: Points) -> Sequence[float]:
    return np.asarray(points).ravel().tolist()
