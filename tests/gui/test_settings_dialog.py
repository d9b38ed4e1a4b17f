"""The dialog holds every setting of the list, and what is changed there holds at once."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PyQt5.QtCore import QPoint, QPointF, Qt, QTimer
from PyQt5.QtGui import QWheelEvent
from PyQt5.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ferdesk.gui.number_editor import NumberEditor
from ferdesk.gui.setting_editor import SwitchEditor
from ferdesk.gui.settings_dialog import SettingsDialog
from ferdesk.gui.theme import theme_of
from ferdesk.settings import RULES, AppSettings, load_settings
from tests.gui.conftest import MakeWindow, running_timers
from tests.tiny import tiny_bundle


@pytest.fixture
def dialog(qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog()
    qtbot.addWidget(made)
    made.show_settings(AppSettings(), 0.5)
    return made


def test_it_is_made_from_the_list(dialog: SettingsDialog) -> None:
    assert list(dialog.rows) == [name for name, rule in RULES.items() if rule.group]
    groups = list(dict.fromkeys(rule.group for rule in RULES.values() if rule.group))
    assert [dialog.tabs.tabText(at) for at in range(dialog.tabs.count())] == groups
    assert not any(row.back.isEnabled() for row in dialog.rows.values())


def test_a_changed_setting_can_be_set_back(dialog: SettingsDialog) -> None:
    told: list[tuple[str, object]] = []
    dialog.changed.connect(lambda name, value: told.append((name, value)))
    row = dialog.rows["show_bars"]
    assert isinstance(row.editor, SwitchEditor)
    row.editor.box.click()
    assert row.back.isEnabled()
    row.back.click()
    assert told == [("show_bars", False), ("show_bars", True)]
    assert row.editor.box.isChecked() and not row.back.isEnabled()


def test_the_wheel_over_a_number_does_not_change_it(dialog: SettingsDialog) -> None:
    editor = dialog.rows["smoothing_seconds"].editor
    assert isinstance(editor, NumberEditor)
    at = QPointF(3, 3)
    wheel = QWheelEvent(
        at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(editor.slider, wheel)
    assert editor.box.value() == pytest.approx(0.35)


def test_what_is_changed_there_holds_in_the_window_at_once(
    make_window: MakeWindow, settings_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    window.show()
    window.settings.action.trigger()
    dialog = window.settings.dialog
    told = []
    monkeypatch.setattr(window.session, "set_settings", told.append)
    for name, value in {"show_bars": False, "detector_size": 320, "theme": "light", "overlay_scale": 1.5}.items():
        dialog.rows[name].editor.edited.emit(value)
    assert not window.todo.switches["show_bars"].isChecked()
    assert window.todo.themes["light"].isChecked()
    assert (window.stage.view.overlay_style().show_bars, window.stage.view.overlay_style().scale) == (False, 1.5)
    assert [settings.detector_size for settings in told] == [320]
    window.todo.switches["show_bars"].trigger()
    editor = dialog.rows["show_bars"].editor
    assert isinstance(editor, SwitchEditor) and editor.box.isChecked()
    window.close()
    assert load_settings(settings_path).settings.detector_size == 320


def test_it_is_made_piece_by_piece_before_it_is_shown(
    qtbot: QtBot, make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    window.show()
    made: list[list[str]] = [[]]
    add = SettingsDialog._make_tab

    def note(dialog: SettingsDialog, group: str) -> None:
        made[-1].append(group)
        add(dialog, group)

    monkeypatch.setattr(SettingsDialog, "_make_tab", note)
    window.settings.action.trigger()
    beats = QTimer()
    beats.timeout.connect(lambda: made.append([]))
    beats.start(0)
    qtbot.waitUntil(lambda: window.settings.dialog.isVisible(), timeout=20_000)
    beats.stop()
    assert [group for turn in made for group in turn] == list(dict.fromkeys(r.group for r in RULES.values() if r.group))
    assert max(len(turn) for turn in made) == 1, "never two between the window's other events"
    editor = window.settings.dialog.rows["theme"].editor
    window.settings.dialog.close()
    window.settings.action.trigger()
    qtbot.waitUntil(lambda: window.settings.dialog.isVisible(), timeout=20_000)
    assert window.settings.dialog.rows["theme"].editor is editor, "made once"


def test_a_window_that_closes_meanwhile_leaves_no_timer(make_window: MakeWindow) -> None:
    window = make_window()
    window.show()
    window.settings.action.trigger()
    window.close()
    assert running_timers() == []


def test_all_back_to_the_defaults_and_back_again(make_window: MakeWindow) -> None:
    window = make_window()
    window.preferences.change("smoothing_seconds", 1.0)
    window.preferences.change("folder", "/somewhere")
    window.settings.show_dialog()
    before = window.preferences.now
    window.settings.dialog.all.click()
    usual = AppSettings()
    kept = {name: getattr(before, name) for name, rule in RULES.items() if not rule.group}
    assert window.preferences.now == dataclasses.replace(usual, **kept)
    window.settings.dialog.all.click()
    assert window.preferences.now == before


def test_sliders_that_were_reset_meanwhile_lose_nothing_of_it(make_window: MakeWindow) -> None:
    window = make_window()
    window.preferences.change("smoothing_seconds", 1.0)
    window.preferences.change("detector_size", 640)
    window.settings.show_dialog()
    before = window.preferences.now
    window.settings.dialog.all.click()
    window.preferences.change("smoothing_seconds", 0.9)
    window.todo.reset.trigger()
    assert window.preferences.now.smoothing_seconds == AppSettings().smoothing_seconds
    window.settings.dialog.all.click()
    assert window.preferences.now == before


def test_another_bundle_or_number_of_threads_opens_the_source_anew(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    window.show()
    engines = []
    monkeypatch.setattr(window.choice, "open", engines.append)
    window.settings.show_dialog()
    other = str(tiny_bundle(tmp_path / "other.onnx"))
    window.settings.dialog.rows["bundle"].editor.edited.emit(other)
    assert [engine.bundle for engine in engines] == [other]
    with qtbot.waitSignal(window.settings.to_reopen):
        window.settings.dialog.rows["threads"].editor.edited.emit(2)
        window.settings.dialog.rows["threads"].editor.edited.emit(3)
    assert [engine.threads for engine in engines] == [1, 3]
    window.settings.dialog.rows["threads"].editor.edited.emit(4)
    window.close()
    assert running_timers() == []


@pytest.mark.parametrize("system_is_dark", [True, False])
def test_each_theme_is_worn_at_once(
    make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch, system_is_dark: bool
) -> None:
    monkeypatch.setattr("ferdesk.gui.main_window.system_is_dark", lambda: system_is_dark)
    window = make_window()
    window.show()
    window.settings.show_dialog()
    like_system = "dark" if system_is_dark else "light"
    for choice, worn in (("light", "light"), ("dark", "dark"), ("system", like_system), ("light", "light")):
        window.settings.dialog.rows["theme"].editor.edited.emit(choice)
        assert window.preferences.now.theme == choice and window.todo.themes[choice].isChecked()
        assert theme_of(window.palette()).name == worn == theme_of(window.settings.dialog.palette()).name
    window.todo.themes["dark"].trigger()
    assert theme_of(window.stage.view.palette()).name == "dark"
