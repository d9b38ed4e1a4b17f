"""A rubber band over a picture of the whole screen: draws a region with the mouse, or moves one with the keys.

A picture, because a window that one sees through needs a compositor, which not every desktop has.
"""

from __future__ import annotations

import sys

from PyQt5.QtCore import QPoint, QRect, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QCloseEvent, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QScreen
from PyQt5.QtWidgets import QWidget
from PyQt5.sip import voidptr

from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.screen_area import SMALLEST, Area

WORDS = tr("Draw around the faces. Or: arrows move, Shift + arrows resize, Enter takes, Esc leaves.")
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_FAR, _NEAR = 20, 2
"""Pixels that an arrow moves, and with Ctrl."""


class RegionPicker(QWidget):
    """Covers `screen`. `picked` carries the region in the desktop's pixels; `closed` follows whatever was done."""

    picked = pyqtSignal(object)
    closed = pyqtSignal()

    def __init__(self, screen: QScreen) -> None:
        super().__init__()
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Region of the screen"))
        self.setAccessibleDescription(WORDS)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._screen = screen
        self._picture = QPixmap()
        self._from: QPoint | None = None
        self._to_tell = True
        self.setGeometry(screen.geometry())
        size = screen.geometry().size()
        self.region = QRect(QPoint(size.width() // 4, size.height() // 4), size / 2)
        """What is marked, in this widget's coordinates."""
        self._before = self.region

    def begin(self) -> None:
        """Take the picture, cover the screen, and take the keys."""
        self._picture = self._screen.grabWindow(voidptr(0))
        self.showFullScreen()
        self.activateWindow()
        self.setFocus()

    def take(self) -> None:
        """The region is right."""
        self.picked.emit(to_pixels(self.region, self._screen.geometry(), self._screen.devicePixelRatio()))
        self.close()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.drawPixmap(self.rect(), self._picture)
        for part in (self.rect(),) if self.region.isEmpty() else _around(self.rect(), self.region):
            painter.fillRect(part, QColor(0, 0, 0, 150))
        painter.setPen(QPen(QColor("white"), 2, Qt.PenStyle.DashLine))
        painter.drawRect(self.region)
        area = to_pixels(self.region, self._screen.geometry(), self._screen.devicePixelRatio())
        self._paint_words(painter, f"{WORDS}  {area.width} × {area.height}")

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if sure(event).button() == Qt.MouseButton.LeftButton:
            self._from, self._before = sure(event).pos(), self.region

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if self._from is not None:
            self.region = self._drawn_to(sure(event).pos(), self._from)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if self._from is None:
            return
        drawn, self._from = self._drawn_to(sure(event).pos(), self._from), None
        if min(drawn.width(), drawn.height()) >= SMALLEST:
            self.region = drawn
            self.take()
        else:  # a slip of the hand
            self.region = self._before
            self.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        key, held = sure(event).key(), sure(event).modifiers()
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif key in _STEPS:
            pixels = _NEAR if held & Qt.KeyboardModifier.ControlModifier else _FAR
            dx, dy = (pixels * step for step in _STEPS[Qt.Key(key)])
            self._nudge(dx, dy, resize=bool(held & Qt.KeyboardModifier.ShiftModifier))

    def closeEvent(self, event: QCloseEvent | None) -> None:
        super().closeEvent(event)
        if self._to_tell:
            self._to_tell = False
            self.closed.emit()

    def _drawn_to(self, there: QPoint, here: QPoint) -> QRect:
        return QRect(here, there).normalized() & self.rect()

    def _nudge(self, dx: int, dy: int, *, resize: bool) -> None:
        region, all_ = QRect(self.region), self.rect()
        if resize:
            size = QSize(max(SMALLEST, region.width() + dx), max(SMALLEST, region.height() + dy))
            region.setSize(size.boundedTo(QSize(all_.right() - region.left() + 1, all_.bottom() - region.top() + 1)))
        else:
            x = min(max(region.left() + dx, 0), all_.width() - region.width())
            y = min(max(region.top() + dy, 0), all_.height() - region.height())
            region.moveTo(x, y)
        self.region = region
        self.update()

    def _paint_words(self, painter: QPainter, words: str) -> None:
        room = self.rect().adjusted(40, 24, -40, -24)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        box = painter.boundingRect(room, flags, words)
        painter.fillRect(box.adjusted(-16, -10, 16, 10), QColor(20, 20, 20, 235))
        painter.setPen(QColor("white"))
        painter.drawText(room, flags, words)


def to_pixels(region: QRect, screen: QRect, ratio: float) -> Area:
    """A region of a screen in Qt's units, as pixels of the desktop.

    `screen` is QScreen.geometry(): Qt leaves a screen's corner where it is and divides its size by `ratio`, the
    screen's device pixel ratio. On a Mac the desktop is counted in Qt's units.
    """
    ratio = 1.0 if sys.platform == "darwin" else ratio
    x, y, width, height = (round(ratio * side) for side in (region.x(), region.y(), region.width(), region.height()))
    return Area(screen.x() + x, screen.y() + y, width, height)


def _around(outer: QRect, inner: QRect) -> tuple[QRect, ...]:
    """The four rectangles that are left of `outer`."""
    right, below = inner.right() + 1, inner.bottom() + 1
    return (
        QRect(outer.left(), outer.top(), outer.width(), inner.top() - outer.top()),
        QRect(outer.left(), below, outer.width(), outer.bottom() + 1 - below),
        QRect(outer.left(), inner.top(), inner.left() - outer.left(), inner.height()),
        QRect(right, inner.top(), outer.right() + 1 - right, inner.height()),
    )
