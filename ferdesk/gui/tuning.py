"""The two sliders that change what the pipeline shows: smoothing and the threshold of the label."""

from __future__ import annotations

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QVBoxLayout, QWidget

from ferdesk.gui.sliders import SettingSlider, SliderSpec
from ferdesk.gui.words import tr
from ferdesk.percent import per_cent
from ferdesk.settings import AppSettings


def _seconds(value: float) -> str:
    return tr("off") if value < 0.005 else tr("{value:.2f} s", value=value)


def _share(value: float) -> str:
    return tr("never") if value < 0.005 else per_cent(value)


SMOOTHING = SliderSpec("smoothing_seconds", tr("S&moothing"), 0.05, _seconds)
THRESHOLD = SliderSpec("unsure_threshold", tr("&Unsure below"), 0.01, _share)


class Tuning(QWidget):
    """Both sliders; `changed` carries the setting's name and its new value, in seconds or as a share of 1."""

    changed = pyqtSignal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._smoothing = SettingSlider(SMOOTHING)
        self._threshold = SettingSlider(THRESHOLD)
        for slider in (self._smoothing, self._threshold):
            slider.changed.connect(self.changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._smoothing)
        layout.addWidget(self._threshold)

    def show_settings(self, settings: AppSettings, bundle_threshold: float | None) -> None:
        """Put both sliders where `settings` say; `bundle_threshold` stands in where they leave it to the bundle."""
        self._smoothing.set_value(settings.smoothing_seconds)
        if settings.unsure_threshold is not None:
            self._threshold.set_value(settings.unsure_threshold)
        else:
            self._threshold.set_value(bundle_threshold, tr("the bundle's own"))
