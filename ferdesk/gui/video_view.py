"""The picture with what was found in it: letterboxed, painted at the screen's own resolution, faces to be clicked.

GUI thread only, as all widgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from PyQt5.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PyQt5.QtWidgets import QSizePolicy, QWidget

from ferdesk.emotions import EMOTIONS, UNSURE
from ferdesk.gui.focus_ring import FocusRing
from ferdesk.gui.mirror import mirrored
from ferdesk.gui.overlay_qt import paint_overlay
from ferdesk.gui.picture_paint import PicturePainter
from ferdesk.gui.selection import face_at
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.overlay import LIGHT, OverlayStyle, line_height, overlay
from ferdesk.person import Sign
from ferdesk.types import Face, Image, Result

_WRAPPED = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
_STEPS: dict[int, int] = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
_LINES = 1.25
"""Height of the overlay's largest lines in lines of the window's own font."""
_LABELS = tuple(tr(label) for label in (*EMOTIONS, UNSURE))


class VideoView(QWidget):
    """Shows the last result pushed into it. Without one, a sentence stands in the middle."""

    face_clicked = pyqtSignal(int)
    """The track of the face that a person clicked."""
    stepped = pyqtSignal(int)
    """+1 or -1: a person asked for the next face or the one before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result: Result | None = None
        self._seen: Result | None = None  # the same with its faces where they are seen
        self._pixels: Image | None = None
        self.is_mirrored = False
        """Whether left and right are exchanged for the eye: in the picture, not in letters nor in `result`."""
        self._picture = PicturePainter()
        self._style = OverlayStyle(labels=_LABELS)
        self._selected: int | None = None
        self._title, self._detail = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        FocusRing(self)
        self.setAccessibleName(tr("Video"))
        self.setAccessibleDescription(tr("Arrow keys go from face to face"))

    def show_result(self, result: Result, selected: int | None) -> None:
        """Show a result with the face of track `selected` marked. Repaints once, however often it is called before."""
        self._result, self._selected = result, selected
        self._pixels = np.ascontiguousarray(result.frame.image)
        self._seen = result
        if self.is_mirrored:
            width = self._pixels.shape[1]
            self._seen = replace(result, faces=tuple(mirrored(face, width) for face in result.faces))
        self.update()

    def show_message(self, title: str, detail: str = "") -> None:
        """Take the picture away and say why there is none."""
        if self._result is None and (title, detail) == (self._title, self._detail):
            return
        self._result, self._seen, self._pixels = None, None, None
        self._title, self._detail = title, detail
        self.update()

    def set_overlay(self, style: OverlayStyle) -> None:
        """What to draw on the picture; people stay as they were told."""
        self._style = replace(style, people=self._style.people, labels=_LABELS)
        self.update()

    def set_mirrored(self, on: bool) -> None:
        """Show pictures as in a mirror, or as they come."""
        self.is_mirrored = on
        if self._result is not None:
            self.show_result(self._result, self._selected)

    def set_people(self, people: Mapping[int, Sign]) -> None:
        """How to tell of whom, by track."""
        self._style = replace(self._style, people=people)
        self.update()

    def overlay_style(self) -> OverlayStyle:
        """What is drawn on the picture, with the people."""
        return self._style

    def select(self, track: int | None) -> None:
        """Mark another face of the result on show."""
        self._selected = track
        self.update()

    def result(self) -> Result | None:
        """The result on show, as it came."""
        return self._result

    def faces(self) -> tuple[Face, ...]:
        """The faces on show, where they are seen."""
        return () if self._seen is None else self._seen.faces

    def message(self) -> tuple[str, str]:
        """Title and detail that stand there while there is no picture."""
        return self._title, self._detail

    def picture_rect(self) -> QRectF:
        """Where the picture lies in the widget: as large as it fits, its shape kept."""
        if self._pixels is None:
            return QRectF()
        height, width = self._pixels.shape[:2]
        scale = min(self.width() / width, self.height() / height)
        size = QPointF(width * scale, height * scale)
        return QRectF((self.width() - size.x()) / 2, (self.height() - size.y()) / 2, size.x(), size.y())

    def sizeHint(self) -> QSize:
        return QSize(960, 540)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 68)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Dark))
        if self._pixels is None or self._seen is None:
            self._paint_message(painter)
            return
        target = self.picture_rect()
        scale = target.width() / self._pixels.shape[1]
        self._picture.paint(painter, target, self._pixels, mirrored=self.is_mirrored)
        painter.setClipRect(target)
        self._paint_selection(painter, target, scale)
        style = replace(self._style, scale=self._style.scale * self._readable(scale))
        paint_overlay(painter, overlay(self._seen, style), target.topLeft(), scale)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        face = self._face_under(sure(event))
        if sure(event).button() == Qt.MouseButton.LeftButton and face is not None and face.track is not None:
            self.face_clicked.emit(face.track)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        step = _STEPS.get(sure(event).key())
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def _face_under(self, event: QMouseEvent) -> Face | None:
        if self._seen is None or self._pixels is None:
            return None
        target = self.picture_rect()
        scale = self._pixels.shape[1] / target.width()
        return face_at(self._seen.faces, (event.x() - target.left()) * scale, (event.y() - target.top()) * scale)

    def _readable(self, scale: float) -> float:
        """What keeps the overlay's lines as readable as the window's own, whatever the size of frame and window."""
        assert self._pixels is not None
        height = self._pixels.shape[0]
        wanted = _LINES * QFontMetricsF(self.font()).height() / scale
        return wanted / line_height(height, height)

    def _paint_selection(self, painter: QPainter, target: QRectF, scale: float) -> None:
        """A thin bright frame around the selected face, where there is more than one."""
        assert self._seen is not None
        face = next((face for face in self._seen.faces if face.track == self._selected), None)
        if face is None or self._selected is None or len(self._seen.faces) < 2:
            return
        sign = self._style.people.get(self._selected)
        if sign is not None and sign.hidden:
            return
        box, gap = face.box, 5.0
        rect = QRectF(
            target.left() + box.x * scale, target.top() + box.y * scale, box.width * scale, box.height * scale
        ).adjusted(-gap, -gap, gap, gap)
        radius = 0.08 * min(box.width, box.height) * scale + gap
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(LIGHT), 2.0, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect, radius, radius)

    def _paint_message(self, painter: QPainter) -> None:
        middle = QRectF(self.rect()).adjusted(40, 0, -40, 0)
        title = QFont(self.font())
        title.setPointSizeF(self.font().pointSizeF() * 1.5)
        line = QFontMetricsF(title).height()
        painter.setFont(title)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        above = QRectF(middle.left(), middle.top(), middle.width(), middle.height() / 2)
        painter.drawText(above, _WRAPPED | Qt.AlignmentFlag.AlignBottom, self._title)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        below = QRectF(middle.left(), middle.center().y() + line * 0.4, middle.width(), middle.height() / 2)
        painter.drawText(below, _WRAPPED | Qt.AlignmentFlag.AlignTop, self._detail)
