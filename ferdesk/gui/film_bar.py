"""The bar under the picture of a film: where one is in it, and a slider to go anywhere else."""

from __future__ import annotations

from PyQt5.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt5.QtGui import QMouseEvent
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QStyle, QWidget

from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.time_axis import clock

STEP = 5.0
"""Seconds that an arrow key goes."""
_TENTHS = 10
"""A slider counts in whole numbers."""


class FilmBar(QFrame):
    """Shows what is pushed into it. `sought` fires for what a person does, not for `show_moment`."""

    sought = pyqtSignal(float)
    """Seconds of the film."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filmBar")
        self._length = 0.0
        self.slider = _ClickSlider(Qt.Orientation.Horizontal)
        self.slider.setSingleStep(round(STEP * _TENTHS))
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the arrow keys to the picture
        self.slider.setAccessibleName(tr("Moment of the film"))
        self.slider.setToolTip(tr("Click or drag to go to a moment; Ctrl+Left and Ctrl+Right go five seconds"))
        self.slider.valueChanged.connect(lambda tenths: self.sought.emit(tenths / _TENTHS))
        self._time = QLabel()
        self._time.setObjectName("time")
        self._time.setAccessibleName(tr("Moment on show"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(10)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self._time)

    def set_length(self, seconds: float) -> None:
        """How long the film is."""
        self._length = seconds
        with QSignalBlocker(self.slider):
            self.slider.setMaximum(max(0, int(seconds * _TENTHS)))
        self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        self._time.setMinimumWidth(self.fontMetrics().horizontalAdvance(_words(seconds, seconds) + "0"))

    def show_moment(self, seconds: float) -> None:
        """The moment on show. While somebody drags, the slider is theirs."""
        self._time.setText(_words(seconds, self._length))
        if not self.slider.isSliderDown():
            with QSignalBlocker(self.slider):
                self.slider.setValue(int(seconds * _TENTHS))

    def text(self) -> str:
        """What it tells."""
        return self._time.text()


class _ClickSlider(QSlider):
    """Goes to where one clicks, in place of a page that way."""

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        where = sure(event)
        if where.button() == Qt.MouseButton.LeftButton:
            value = QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), where.x(), self.width())
            self.setValue(value)
        super().mousePressEvent(event)  # the handle is under the pointer now, and can be dragged on


def _words(seconds: float, length: float) -> str:
    """Such as "0:12 / 1:03"."""
    return f"{clock(min(seconds, length))} / {clock(length)}"
