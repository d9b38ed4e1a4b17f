"""One group of settings: a row each, which scroll where they have no room."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt5.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ferdesk.gui.fit import room
from ferdesk.gui.setting_row import SettingRow
from ferdesk.gui.sure import sure
from ferdesk.settings import RULES

MARGIN = 16
"""Of the dialog beside its tabs, in pixels."""


class SettingsTab(QScrollArea):
    """`edited(name, value)` fires for what a person does, not for values that are shown."""

    edited = pyqtSignal(str, object)

    def __init__(self, group: str) -> None:
        super().__init__()
        self.rows = {name: SettingRow(name, rule) for name, rule in RULES.items() if rule.group == group}
        inner = QWidget()
        inner.setObjectName("page")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(8, 18, 14, 12)
        layout.setSpacing(18)
        for row in self.rows.values():
            row.edited.connect(self.edited)
            for widget in row.editor.findChildren(QWidget):
                widget.installEventFilter(self)
            layout.addWidget(row)
        layout.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)

    def widen(self) -> None:
        """Ask for the room that the rows need; when it is in its dialog, whose style sheet counts."""
        inner = sure(self.widget())
        for widget in inner.findChildren(QWidget):
            widget.ensurePolished()  # the sheet's paddings count
        width = inner.minimumSizeHint().width() + sure(self.verticalScrollBar()).sizeHint().width()
        self.setMinimumWidth(min(width, room().width() - 2 * MARGIN))

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Let the wheel scroll the page instead of changing what happens to lie under the pointer."""
        if sure(event).type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            sure(event).ignore()
            return True
        return super().eventFilter(watched, event)
