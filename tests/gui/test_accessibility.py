"""Every window can be used by keyboard, and everything in it has a name for those who hear it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt5.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ferdesk.gui.about_dialog import AboutDialog
from ferdesk.gui.batch.dialog import BatchDialog
from ferdesk.gui.engine import Engine
from ferdesk.gui.marker_dialog import MarkerDialog
from ferdesk.gui.notice import Notice
from ferdesk.gui.screen_dialog import ScreenDialog
from ferdesk.gui.settings_dialog import SettingsDialog
from ferdesk.gui.text_dialog import TextDialog
from ferdesk.gui.viewer.recordings_dialog import RecordingsDialog
from ferdesk.screen_area import Area
from ferdesk.settings import AppSettings
from tests.gui.conftest import MakeWindow, face_at_x, result_of
from tests.gui.reading import menu_problems, problems

DIALOGS: dict[str, Callable[[Path], QWidget]] = {
    "settings": lambda _: SettingsDialog(),
    "batch": lambda _: BatchDialog(Engine, AppSettings),
    "about": lambda _: AboutDialog("default"),
    "notice": lambda _: Notice(),
    "limits": lambda _: TextDialog("Limits", "Text with a [link](https://example.org)."),
    "marks": lambda _: MarkerDialog([""] * 9),
    "screen": lambda _: ScreenDialog([Area(0, 0, 800, 600)]),
    "recordings": RecordingsDialog,
}


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_is_used_by_keyboard_and_has_names(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    dialog = DIALOGS[name](tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    assert problems(dialog) == []


def test_the_main_window_is_used_by_keyboard_and_has_names(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    window.preferences.change("show_timeline", True)
    window.show()
    window.stage.show_result(result_of(face_at_x(100.0)))
    qtbot.waitUntil(lambda: window.timeline.panel.plot is not None, timeout=20_000)
    window.stage.show_result(result_of(face_at_x(100.0)))
    assert problems(window) == []


def test_every_menu_entry_has_a_key_of_its_own(make_window: MakeWindow) -> None:
    assert menu_problems(make_window()) == []
