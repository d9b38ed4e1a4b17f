"""The rubber band, by mouse and by keys."""

from __future__ import annotations

import sys

import pytest
from PyQt5.QtCore import QPoint, QRect, Qt
from PyQt5.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ferdesk.gui.region_picker import RegionPicker, to_pixels
from ferdesk.screen_area import Area


@pytest.fixture
def picker(qtbot: QtBot) -> RegionPicker:
    made = RegionPicker(QGuiApplication.primaryScreen())
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.begin()
    return made


def test_drawing_takes_the_region_at_once(qtbot: QtBot, picker: RegionPicker) -> None:
    with qtbot.waitSignals([picker.picked, picker.closed]) as both:
        qtbot.mousePress(picker, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
        qtbot.mouseRelease(picker, Qt.MouseButton.LeftButton, pos=QPoint(100, 80))
    assert both.all_signals_and_args[0].args[0] == Area(100, 80, 201, 121)


def test_a_slip_of_the_mouse_takes_nothing(qtbot: QtBot, picker: RegionPicker) -> None:
    with qtbot.assertNotEmitted(picker.picked):
        qtbot.mouseClick(picker, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    assert picker.isVisible()


def test_keys_move_resize_and_take(qtbot: QtBot, picker: RegionPicker) -> None:
    start = QRect(picker.region)
    qtbot.keyClick(picker, Qt.Key.Key_Right)
    qtbot.keyClick(picker, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert picker.region == start.translated(20, -2)
    qtbot.keyClick(picker, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert picker.region.size().height() == start.height() + 20
    for _ in range(200):
        qtbot.keyClick(picker, Qt.Key.Key_Left)
        qtbot.keyClick(picker, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert picker.rect().contains(picker.region) and picker.region.left() == 0
    with qtbot.waitSignal(picker.picked):
        qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert not picker.isVisible()


def test_escape_leaves_without_a_region(qtbot: QtBot, picker: RegionPicker) -> None:
    with qtbot.assertNotEmitted(picker.picked), qtbot.waitSignal(picker.closed):
        qtbot.keyClick(picker, Qt.Key.Key_Escape)


def test_pixels_of_the_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    region, screen = QRect(10, 20, 300, 200), QRect(1920, 0, 1280, 720)
    monkeypatch.setattr(sys, "platform", "linux")
    assert to_pixels(region, screen, 1.0) == Area(1930, 20, 300, 200)
    assert to_pixels(region, screen, 2.0) == Area(1940, 40, 600, 400), "a screen's corner stays, its size is divided"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert to_pixels(region, screen, 2.0) == Area(1930, 20, 300, 200)
