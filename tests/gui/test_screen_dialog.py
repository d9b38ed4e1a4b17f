"""A part of the screen: whole screens, numbers, and back from drawing."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ferdesk.gui.region_picker import RegionPicker
from ferdesk.gui.screen_dialog import ScreenDialog
from ferdesk.screen_area import Area

MONITORS = (Area(0, 0, 1920, 1080), Area(1920, 0, 1280, 1024))


def _dialog(qtbot: QtBot, spec: str = "") -> ScreenDialog:
    dialog = ScreenDialog(MONITORS, spec)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.mark.parametrize(
    ("before", "spec"),
    [("demo", "screen:1"), ("screen", "screen:1"), ("screen:2", "screen:2"), ("screen:9", "screen:2"),
     ("screen:5,6,70,80", "screen:5,6,70,80")],
)  # fmt: skip
def test_it_begins_with_what_is_in_use(qtbot: QtBot, before: str, spec: str) -> None:
    dialog = _dialog(qtbot, before)
    assert dialog.spec() == spec
    with qtbot.waitSignal(dialog.spec_chosen) as chosen:
        dialog.accept()
    assert chosen.args == [spec]


def test_numbers_count_for_a_region_only(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot)
    assert not dialog.sides["x"].isEnabled()
    dialog.what.setCurrentIndex(2)
    assert dialog.sides["x"].isEnabled()
    assert dialog.area() == Area(480, 270, 960, 540), "the middle of the first screen"
    dialog.sides["width"].setValue(1)
    assert dialog.area().width >= 32


def test_the_dialog_leaves_the_screen_for_drawing_and_comes_back_with_the_region(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot)
    dialog.draw.click()
    assert not dialog.isVisible()

    def picker() -> RegionPicker:
        (widget,) = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, RegionPicker)]
        return widget

    qtbot.waitUntil(lambda: any(isinstance(widget, RegionPicker) for widget in QApplication.topLevelWidgets()))
    region = picker().region
    picker().take()
    assert dialog.isVisible()
    assert (dialog.area().width, dialog.area().height) == (region.width(), region.height())
    assert dialog.spec().startswith("screen:") and dialog.spec().count(",") == 3
