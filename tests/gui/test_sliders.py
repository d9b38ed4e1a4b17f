"""Sliders speak in the setting's own unit and are quiet when they are moved from outside."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QLabel, QSlider
from pytestqt.qtbot import QtBot

from ferdesk.gui.sliders import SettingSlider
from ferdesk.gui.tuning import SMOOTHING, THRESHOLD, Tuning
from ferdesk.settings import RULES, AppSettings


@pytest.mark.parametrize("spec", [SMOOTHING, THRESHOLD])
def test_a_slider_spans_what_its_setting_allows(qtbot: QtBot, spec: object) -> None:
    slider = SettingSlider(spec)  # type: ignore[arg-type]
    qtbot.addWidget(slider)
    rule = RULES[slider._spec.setting]
    for value in (rule.low, rule.high):
        slider.set_value(value)
        assert slider.value() == pytest.approx(value)
        assert rule.allows(slider.value())


def test_a_key_changes_the_setting_and_says_which(qtbot: QtBot) -> None:
    slider = SettingSlider(SMOOTHING)
    qtbot.addWidget(slider)
    slider.set_value(0.35)
    with qtbot.waitSignal(slider.changed) as changed:
        qtbot.keyClick(slider.findChild(QSlider), Qt.Key.Key_Right)
    assert changed.args[0] == "smoothing_seconds"
    assert changed.args[1] == pytest.approx(0.40)


def test_moved_from_outside_it_is_quiet(qtbot: QtBot) -> None:
    slider = SettingSlider(SMOOTHING)
    qtbot.addWidget(slider)
    with qtbot.assertNotEmitted(slider.changed):
        slider.set_value(1.0)


def test_a_threshold_that_nobody_knows_yet_has_no_number(qtbot: QtBot) -> None:
    sliders = Tuning()
    qtbot.addWidget(sliders)
    sliders.show_settings(AppSettings(), None)
    words = " ".join(label.text() for label in sliders.findChildren(QLabel))
    assert "the bundle's own" in words and "never" not in words and "%" not in words


def test_the_bundles_own_threshold_stands_in(qtbot: QtBot) -> None:
    tuning = Tuning()
    qtbot.addWidget(tuning)
    tuning.show_settings(AppSettings(), 0.43)
    words = " | ".join(label.text() for label in tuning.findChildren(QLabel))
    assert "43 % (the bundle's own)" in words and "0.35 s" in words
    tuning.show_settings(AppSettings(unsure_threshold=0.6, smoothing_seconds=0.0), 0.43)
    words = " | ".join(label.text() for label in tuning.findChildren(QLabel))
    assert "60 %" in words and "own" not in words and "off" in words


def test_sliders_have_names_for_screen_readers(qtbot: QtBot) -> None:
    tuning = Tuning()
    qtbot.addWidget(tuning)
    names = [slider.accessibleName() for slider in tuning.findChildren(QSlider)]
    assert names == ["Smoothing", "Unsure below"]
