"""Every window can be used by keyboard, and everything in it has a name for those who hear it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeDialog, MakeWindow, face_at_x, result_of
from tests.gui.dialogs import DIALOGS
from tests.gui.reading import menu_problems, problems


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_is_used_by_keyboard_and_has_names(make_dialog: MakeDialog, name: str) -> None:
    assert problems(make_dialog(name)) == []


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
