"""A line under the crop: whether it is good to read, and else what is wrong with it, in words."""

from __future__ import annotations

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtWidgets import QLabel, QWidget

from ferdesk.gui.sure import sure
from ferdesk.quality import Quality

_GOOD = "Above: what the network sees. Good to read."
_HELP = (
    "Faces that are small, dark, too bright, without contrast, blurred, turned away or tilted are misread more often; "
    "each is told from where it costs about three faces in a hundred"
)


class QualityLine(QLabel):
    """Keeps room for two lines, so that nothing below it moves as flaws come and go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setProperty("role", "small")
        self.setAccessibleName("How well the face can be read")
        self.setToolTip(_HELP)

    def show_quality(self, quality: Quality | None) -> None:
        """Tell of a face; None: nothing was measured."""
        words = "" if quality is None else quality.words
        self._tell(f"⚠ Hard to read: {words}." if words else _GOOD, "flaw" if words else "small")

    def show_nobody(self) -> None:
        """There is no face."""
        self._tell("As soon as a face is found, it is shown here.", "small")

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._two_lines())

    def heightForWidth(self, width: int) -> int:
        return max(super().heightForWidth(width), self._two_lines())

    def _two_lines(self) -> int:
        return 2 * (self.fontMetrics().lineSpacing() + 1)  # Qt rounds some fonts' lines up

    def _tell(self, text: str, role: str) -> None:
        self.setText(text)
        if role != self.property("role"):
            self.setProperty("role", role)
            sure(self.style()).polish(self)
