"""The column beside the video: the people above, the chosen face below, which has the first claim on the room."""

from __future__ import annotations

from PyQt5.QtCore import QSize
from PyQt5.QtGui import QResizeEvent
from PyQt5.QtWidgets import QVBoxLayout, QWidget

from ferdesk.gui.people_panel import PeoplePanel
from ferdesk.gui.side_panel import SidePanel


class SideColumn(QWidget):
    """Holds `people` and `panel`. Cards are scrolled before anything about the chosen face is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("column")
        self.people, self.panel = PeoplePanel(), SidePanel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.people)
        layout.addWidget(self.panel, 1)

    def minimumSizeHint(self) -> QSize:
        """So much that cards of today, which are more where there is room, do not hold a lower window up."""
        people = 0 if self.people.isHidden() else self.people.fewest_height()
        return QSize(super().minimumSizeHint().width(), people + self.panel.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.people.set_room(self.height() - self.panel.face_height())
