"""The panel beside the video: the selected face above, the sliders below; it scrolls where the window is low."""

from __future__ import annotations

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ferdesk.gui.face_panel import FacePanel
from ferdesk.gui.sure import sure
from ferdesk.gui.tuning import Tuning


class SidePanel(QScrollArea):
    """Holds `face` and `tuning`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.face = FacePanel()
        self.tuning = Tuning()
        rule = QFrame()
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(16)
        layout.addWidget(self.face)
        layout.addWidget(rule)
        layout.addWidget(self.tuning)
        layout.addStretch(1)
        self.setWidget(inner)
        self.setMinimumWidth(inner.minimumSizeHint().width() + sure(self.verticalScrollBar()).sizeHint().width())

    def sizeHint(self) -> QSize:
        return QSize(360, 560)
