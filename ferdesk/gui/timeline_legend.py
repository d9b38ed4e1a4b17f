"""The legend beside a timeline: what each layer is, in the order of the layers, and its value at one moment."""

from __future__ import annotations

from PyQt5.QtCore import QRectF, QSize, Qt
from PyQt5.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent
from PyQt5.QtWidgets import QSizePolicy, QWidget

from ferdesk.emotions import Emotion
from ferdesk.gui.theme import DARK, Theme
from ferdesk.gui.words import tr
from ferdesk.percent import per_cent
from ferdesk.timeseries import Floats
from ferdesk.valence import valence_words

NOBODY = tr("not in view")
_EMPTY = "–"


class TimelineLegend(QWidget):
    """Draws the values that are pushed into it, in words and figures: colour is never the only carrier."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = DARK
        self._title = ""
        self._values: tuple[Floats, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Scores and valence at a moment of the timeline"))

    def show_values(self, title: str, values: tuple[Floats, float] | None) -> None:
        """Scores [7] and valence at the moment called `title`; None where nobody was in view."""
        self._title, self._values = title, values
        self.setAccessibleDescription(self.text())
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in its colours."""
        self._theme = theme
        self.update()

    def text(self) -> str:
        """All that it shows, in reading order."""
        return f"{self._title}: " + ", ".join(f"{name} {value}" for name, value, _ in self._rows())

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        return QSize(round(metrics.horizontalAdvance("Surprise   +0.00") + 40), round(metrics.height() * 10))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 40)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        rows = self._rows()
        height = min(self.height() / (len(rows) + 1), QFontMetricsF(self.font()).height() * 1.25)
        font = self.font()
        font.setPointSizeF(min(font.pointSizeF(), font.pointSizeF() * height / QFontMetricsF(font).height()))
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QRectF(0, 0, self.width() - 4, height), Qt.AlignmentFlag.AlignVCenter, self._title)
        for index, (name, value, sign) in enumerate(rows, 1):
            row = QRectF(0, index * height, self.width() - 4, height)
            self._paint_sign(painter, QRectF(0, row.center().y() - 5, 10, 10), sign)
            painter.setPen(QColor(self._theme.text))
            painter.drawText(row.adjusted(16, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, value)

    def _rows(self) -> list[tuple[str, str, QBrush | None]]:
        """Name, value and sign, as the layers lie; the sign of valence is a line: None."""
        scores, valence = self._values or (None, None)
        rows: list[tuple[str, str, QBrush | None]] = [
            (
                tr(emotion.label).capitalize(),
                _EMPTY if scores is None else per_cent(float(scores[emotion])),
                QBrush(QColor(emotion.color)),
            )
            for emotion in reversed(Emotion)
        ]
        rows.append((tr("Valence"), _EMPTY if valence is None else valence_words(valence), None))
        rows.append((NOBODY.capitalize(), "", QBrush(QColor(self._theme.muted), Qt.BrushStyle.BDiagPattern)))
        return rows

    def _paint_sign(self, painter: QPainter, place: QRectF, sign: QBrush | None) -> None:
        if sign is None:
            painter.fillRect(QRectF(place.left(), place.center().y() - 1, place.width(), 2), QColor(self._theme.text))
        else:
            painter.fillRect(place, sign)
