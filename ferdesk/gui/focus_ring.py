"""A ring around a widget that the keyboard came to, for those that do not show it by themselves."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QObject, QRectF, Qt
from PyQt5.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QPen
from PyQt5.QtWidgets import QWidget

_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_WIDTH = 2.0


class FocusRing(QWidget):
    """Lies over its parent, hidden but while that has the focus by Tab or a shortcut; the mouse goes through it."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        around.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if isinstance(event, QFocusEvent):
            self.setVisible(event.gotFocus() and event.reason() in _BY_KEYBOARD)
            self._cover()
        elif event is not None and event.type() == QEvent.Type.Resize:
            self._cover()
        return False

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), _WIDTH))
        half = _WIDTH / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 3, 3)

    def _cover(self) -> None:
        around = self.parentWidget()
        if around is not None and self.isVisibleTo(around):
            self.setGeometry(around.rect())
            self.raise_()
