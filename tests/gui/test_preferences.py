"""Settings are kept soon after they were changed."""

from __future__ import annotations

import json
from pathlib import Path

from PyQt5.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from ferdesk.gui.preferences import Preferences
from ferdesk.settings import load_settings


def test_preferences_are_saved_soon_after_a_change(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    preferences = Preferences(path)
    with qtbot.waitSignal(preferences.changed) as changed:
        preferences.change("theme", "light")
    assert changed.args == ["theme"]
    with qtbot.assertNotEmitted(preferences.changed):
        preferences.change("theme", "light")
    qtbot.waitUntil(path.exists, timeout=20_000)
    assert load_settings(path).settings.theme == "light"


def test_the_state_of_a_window_is_kept_and_anything_else_is_taken_calmly(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "settings.json")
    preferences.keep_state("geometry", QByteArray(b"\x01\xff state"))
    preferences.save()
    path = tmp_path / "settings.json"
    assert Preferences(path).state("geometry") == b"\x01\xff state"
    for odd in ("\udcff", "é", "no base64"):
        path.write_text(json.dumps({"geometry": odd}), encoding="utf-8")
        Preferences(path).state("geometry")


def test_preferences_that_cannot_be_saved_are_told(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    preferences = Preferences(tmp_path / "file" / "settings.json")
    with qtbot.waitSignal(preferences.problem) as problem:
        preferences.save()
    assert "cannot be saved" in problem.args[0]
