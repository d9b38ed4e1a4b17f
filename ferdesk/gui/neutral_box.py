"""How the calibration of the selected person's neutral face stands: a countdown, or a switch and a way to forget it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PyQt5.QtCore import QSignalBlocker, pyqtSignal
from PyQt5.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QWidget

from ferdesk.gui.neutral_words import resting_in_words
from ferdesk.gui.words import tr
from ferdesk.neutral import NeutralState, Phase


@dataclass(frozen=True, slots=True)
class NeutralView:
    """What the box shows of a person."""

    state: NeutralState | None = None
    """None: nothing was asked for."""
    waits: str = ""
    """It is being measured, but not just now: for what it waits, in words."""

    @property
    def measuring(self) -> bool:
        """True until the seconds are over."""
        return self.state is not None and self.state.phase is Phase.MEASURING


class NeutralBox(QWidget):
    """Empty while nothing was asked for. What a person does comes out as signals."""

    switched = pyqtSignal(bool)
    forget_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        self.words.setProperty("role", "heading")
        self.switch = QCheckBox(tr("Co&rrect for neutral"))
        self.switch.setAccessibleName(tr("Correct for their neutral face"))
        self.forget = QPushButton()
        self.switch.clicked.connect(self.switched)
        self.forget.clicked.connect(self.forget_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.words)
        layout.addWidget(self.switch)
        layout.addStretch(1)
        layout.addWidget(self.forget)
        self._view: NeutralView | None = None
        self.show_view(NeutralView())

    def show_view(self, view: NeutralView) -> None:
        """Show how it stands; cheap where nothing changed for the eye."""
        if view == self._view:
            return
        self._view = view
        state = view.state
        measuring = view.measuring
        self.setVisible(state is not None)
        self.words.setVisible(measuring)
        self.switch.setVisible(not measuring)
        self.forget.setText(tr("Stop") if measuring else tr("Forget"))
        self.forget.setAccessibleName(tr("Stop the calibration") if measuring else tr("Forget the neutral face"))
        if state is None:
            return
        seconds = ceil(state.seconds_left)
        self.words.setText(view.waits or tr("Look relaxed: {seconds} s", seconds=seconds))
        blocker = QSignalBlocker(self.switch)
        self.switch.setChecked(state.phase is Phase.ON)
        blocker.unblock()
        self.switch.setToolTip(resting_in_words(state))
