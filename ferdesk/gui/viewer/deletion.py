"""A recording deleted for ever, after a question that names its folder and its size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt5.QtWidgets import QMessageBox, QWidget

from ferdesk.gui.question import asking, confirmed
from ferdesk.gui.words import tr
from ferdesk.recording_folder import delete_recording
from ferdesk.recording_list import recording_size, size_words


def is_written(folder: Path, unfinished: Sequence[Path]) -> bool:
    """Whether `folder` is one of those that are written to now, by whatever path it was opened."""
    return bool(unfinished) and folder.resolve() in {path.resolve() for path in unfinished}  # resolving asks the disk


def wants_deletion(parent: QWidget, folder: Path) -> bool:
    """Ask; Enter and Esc both keep the recording."""
    detail = tr(
        "{folder}\n{size}\n\nIts files are deleted at once; no bin keeps them.",
        folder=folder,
        size=size_words(recording_size(folder)),
    )
    box = asking(parent, tr("Delete recording"), tr("Delete this recording for ever?"), detail)
    box.setIcon(QMessageBox.Icon.Warning)
    return confirmed(box, tr("&Delete for ever"), tr("&Keep"))


def delete_and_tell(folder: Path) -> str:
    """Delete it and say so, or what stays there because no recorder made it. Raises RecordingError."""
    left = delete_recording(folder)
    if left:
        return tr(
            "Deleted. The folder {folder} stays, for it holds other files too: {left}.",
            folder=folder,
            left=", ".join(left),
        )
    return tr("Deleted {folder}.", folder=folder)
