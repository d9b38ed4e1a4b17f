"""NumberEditor: a number of the settings as a slider and a box to type in, and "the bundle's own" where that may be."""

from __future__ import annotations

from PyQt5.QtCore import QSignalBlocker, Qt
from PyQt5.QtWidgets import QCheckBox, QDoubleSpinBox, QSlider

from ferdesk.gui.setting_editor import SettingEditor
from ferdesk.gui.words import tr
from ferdesk.setting import Rule

_MOST_STOPS = 300
"""A slider with more stops than pixels helps nobody."""


class NumberEditor(SettingEditor):
    """Shares of 1 are shown as per cent. None, where the rule allows it, is a check mark."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule)
        self._times = 100.0 if rule.unit == "%" else 1.0
        self._fallback = rule.low
        step = rule.step * self._times
        self.box = QDoubleSpinBox()
        self.box.setDecimals(next((digits for digits in range(4) if abs(round(step, digits) - step) < 1e-9), 3))
        self.box.setRange(rule.low * self._times, rule.high * self._times)
        self.box.setSingleStep(step)
        self.box.setSuffix(f" {tr(rule.unit)}" if rule.unit else "")
        self.box.setKeyboardTracking(False)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.valueChanged.connect(self._typed)
        stops = round((rule.high - rule.low) / rule.step)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slider.setRange(0, min(stops, _MOST_STOPS))
        self.slider.setPageStep(max(1, stops // 10))
        self.slider.valueChanged.connect(self._slid)
        self.own = QCheckBox(tr("The bundle's own"))
        self.own.toggled.connect(self._left_open)
        self._has_slider = stops <= _MOST_STOPS and (rule.kind is float or rule.step > 1)
        if self._has_slider:
            self.takes_focus(self.slider, "slider")  # the first, or Tab would pass it by
            self.row.addWidget(self.slider, 1)
        self.takes_focus(self.box)
        self.takes_focus(self.own, tr("the bundle's own"))
        self.row.addWidget(self.box)
        if rule.optional:
            self.row.addWidget(self.own)
        if not self._has_slider:
            self.row.addStretch(1)

    def show_value(self, value: object) -> None:
        number = value if isinstance(value, int | float) else self._fallback
        blockers = [QSignalBlocker(widget) for widget in (self.box, self.slider, self.own)]
        self.box.setValue(number * self._times)
        self.slider.setValue(round((number - self.rule.low) / self.rule.step))
        self.own.setChecked(value is None)
        for widget in (self.box, self.slider):
            widget.setEnabled(value is not None)
        for blocker in blockers:
            blocker.unblock()

    def set_fallback(self, value: float) -> None:
        """What stands there while the value is left to the bundle."""
        self._fallback = value
        if self.own.isChecked():
            self.show_value(None)

    def _typed(self, shown: float) -> None:
        self._tell(shown / self._times)

    def _slid(self, stop: int) -> None:
        self._tell(min(self.rule.low + stop * self.rule.step, self.rule.high))

    def _tell(self, number: float) -> None:
        value = round(number) if self.rule.kind is int else round(number, 6)
        self.show_value(value)
        self.edited.emit(value)

    def _left_open(self, on: bool) -> None:
        value = None if on else self._fallback
        self.show_value(value)
        self.edited.emit(value)
