"""A recording deleted for ever, after a question that names its folder and its size."""

from __future__ import annotations

from pathlib import Path

from PyQt5.QtWidgets import QMessageBox, QWidget

from ferdesk.gui.sure import sure
from ferdesk.recording import delete_recording
from ferdesk.recording_list import recording_size, size_words


def wants_deletion(parent: QWidget, folder: Path) -> bool:
    """Ask; Enter and Esc both keep the recording."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Delete recording")
    box.setText("Delete this recording for ever?")
    box.setInformativeText(
        f"{folder}\n{size_words(recording_size(folder))}\n\nIts files are deleted at once; no bin keeps them."
    )
    delete = sure(box.addButton("&Delete for ever", QMessageBox.ButtonRole.DestructiveRole))
    keep = sure(box.addButton("&Keep", QMessageBox.ButtonRole.RejectRole))
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec_()
    return box.clickedButton() is delete


def delete_and_tell(folder: Path) -> str:
    """Delete it and say so, or what stays there because no recorder made it. Raises RecordingError."""
    left = delete_recording(folder)
    if left:
        return f"Deleted. The folder {folder} stays, for it holds other files too: {', '.join(left)}."
    return f"Deleted {folder}."
