"""A snapshot: the frame at its own size with its overlay, written as PNG where a person chooses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from PyQt5.QtCore import QIODevice, QPointF, QSaveFile
from PyQt5.QtGui import QImage, QPainter
from PyQt5.QtWidgets import QWidget

from ferdesk.errors import FerdeskError
from ferdesk.gui.overlay_qt import paint_overlay
from ferdesk.gui.qimage import qimage
from ferdesk.gui.save_path import ask_save_path
from ferdesk.gui.words import tr
from ferdesk.overlay import OverlayStyle, overlay
from ferdesk.types import Result


class SnapshotError(FerdeskError):
    """The snapshot could not be written."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a snapshot."""

    path: Path | None
    """Where it is; None if there is none."""
    words: str
    """The same for people; empty if the person thought better of it."""


def take(parent: QWidget, result: Result | None, style: OverlayStyle, folder: str) -> Taken:
    """Ask where to save `result` as it is now, and save it there."""
    if result is None:
        return Taken(None, tr("There is no picture to save yet."))
    proposal = Path(folder) / default_name(datetime.now())
    path = ask_save_path(parent, tr("Save snapshot"), proposal, tr("PNG pictures (*.png)"), [".png"])
    if path is None:
        return Taken(None, "")
    try:
        save(picture(result, style), path)
    except SnapshotError as error:
        return Taken(None, str(error))
    return Taken(path, tr("Saved as {path}.", path=path))


def default_name(now: datetime) -> str:
    """`ferdesk 2026-01-31 14.05.09.png`: sorts by time, and every file system takes it."""
    return tr("ferdesk {now:%Y-%m-%d %H.%M.%S}.png", now=now)


def picture(result: Result, style: OverlayStyle) -> QImage:
    """The frame of `result` with its overlay, at the frame's own size."""
    pixels = np.ascontiguousarray(result.frame.image)
    image = qimage(pixels).convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_overlay(painter, overlay(result, style), QPointF(0, 0), 1.0)
    painter.end()
    return image


def save(image: QImage, path: Path) -> None:
    """Write `image` as PNG, whole or not at all."""
    file = QSaveFile(str(path))
    if not (file.open(QIODevice.OpenModeFlag.WriteOnly) and image.save(file, "PNG") and file.commit()):
        raise SnapshotError(f"The snapshot cannot be saved as {path}: {file.errorString()}.")
