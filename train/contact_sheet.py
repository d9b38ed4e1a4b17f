"""A contact sheet: the worst images of a data set on one PNG, in sections, each with its number and label."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import matplotlib
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ferdesk.dataset import CROP_SIZE, SPLITS, Dataset, DatasetError
from ferdesk.emotions import EMOTIONS

from .quality import Quality

COLUMNS = 10
MOST = 3 * COLUMNS
"""Images shown of a section; the heading says how many more there are."""

_ZOOM = 2
_PICTURE = CROP_SIZE * _ZOOM
_LINE = 14
_LINES = 3
_CELL = (_PICTURE + 32, _PICTURE + _LINES * _LINE + 16)
_MARGIN = 24
_HEADING = 46
_PAPER, _INK, _FAINT, _RULE = "#ffffff", "#1d1f23", "#6b7078", "#d8dbe0"


@dataclass(frozen=True, eq=False)
class Picture:
    """One image of the sheet with the lines under it."""

    pixels: NDArray[np.uint8]
    """uint8 [48, 48]"""
    caption: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """Images with one thing wrong."""

    title: str
    explanation: str
    pictures: tuple[Picture, ...]


def sections_of(quality: Quality) -> tuple[Section, ...]:
    """The sections that have any image, the worst first."""
    dataset = quality.dataset
    blank = np.concatenate([quality.blank, quality.near_blank])
    no_face = quality.votes.no_face if quality.votes is not None else np.array([], np.int64)
    no_face = np.setdiff1d(no_face, blank)
    sections = (
        Section("Blank or nearly so", "nothing to learn from", _pictures(dataset, blank)),
        Section("No face, by FER+ votes", "people who were shown these saw no face", _pictures(dataset, no_face)),
        Section(
            "Twins with different labels",
            "the very same pixels more than once; at most one of the labels can be right",
            tuple(_twin(dataset, group) for group in quality.twins.conflicts),
        ),
    )
    return tuple(section for section in sections if section.pictures)


def draw_sheet(sections: tuple[Section, ...], title: str) -> Image.Image:
    """The sheet as an RGB picture; a sentence where there is nothing to show."""
    heights = [_HEADING + _rows(section) * _CELL[1] for section in sections]
    size = (2 * _MARGIN + COLUMNS * _CELL[0], 2 * _MARGIN + _HEADING + max(sum(heights), _HEADING))
    sheet = Image.new("RGB", size, _PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.text((_MARGIN, _MARGIN), title, _INK, _font(20, bold=True))
    top = _MARGIN + _HEADING
    if not sections:
        draw.text((_MARGIN, top), "No blank images, none without a face, no twins with two labels.", _INK, _font(14))
    for section, height in zip(sections, heights, strict=True):
        _draw_section(sheet, draw, section, top)
        top += height
    return sheet


def save_sheet(quality: Quality, path: Path) -> None:
    """Draw the worst images of a data set into a PNG."""
    sheet = draw_sheet(sections_of(quality), f"The worst of {quality.dataset.source.name}")
    try:
        sheet.save(path, format="PNG")
    except OSError as error:
        raise DatasetError(f"{path}: the contact sheet cannot be written ({error})") from error


def _pictures(dataset: Dataset, rows: NDArray[np.int64]) -> tuple[Picture, ...]:
    splits, labels = dataset.splits[rows], dataset.labels[rows]
    return tuple(
        Picture(dataset.pixels[row], (f"#{row}", SPLITS[split], EMOTIONS[label]))
        for row, split, label in zip(rows, splits, labels, strict=True)
    )


def _twin(dataset: Dataset, group: NDArray[np.int64]) -> Picture:
    """The image with a line for each of its labels: the first row that bears it, and how many more do."""
    lines = []
    for label in dict.fromkeys(dataset.labels[group].tolist()):
        rows = group[dataset.labels[group] == label]
        lines.append(f"#{rows[0]} {EMOTIONS[label]}" + (f" +{len(rows) - 1}" if len(rows) > 1 else ""))
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"and {len(lines) - _LINES + 1} more labels"]
    return Picture(dataset.pixels[group[0]], tuple(lines))


def _rows(section: Section) -> int:
    return -(-min(len(section.pictures), MOST) // COLUMNS)


def _draw_section(sheet: Image.Image, draw: ImageDraw.ImageDraw, section: Section, top: int) -> None:
    draw.line((_MARGIN, top, sheet.width - _MARGIN, top), _RULE)
    count, shown = len(section.pictures), min(len(section.pictures), MOST)
    title, title_font = f"{section.title}: {count:,}", _font(15, bold=True)
    draw.text((_MARGIN, top + 12), title, _INK, title_font)
    more = f" (the first {shown})" if shown < count else ""
    left = _MARGIN + draw.textlength(title, title_font) + 12
    draw.text((left, top + 14), section.explanation + more, _FAINT, _font(12))
    for place, picture in enumerate(section.pictures[:shown]):
        x = _MARGIN + place % COLUMNS * _CELL[0]
        y = top + _HEADING + place // COLUMNS * _CELL[1]
        image = Image.fromarray(picture.pixels).resize((_PICTURE, _PICTURE), Image.Resampling.BICUBIC)
        sheet.paste(image, (x, y))
        draw.rectangle((x - 1, y - 1, x + _PICTURE, y + _PICTURE), outline=_RULE)
        for line, text in enumerate(picture.caption):
            draw.text((x, y + _PICTURE + 4 + line * _LINE), text, _INK if line == 0 else _FAINT, _font(11))


def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu Sans, which comes with matplotlib and so is on every machine that can train."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name, size)
