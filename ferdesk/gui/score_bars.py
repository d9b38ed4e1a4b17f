"""Seven bars with names and per cent: the scores of one face."""

from __future__ import annotations

import numpy as np
from PyQt5.QtCore import QRectF, QSize, Qt
from PyQt5.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPalette
from PyQt5.QtWidgets import QSizePolicy, QWidget

from ferdesk.emotions import Emotion
from ferdesk.gui.words import tr
from ferdesk.percent import per_cent
from ferdesk.types import Scores


class ScoreBars(QWidget):
    """Draws the scores that are pushed into it; one row an emotion, the shown label's row in bold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores: Scores | None = None
        self._label: Emotion | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Scores of the selected face"))

    def show_scores(self, scores: Scores | None, label: Emotion | None) -> None:
        """Show `scores` with the row of `label` in bold (None: unsure); None empties the bars."""
        if scores is None and self._scores is None:
            return
        self._scores, self._label = scores, label
        self.setAccessibleDescription(self._in_words())
        self.update()

    def row_height(self) -> float:
        """Height of one row in device-independent pixels."""
        return QFontMetricsF(self.font()).height() * 1.4

    def sizeHint(self) -> QSize:
        return QSize(260, round(self.row_height() * len(Emotion)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold = QFont(self.font())
        bold.setBold(True)
        wide = QFontMetricsF(bold)
        name_width = max(wide.horizontalAdvance(tr(emotion.label).capitalize()) for emotion in Emotion) + 12
        percent_width = wide.horizontalAdvance("100 %") + 10
        for emotion in Emotion:
            row = QRectF(0, emotion * self.row_height(), self.width(), self.row_height())
            painter.setFont(bold if emotion is self._label else self.font())
            self._paint_row(painter, row, emotion, name_width, percent_width)

    def _paint_row(self, painter: QPainter, row: QRectF, emotion: Emotion, left: float, right: float) -> None:
        empty = self._scores is None
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText if empty else QPalette.ColorRole.Text))
        painter.drawText(
            row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, tr(emotion.label).capitalize()
        )
        thickness = max(6.0, row.height() * 0.36)
        groove = QRectF(row.left() + left, row.center().y() - thickness / 2, row.width() - left - right, thickness)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.AlternateBase))
        painter.drawRoundedRect(groove, thickness / 2, thickness / 2)
        if self._scores is None:
            return
        score = float(self._scores[emotion])
        outline = QPainterPath()
        outline.addRoundedRect(groove, thickness / 2, thickness / 2)
        groove.setWidth(groove.width() * score)
        filled = QPainterPath()
        filled.addRect(groove)
        painter.fillPath(outline.intersected(filled), bar_color(emotion, self.palette()))
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, per_cent(score))

    def _in_words(self) -> str:
        if self._scores is None:
            return tr("no face")
        order = np.argsort(self._scores)[::-1]
        return ", ".join(f"{tr(Emotion(int(i)).label)} {per_cent(float(self._scores[i]))}" for i in order)


def bar_color(emotion: Emotion, palette: QPalette) -> QColor:
    """The emotion's colour, darker on a light ground."""
    color = QColor(emotion.color)
    return color.darker(118) if palette.color(QPalette.ColorRole.Base).lightness() > 128 else color
