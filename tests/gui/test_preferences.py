"""Settings are kept soon after they were changed."""

from __future__ import annotations

from pathlib import Path

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


def test_preferences_that_cannot_be_saved_are_told(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    preferences = Preferences(tmp_path / "file" / "settings.json")
    with qtbot.waitSignal(preferences.problem) as problem:
        preferences.save()
    assert "cannot be saved" in problem.args[0]
