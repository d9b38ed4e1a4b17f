"""The words of an occlusion map, in place of the bars: on which part the answer hangs, and what its colours mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtCore import QRectF, QSize, Qt
from PyQt5.QtGui import QPainter, QPaintEvent
from PyQt5.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ferdesk.gui.qimage import qimage
from ferdesk.gui.words import tr
from ferdesk.percent import per_cent

if TYPE_CHECKING:
    from ferdesk.occlusion import Occlusion

_HELD = tr("A moment that is held still, whatever comes. A click on it goes back to now.")


class HangsBox(QWidget):
    """Shows what is pushed into it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._legend, self._held = _wrapped(""), _wrapped("small"), _wrapped("small")
        self._none, self._most = QLabel(tr("dark: nothing")), QLabel()
        ends = QHBoxLayout()
        for label in (self._none, self._most):
            label.setProperty("role", "small")
        ends.addWidget(self._none)
        ends.addStretch(1)
        ends.addWidget(self._most)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._words)
        layout.addStretch(1)
        layout.addWidget(self._legend)
        layout.addWidget(_Scale())
        layout.addLayout(ends)
        layout.addStretch(1)
        self._held.setText(_HELD)
        layout.addWidget(self._held)

    def show_occlusion(self, occlusion: Occlusion) -> None:
        """Tell of a map."""
        self._words.setText(occlusion.words(tr))
        self._legend.setText(occlusion.legend(tr))
        self._most.setText(tr("bright: {points} points", points=f"{100 * occlusion.brightest:.0f}"))
        left = (f"{tr(part.part)} {per_cent(occlusion.left(part))}" for part in occlusion.parts)
        self._words.setToolTip(tr("What is left with each part covered: {parts}", parts=", ".join(left)))

    def words(self) -> str:
        """What it says of the parts."""
        return self._words.text()


class _Scale(QWidget):
    """The map's colours, from dark to bright."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(100, 8)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        from ferdesk.occlusion_picture import scale  # late, as all that loads OpenCV

        colors = scale(256, 1)
        QPainter(self).drawImage(QRectF(self.rect()), qimage(colors))


def _wrapped(role: str) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label
