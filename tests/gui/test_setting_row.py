"""A row shows its setting's value, tells what a person does, and leads back to the default."""

from __future__ import annotations

from PyQt5.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ferdesk.gui.setting_row import SettingRow
from ferdesk.settings import RULES, AppSettings


def test_the_way_back_is_open_only_where_there_is_one(qtbot: QtBot) -> None:
    row = SettingRow("smoothing_seconds", RULES["smoothing_seconds"])
    qtbot.addWidget(row)
    told: list[tuple[str, object]] = []
    row.edited.connect(lambda name, value: told.append((name, value)))
    assert not row.back.isEnabled()
    row.show_value(1.0)
    assert row.back.isEnabled() and told == [], "what is pushed in is told to nobody"
    row.back.click()
    assert told == [("smoothing_seconds", AppSettings().smoothing_seconds)] and not row.back.isEnabled()
    row.editor.edited.emit(0.8)
    assert told[1:] == [("smoothing_seconds", 0.8)] and row.back.isEnabled()


def test_it_says_what_its_setting_is_and_means(qtbot: QtBot) -> None:
    for name, title in (("smoothing_seconds", True), ("show_bars", False)):
        row = SettingRow(name, RULES[name])
        qtbot.addWidget(row)
        words = [label.text() for label in row.findChildren(QLabel)]
        assert RULES[name].help in words and (RULES[name].title in words) is title, "a switch bears its own title"
        assert RULES[name].title in row.back.accessibleName()
