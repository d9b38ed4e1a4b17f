"""Where to save a file: asked with the usual dialog, and nothing that is there is replaced without a question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt5.QtWidgets import QFileDialog, QMessageBox, QWidget

from ferdesk.gui.question import asking, confirmed
from ferdesk.gui.words import tr


def ask_save_path(parent: QWidget, title: str, proposal: Path, kinds: str, suffixes: Sequence[str]) -> Path | None:
    """Ask where to save, proposing `proposal`; None where the person thought better of it.

    `kinds` is the dialog's filter, such as "PNG pictures (*.png)". A name that ends in none of `suffixes` gets the
    first of them.
    """
    while True:
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(proposal), kinds)
        if not chosen:
            return None
        path = Path(chosen)
        if path.suffix.lower() in suffixes:
            return path  # the dialog has asked about this very name
        path = path.with_name(path.name + suffixes[0])
        if not path.exists() or _may_replace(parent, title, path):
            return path
        proposal = path


def _may_replace(parent: QWidget, title: str, path: Path) -> bool:
    """Ask; Enter and Esc both keep the file."""
    box = asking(parent, title, tr("{name} is there already. Replace it?", name=path.name), str(path.parent))
    box.setIcon(QMessageBox.Icon.Warning)
    return confirmed(box, tr("&Replace"), tr("&Keep"))
