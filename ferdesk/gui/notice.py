"""The notice of the first start. It stands before the window and holds nothing up: the source runs behind it."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from ferdesk.gui.sure import sure
from ferdesk.gui.texts import NOTICE, NOTICE_TITLE


class Notice(QDialog):
    """`accepted` means it was read. Closed in any other way it comes again at the next start."""

    more_wanted = pyqtSignal()
    """Somebody wants to read on in About."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(NOTICE_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 24)
        layout.setSpacing(8)
        title = QLabel(NOTICE_TITLE)
        title.setProperty("role", "emotion")
        layout.addWidget(title)
        layout.addSpacing(6)
        for lead, rest in NOTICE:
            layout.addWidget(_paragraph(lead, "heading"))
            layout.addWidget(_paragraph(rest, "muted"))
            layout.addSpacing(10)
        buttons = QDialogButtonBox()
        self.understood = sure(buttons.addButton("I &understand", QDialogButtonBox.ButtonRole.AcceptRole))
        self.understood.setDefault(True)
        self.more = sure(buttons.addButton("&About, limits and licences…", QDialogButtonBox.ButtonRole.HelpRole))
        self.more.setAutoDefault(False)
        self.more.clicked.connect(lambda: self.more_wanted.emit())
        buttons.accepted.connect(self.accept)
        layout.addWidget(buttons)

    def setVisible(self, visible: bool) -> None:
        """As in Qt, but with the height that the wrapped lines need, known before Qt looks for a place."""
        for widget in (self, *self.findChildren(QWidget)):
            widget.ensurePolished()
        width = self.fontMetrics().averageCharWidth() * 84
        self.setFixedSize(width, sure(self.layout()).totalHeightForWidth(width))
        super().setVisible(visible)


def _paragraph(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
