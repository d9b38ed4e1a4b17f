"""A slider with its title, its value in words, and a way back to its default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PyQt5.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt5.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from ferdesk.gui.elided_label import ElidedLabel
from ferdesk.gui.words import tr
from ferdesk.settings import RULES


@dataclass(frozen=True, slots=True)
class SliderSpec:
    """What a slider is called and how its value reads."""

    setting: str
    """Name of the field of AppSettings; its rule gives range and help."""
    title: str
    step: float
    in_words: Callable[[float], str]


class SettingSlider(QWidget):
    """Edits one number of the settings. `changed(setting, value)` fires for what a person does, not for `set_value`."""

    changed = pyqtSignal(str, object)

    def __init__(self, spec: SliderSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rule = RULES[spec.setting]
        self._spec, self._low = spec, rule.low
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, round((rule.high - rule.low) / spec.step))
        self._slider.setPageStep(max(1, self._slider.maximum() // 10))
        self._slider.setAccessibleName(spec.title.replace("&", ""))
        self._slider.setAccessibleDescription(tr(rule.help))
        self._slider.setToolTip(tr(rule.help))
        self._slider.valueChanged.connect(self._moved)
        title = QLabel(spec.title)
        title.setBuddy(self._slider)
        self._words = ElidedLabel()
        self._words.setProperty("role", "muted")
        self._words.setAlignment(Qt.Alignment(Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self._words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._slider)
        self._say("")

    def value(self) -> float:
        """The number that the slider stands at."""
        return self._low + self._slider.value() * self._spec.step

    def set_value(self, value: float | None, note: str = "") -> None:
        """Put the slider at `value` without telling anybody; `note` follows the value in words.

        None is a value that nobody knows yet: the slider stays at its low end, and `note` alone is told.
        """
        blocker = QSignalBlocker(self._slider)
        self._slider.setValue(0 if value is None else round((value - self._low) / self._spec.step))
        blocker.unblock()
        if value is None:
            self._words.setText(note)
        else:
            self._say(note)

    def _moved(self) -> None:
        self._say("")
        self.changed.emit(self._spec.setting, self.value())

    def _say(self, note: str) -> None:
        words = self._spec.in_words(self.value())
        self._words.setText(f"{words} ({note})" if note else words)
