"""Actions follow the settings and tell what a person changes."""

from __future__ import annotations

from PyQt5.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ferdesk.gui.actions import Actions
from ferdesk.settings import AppSettings


def test_actions_follow_the_settings_and_tell_changes(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(window)
    actions.show_settings(AppSettings(show_bars=False, theme="dark"))
    assert not actions.switches["show_bars"].isChecked() and actions.switches["show_box"].isChecked()
    assert [name for name, action in actions.themes.items() if action.isChecked()] == ["dark"]
    with qtbot.waitSignal(actions.setting_changed) as changed:
        actions.switches["show_bars"].trigger()
    assert changed.args == ["show_bars", True]
    with qtbot.waitSignal(actions.setting_changed) as changed:
        actions.themes["light"].trigger()
    assert changed.args == ["theme", "light"]
    actions.show_paused(True)
    assert actions.pause.isChecked() and "Go on" in actions.pause.text().replace("&", "")
