"""The panel beside the video: the selected face above, the sliders below; it scrolls where the window is low."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QSize, Qt
from PyQt5.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ferdesk.gui.face_panel import FacePanel
from ferdesk.gui.sure import sure
from ferdesk.gui.tuning import Tuning

_MARGIN = 12


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
        layout.setContentsMargins(20, _MARGIN, 20, _MARGIN)
        layout.setSpacing(_MARGIN)
        layout.addWidget(self.face)
        layout.addWidget(rule)
        layout.addWidget(self.tuning)
        layout.addStretch(1)
        self.setWidget(inner)
        self._narrowest = 0

    def sizeHint(self) -> QSize:
        return QSize(360, 560)

    def minimumSizeHint(self) -> QSize:
        bar = sure(self.verticalScrollBar()).sizeHint().width()
        return QSize(sure(self.widget()).minimumSizeHint().width() + bar, super().minimumSizeHint().height())

    def event(self, event: QEvent | None) -> bool:
        done = super().event(event)
        if sure(event).type() == QEvent.Type.LayoutRequest and self.minimumSizeHint().width() != self._narrowest:
            self._narrowest = self.minimumSizeHint().width()
            self.updateGeometry()  # a scroll area tells nobody that what it holds became wider
        return done

    def face_height(self) -> int:
        """Of all about the face, down to the edge of what is below it."""
        return self.face.sizeHint().height() + 2 * _MARGIN
