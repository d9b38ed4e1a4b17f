"""A question before something is lost: one button does it; the other does not, and is what Enter and Escape press."""

from __future__ import annotations

from PyQt5.QtWidgets import QMessageBox, QWidget

from ferdesk.gui.sure import sure


def confirmed(box: QMessageBox, do: str, keep: str) -> bool:
    """Show `box`, which has its words, with the buttons `do` and `keep`; whether `do` was pressed."""
    doing = sure(box.addButton(do, QMessageBox.ButtonRole.DestructiveRole))
    keeping = sure(box.addButton(keep, QMessageBox.ButtonRole.RejectRole))
    box.setDefaultButton(keeping)
    box.setEscapeButton(keeping)
    box.exec_()
    return box.clickedButton() is doing


def asking(parent: QWidget, title: str, question: str, detail: str) -> QMessageBox:
    """A box with its words and no buttons yet."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setText(question)
    box.setInformativeText(detail)
    return box
