"""The strip below the video: a line of choices above the plot of scores and valence over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtCore import QSignalBlocker, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QShowEvent
from PyQt5.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ferdesk.gui.elided_label import ElidedLabel
from ferdesk.gui.timeline_menu import WHOM
from ferdesk.gui.words import tr

if TYPE_CHECKING:
    from ferdesk.gui.timeline_plot import TimelinePlot

SPANS = (10.0, 30.0, 60.0, 300.0, 1800.0)
"""How much time can be shown, in seconds."""
_WORDS = (tr("10 s"), tr("30 s"), tr("1 min"), tr("5 min"), tr("30 min"))
_HINT = tr("Keys 1 to 9 set a mark, + and − change the time shown, drag to look back")


class TimelinePanel(QWidget):
    """Shows what is pushed into it; the plot is put in later, for it takes long to load."""

    whom_chosen = pyqtSignal(str)
    span_chosen = pyqtSignal(float)
    live_asked = pyqtSignal()
    names_asked = pyqtSignal()
    shown = pyqtSignal()
    """It can be seen now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timelinePanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.plot: TimelinePlot | None = None
        self._whom, self._spans = QComboBox(), QComboBox()
        for name, text in WHOM:
            self._whom.addItem(text.replace("&", ""), name)
        for span, words in zip(SPANS, _WORDS, strict=True):
            self._spans.addItem(words, span)
        for box, name, help_text in (
            (self._whom, tr("Whom the timeline shows"), tr("Whom the timeline shows")),
            (self._spans, tr("Time shown"), tr("How much time is shown (+ and −)")),
        ):
            box.setAccessibleName(name)
            box.setToolTip(help_text)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaximumWidth(box.fontMetrics().averageCharWidth() * 32)
        self._whom.setMinimumWidth(self._whom.fontMetrics().averageCharWidth() * 6)  # a name must not widen the window
        self._hint = ElidedLabel(_HINT)
        self._hint.setProperty("role", "small")
        self.live = QPushButton(tr("Live"))
        self.live.setToolTip(tr("Go back to what happens now (End)"))
        self.live.hide()
        self.names = QPushButton(tr("Marks…"))
        self.names.setToolTip(tr("Give the marks of the keys 1 to 9 names"))
        self._waiting = QLabel(tr("The timeline begins with the first picture."))
        self._waiting.setProperty("role", "muted")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._whom.activated.connect(lambda: self.whom_chosen.emit(self._whom.currentData()))
        self._spans.activated.connect(lambda: self.span_chosen.emit(self._spans.currentData()))
        self.live.clicked.connect(self.live_asked)
        self.names.clicked.connect(self.names_asked)

    def put_in(self, plot: TimelinePlot) -> None:
        """The plot has come."""
        self.plot = plot
        self._layout.replaceWidget(self._waiting, plot)
        self._waiting.deleteLater()
        plot.show()

    def show_whom(self, whom: str, person: str) -> None:
        """Whom the timeline shows; `person`, which may be empty, is the selected one's name."""
        blocker = QSignalBlocker(self._whom)
        self._whom.setItemText(0, tr("Selected: {person}", person=person) if person else tr("Selected face"))
        self._whom.setCurrentIndex(self._whom.findData(whom))
        blocker.unblock()

    def show_span(self, span: float) -> None:
        """How much time is shown."""
        blocker = QSignalBlocker(self._spans)
        self._spans.setCurrentIndex(SPANS.index(nearest_span(span)))
        blocker.unblock()

    def show_live(self, live: bool) -> None:
        """Whether the timeline follows what happens; if not, there is a way back."""
        self.live.setVisible(not live)

    def sizeHint(self) -> QSize:
        return QSize(960, 220)

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        self.shown.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 0)
        head.setSpacing(8)
        head.addWidget(self._whom)
        head.addWidget(self._spans)
        head.addWidget(self.live)
        head.addWidget(self._hint, 1)
        head.addWidget(self.names)
        self._hint.setMinimumWidth(1)  # gives way first
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addLayout(head)
        self._layout.addWidget(self._waiting, 1)
        self._layout.setStretch(1, 1)


def nearest_span(span: float) -> float:
    """The one of SPANS that is next to `span`."""
    return min(SPANS, key=lambda one: abs(one - span))


def next_span(span: float, steps: int) -> float:
    """So many steps closer (+) or farther (-), as far as there are."""
    return SPANS[min(max(0, SPANS.index(nearest_span(span)) - steps), len(SPANS) - 1)]
