"""Windows that fit on the screen, however large the desktop's scaling makes letters."""

from __future__ import annotations

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtGui import QGuiApplication
from PyQt5.QtWidgets import QFrame, QScrollArea, QWidget

from ferdesk.gui.focus_ring import FocusRing
from ferdesk.gui.sure import sure

_FRAME = QSize(8, 40)
"""About what the desktop draws around a window."""


def room() -> QSize:
    """The largest size that a window may have."""
    return sure(QGuiApplication.primaryScreen()).availableSize() - _FRAME


def fit(window: QWidget, letters: int, lines: int) -> None:
    """Make `window` so many letters wide and so many lines high, or as large as the screen allows."""
    metrics = window.fontMetrics()
    window.resize(QSize(metrics.averageCharWidth() * letters, metrics.height() * lines).boundedTo(room()))


def scrolled(inner: QWidget, name: str) -> QScrollArea:
    """`inner` in a frame that scrolls where it has no room; `name` is for screen readers."""
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    FocusRing(area)
    return area
