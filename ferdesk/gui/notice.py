"""The notice of the first start. It stands before the window and holds nothing up: the source runs behind it."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from ferdesk.gui.fit import room, scrolled
from ferdesk.gui.sure import sure
from ferdesk.gui.texts import NOTICE, NOTICE_TITLE
from ferdesk.gui.words import tr


class Notice(QDialog):
    """`accepted` means it was read. Closed in any other way it comes again at the next start."""

    more_wanted = pyqtSignal()
    """Somebody wants to read on in About."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(NOTICE_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words = QWidget()
        self._words.setObjectName("page")
        layout = QVBoxLayout(self._words)
        layout.setContentsMargins(0, 0, 0, 0)
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
        self.understood = sure(buttons.addButton(tr("I &understand"), QDialogButtonBox.ButtonRole.AcceptRole))
        self.understood.setDefault(True)
        self.more = sure(buttons.addButton(tr("&About, limits and licences…"), QDialogButtonBox.ButtonRole.HelpRole))
        self.more.setAutoDefault(False)
        self.more.clicked.connect(lambda: self.more_wanted.emit())
        buttons.accepted.connect(self.accept)
        self._area = scrolled(self._words, NOTICE_TITLE)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(32, 28, 32, 24)
        outer.addWidget(self._area)
        outer.addWidget(buttons)
        self.understood.setFocus()

    def setVisible(self, visible: bool) -> None:
        """As in Qt, but with the height that the wrapped lines need, known before Qt looks for a place."""
        for widget in (self, *self.findChildren(QWidget)):
            widget.ensurePolished()
        most, margins = room(), sure(self.layout()).contentsMargins()
        width = min(self.fontMetrics().averageCharWidth() * 84, most.width())
        inner = width - margins.left() - margins.right()
        self._area.setMinimumHeight(0)
        self._area.setFixedHeight(sure(self._words.layout()).totalHeightForWidth(inner))
        height = sure(self.layout()).sizeHint().height()
        if height > most.height():
            self._area.setFixedHeight(self._area.height() - height + most.height())
            height = most.height()
        self.setFixedSize(width, height)
        super().setVisible(visible)


def _paragraph(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
