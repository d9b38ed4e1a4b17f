"""A small window in which the nine markers get their names."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QIcon
from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ferdesk.gui.fit import fit, scrolled
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.markers import LONGEST_NAME, NUMBERS


class MarkerDialog(QDialog):
    """Shows nine names; `names_given` tells them once somebody accepts."""

    names_given = pyqtSignal(tuple)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Names of the marks"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        about = QLabel(tr("What each key notes at the moment you press it. Marks already set keep their names."))
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        page = QWidget()
        page.setObjectName("page")
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        form.addRow(about)
        self.edits = [self._edit(name) for name in names]
        for number, edit in zip(NUMBERS, self.edits, strict=True):
            form.addRow(tr("Key &{number}", number=number), edit)
        buttons = QDialogButtonBox()
        for kind in (QDialogButtonBox.StandardButton.Save, QDialogButtonBox.StandardButton.Cancel):
            button = sure(buttons.addButton(kind))
            button.setIcon(QIcon())  # some desktops paint one
            button.setDefault(kind == QDialogButtonBox.StandardButton.Save)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(scrolled(page, tr("Names of the marks")))
        layout.addWidget(buttons)
        fit(self, 58, 33)

    def accept(self) -> None:
        self.names_given.emit(tuple(edit.text() for edit in self.edits))
        super().accept()

    def _edit(self, name: str) -> QLineEdit:
        edit = QLineEdit(name)
        edit.setMaxLength(LONGEST_NAME)
        edit.setPlaceholderText(tr("no name"))
        return edit
