"""The bar under the picture: buttons to move in the recording, the moment on show, the speed."""

from __future__ import annotations

from PyQt5.QtCore import QSize, Qt, pyqtSignal
from PyQt5.QtGui import QResizeEvent
from PyQt5.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from ferdesk.gui.elided_label import ElidedLabel
from ferdesk.gui.keys import KeepsSpace
from ferdesk.gui.viewer.viewer_actions import ViewerActions
from ferdesk.gui.words import tr
from ferdesk.play_clock import SPEEDS
from ferdesk.time_axis import clock


class Transport(QFrame):
    """Shows what is pushed into it; the buttons are the window's actions.

    Where there is no room, buttons for beginning, end and markers are left to their keys, and a word is left out.
    """

    speed_chosen = pyqtSignal(float)

    def __init__(self, actions: ViewerActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        self._spare: list[QWidget] = []
        self._end, self._frames = 0.0, 0
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(2)
        for action in actions.transport:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setIconSize(QSize(25, 20))
            button.setAutoRaise(True)
            layout.addWidget(button)
            if action in (actions.start, actions.end, actions.previous_marker, actions.next_marker):
                self._spare.append(button)
        layout.addSpacing(10)
        self._time = QLabel()
        self._time.setObjectName("time")
        self._time.setAccessibleName(tr("Moment on show"))
        layout.addWidget(self._time)
        layout.addSpacing(14)
        self._frame = ElidedLabel()
        self._frame.setMinimumWidth(1)  # gives way first
        self._frame.setProperty("role", "muted")
        self._frame.setAccessibleName(tr("Frame on show"))
        layout.addWidget(self._frame)
        layout.addStretch(1)
        self._label = QLabel(tr("S&peed"))
        self._label.setProperty("role", "muted")
        self._label.setContentsMargins(0, 0, 6, 0)
        layout.addWidget(self._label)
        self._spare.append(self._label)
        self.speed = QComboBox()
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g}×", speed)
        self.speed.setCurrentIndex(SPEEDS.index(1.0))
        self.speed.setAccessibleName(tr("Speed of playing"))
        self.speed.currentIndexChanged.connect(lambda index: self.speed_chosen.emit(SPEEDS[index]))
        self._label.setBuddy(self.speed)
        layout.addWidget(self.speed)
        KeepsSpace(self).watch_buttons(self)

    def minimumSizeHint(self) -> QSize:
        """Without what can be done without, whether it is there now or not."""
        least = super().minimumSizeHint()
        return QSize(least.width() - self._spared(hidden=False), least.height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= self._row.sizeHint().width() + self._spared(hidden=True)
        for widget in self._spare:
            widget.setVisible(roomy)

    def set_length(self, seconds: float, frames: int) -> None:
        """How long the recording is."""
        self._end, self._frames = seconds, frames
        widest = self.fontMetrics().horizontalAdvance(_moment(seconds, seconds) + "00")
        self._time.setMinimumWidth(widest)

    def show_moment(self, seconds: float, frame: int) -> None:
        """The moment on show; `frame` counts from 0."""
        self._time.setText(_moment(seconds, self._end))
        self._frame.setText(
            tr("frame {frame:,} of {frames:,}", frame=frame + 1, frames=self._frames)
            if self._frames
            else tr("no frames")
        )

    def change_speed(self, steps: int) -> None:
        """To the next faster (+1) or slower (-1) speed there is."""
        self.speed.setCurrentIndex(min(max(self.speed.currentIndex() + steps, 0), len(SPEEDS) - 1))

    def _spared(self, *, hidden: bool) -> int:
        """Pixels of the spare widgets that are hidden, or of those that are not."""
        alike = (widget for widget in self._spare if widget.isHidden() is hidden)
        return sum(widget.sizeHint().width() + self._row.spacing() for widget in alike)

    def text(self) -> str:
        """What it tells."""
        return f"{self._time.text()}, {self._frame.text()}"


def _moment(seconds: float, end: float) -> str:
    """Such as "1:07.3 / 12:00": down to tenths, as one steps by frames."""
    whole = int(seconds + 0.0005)
    tenths = min(9, int((seconds + 0.0005 - whole) * 10))
    return f"{clock(whole)}.{tenths} / {clock(end)}"
