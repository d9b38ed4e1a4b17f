"""The line at the bottom: source and its state in words, speed, drops, processor, bundle; hints above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QColor, QResizeEvent
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ferdesk.gui.elided_label import ElidedLabel
from ferdesk.gui.hint_label import HintLabel, Tone
from ferdesk.gui.words import tr

State = Literal["opening", "running", "paused", "stale", "lost", "unread", "ended"]
_WORDS: dict[State, str] = {
    "opening": tr("opening …"),
    "running": tr("running"),
    "paused": tr("paused"),
    "stale": tr("no new pictures"),
    "lost": tr("not answering"),
    "unread": tr("nothing to read it with"),
    "ended": tr("done (F5 starts it again)"),
}
_TONES: dict[State, str] = {"running": "good", "stale": "warning", "lost": "bad", "unread": "bad"}

_SPARE = ("provider", "bundle")
"""What is left out of a narrow line; it hardly changes, and the menu of bundles tells it too."""
_LETTERS = 115
"""That fit into the narrowest line that has them."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the line shows."""

    source: str
    state: State
    fps: float = 0.0
    latency_ms: float = 0.0
    dropped: int = 0
    provider: str = ""
    """onnxruntime's name of the execution provider in use; empty until it is known."""
    bundle: str = ""
    message: str = ""
    """A sentence about the source; empty when all is well. Shown as a hint, not in the line."""
    size: tuple[int, int] = (0, 0)
    """Width and height of what the source really sends; zeros before the first picture."""
    picture: str = ""
    """What the picture on show is called, as one of a folder; empty where it has no name of its own."""
    length: float = 0.0
    """Seconds of a film in which one may go anywhere; 0.0 for all else. Not shown in the line."""
    sent_fps: float = 0.0
    """Pictures a second that the source really sends, however many are worked through; 0 where nobody can tell."""


class StatusLine(QFrame):
    """Shows what is pushed into it; `show_hint` puts a sentence above the line and takes it away again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self._tones = {"good": "", "warning": "", "bad": ""}
        self._hint = HintLabel()
        self._dot = QLabel("●")
        self._source = ElidedLabel()
        self._source.setObjectName("source")
        self._source.setAccessibleName(tr("Source"))
        self._numbers = {
            "fps": _number(tr("Pictures worked through in a second"), "0000 fps"),
            "latency": _number(tr("From taking a picture to its result"), "00000 ms"),
            "dropped": _number(tr("Pictures left out to stay up to date"), "000000 dropped"),
            "provider": _number(tr("What the network runs on (execution provider)"), "CPU"),
            "bundle": _number(tr("The bundle in use"), ""),
        }
        for name in _SPARE:
            self._numbers[name].setMinimumWidth(1)  # it is hidden before it is as narrow as that
        self._layout()

    def set_tones(self, good: str, warning: str, bad: str) -> None:
        """Colours of the dot, `#rrggbb`."""
        self._tones = {"good": good, "warning": warning, "bad": bad}

    def show_status(self, status: Status) -> None:
        """Show `status`."""
        running = status.state == "running"
        words = _WORDS[status.state] + (_sent(status) if running else "")
        source = f"{status.source} ▸ {status.picture}" if status.picture else status.source
        self._source.setText(f"{source} – {words}" if status.source else tr("No source"))
        color = self._tones.get(_TONES.get(status.state, ""), "")
        sheet = f"color: {QColor(color).name()}" if color else ""
        if sheet != self._dot.styleSheet():  # setting one repaints, even the same one
            self._dot.setStyleSheet(sheet)
        self._numbers["fps"].setText(tr("{fps:.0f} fps", fps=status.fps) if running else "– fps")
        self._numbers["latency"].setText(tr("{latency_ms:.0f} ms", latency_ms=status.latency_ms) if running else "– ms")
        self._numbers["dropped"].setText(tr("{dropped} dropped", dropped=status.dropped))
        self._numbers["provider"].setText(status.provider.removesuffix("ExecutionProvider"))
        self._numbers["bundle"].setText(status.bundle)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        for name in _SPARE:
            self._numbers[name].setVisible(self.width() >= _LETTERS * self.fontMetrics().averageCharWidth())

    def show_hint(self, text: str, tone: Tone = "warning") -> None:
        """Put `text` above the line; empty text takes it away."""
        self._hint.show_hint(text, tone)

    def hint(self) -> str:
        """The sentence above the line, if any."""
        return self._hint.text()

    def text(self) -> str:
        """All that the line shows, in reading order."""
        return "  ".join([self._source.text(), *(label.text() for label in self._numbers.values())])

    def _layout(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(14, 6, 14, 6)
        line.setSpacing(8)
        line.addWidget(self._dot)
        line.addWidget(self._source, 1)
        line.addSpacing(12)
        for label in self._numbers.values():
            line.addWidget(label)
            line.addSpacing(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._hint)
        layout.addLayout(line)


def _sent(status: Status) -> str:
    """What arrives, as ", 640×480 at 30 fps"."""
    (width, height), fps = status.size, status.sent_fps
    size = f", {width}×{height}" if width else ""
    return size + (
        tr(" at {fps:.0f} fps", fps=fps) if fps >= 9.5 else tr(" at {fps:.2g} fps", fps=fps) if fps > 0.0 else ""
    )


def _number(help_text: str, widest: str) -> QLabel:
    label = QLabel()
    label.setToolTip(help_text)
    label.setAccessibleDescription(help_text)
    label.setAlignment(Qt.AlignmentFlag.AlignRight)
    label.setMinimumWidth(label.fontMetrics().horizontalAdvance(widest))  # figures that grow must not push the others
    return label
