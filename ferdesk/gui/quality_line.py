"""A line beside the crop: whether it is good to read, and else what is wrong with it, in words."""

from __future__ import annotations

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtGui import QResizeEvent
from PyQt5.QtWidgets import QLabel, QWidget

from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.quality import Quality

_GOOD, _HARD = tr("Good to read."), tr("Hard to read:")
_HELP = tr(
    "Faces that are dark, too bright, without contrast, blurred, turned away or tilted are misread more often; each is "
    "told from where it costs about three faces in a hundred. Small ones are missed more often"
)


class QualityLine(QLabel):
    """Always two lines high, so that nothing below it moves as flaws come and go; its tooltip has all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flaws = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setProperty("role", "small")
        self.setAccessibleName(tr("How well the face can be read"))
        self.setToolTip(_HELP)

    def show_quality(self, quality: Quality | None) -> None:
        """Tell of a face; None: nothing was measured."""
        self._tell(_GOOD, "" if quality is None else quality.words)

    def show_nobody(self) -> None:
        """There is no face."""
        self._tell("", "")

    def sizeHint(self) -> QSize:
        return QSize(0, 2 * (self.fontMetrics().lineSpacing() + 1))  # Qt rounds some fonts' lines up

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _tell(self, good: str, flaws: str) -> None:
        if flaws != self._flaws:
            self._flaws = flaws
            self.setToolTip(f"{_HARD} {flaws}.\n\n{_HELP}" if flaws else _HELP)
        role = "flaw" if flaws else "small"
        if role != self.property("role"):
            self.setProperty("role", role)
            sure(self.style()).polish(self)
        if flaws:
            self._fit()
        else:
            self.setText(good)

    def _fit(self) -> None:
        if self._flaws:
            right = Qt.TextElideMode.ElideRight
            self.setText(
                tr(
                    "⚠ {hard}\n{flaws}",
                    hard=_HARD,
                    flaws=self.fontMetrics().elidedText(self._flaws, right, self.width()),
                )
            )
