"""The models that there are, the one in use marked."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ferdesk.gui.bundle_menu import BundleMenu


@pytest.fixture
def menu(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> BundleMenu:
    monkeypatch.setattr("ferdesk.bundle.available_bundles", lambda: ("default", "fast"))
    widget = BundleMenu()
    qtbot.addWidget(widget)
    return widget


def test_the_one_in_use_is_marked(menu: BundleMenu) -> None:
    menu.set_current("fast")
    menu.aboutToShow.emit()
    menu.aboutToShow.emit()
    assert [(action.text(), action.isChecked()) for action in menu.actions() if action.isCheckable()] == [
        ("default", False),
        ("fast", True),
    ]


def test_a_bundle_of_ones_own_is_listed_by_its_file_name(menu: BundleMenu, qtbot: QtBot) -> None:
    menu.set_current("/models/mine.onnx")
    menu.aboutToShow.emit()
    entries = {action.text(): action for action in menu.actions() if action.isCheckable()}
    assert entries["mine.onnx"].isChecked()
    with qtbot.waitSignal(menu.bundle_chosen) as chosen:
        entries["default"].trigger()
    assert chosen.args == ["default"]


def test_a_file_can_be_opened(menu: BundleMenu, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: ("/models/mine.onnx", ""))
    opener = next(action for action in menu.actions() if "Open" in action.text())
    with qtbot.waitSignal(menu.bundle_chosen) as chosen:
        opener.trigger()
    assert chosen.args == ["/models/mine.onnx"]
