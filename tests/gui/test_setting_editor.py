"""Each kind of setting has an editor that shows a value silently and tells what a person does."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ferdesk.gui.number_editor import NumberEditor
from ferdesk.gui.setting_editor import (
    BundleEditor,
    ChoiceEditor,
    FolderEditor,
    SettingEditor,
    SwitchEditor,
    editor_for,
)
from ferdesk.settings import RULES, AppSettings


def _editor(qtbot: QtBot, name: str) -> tuple[SettingEditor, list[object]]:
    editor = editor_for(RULES[name])
    qtbot.addWidget(editor)
    told: list[object] = []
    editor.edited.connect(told.append)
    editor.show_value(getattr(AppSettings(), name))
    assert told == []
    return editor, told


def test_the_rule_chooses_the_editor(qtbot: QtBot) -> None:
    kinds = {
        "show_box": SwitchEditor, "theme": ChoiceEditor, "smoothing_seconds": NumberEditor, "threads": NumberEditor,
        "recordings": FolderEditor, "bundle": BundleEditor,
    }  # fmt: skip
    assert {name: type(_editor(qtbot, name)[0]) for name in kinds} == kinds


def test_a_switch(qtbot: QtBot) -> None:
    editor, told = _editor(qtbot, "show_box")
    assert isinstance(editor, SwitchEditor) and editor.box.isChecked()
    editor.box.click()
    assert told == [False]


def test_a_choice_by_key(qtbot: QtBot) -> None:
    editor, told = _editor(qtbot, "theme")
    assert isinstance(editor, ChoiceEditor) and editor.choice.currentText() == "System"
    qtbot.keyClick(editor.choice, Qt.Key.Key_Down)
    assert told == ["dark"]


def test_a_number_by_slider_and_by_typing(qtbot: QtBot) -> None:
    editor, told = _editor(qtbot, "smoothing_seconds")
    assert isinstance(editor, NumberEditor)
    qtbot.keyClick(editor.slider, Qt.Key.Key_Right)
    assert told == [0.4] and editor.box.text() == "0.40 s"
    editor.box.selectAll()
    qtbot.keyClicks(editor.box, "1.5")
    qtbot.keyClick(editor.box, Qt.Key.Key_Return)
    assert told == [0.4, 1.5] and editor.slider.value() == 30


def test_whole_numbers_stay_whole_and_few_of_them_need_no_slider(qtbot: QtBot) -> None:
    editor, told = _editor(qtbot, "threads")
    assert isinstance(editor, NumberEditor) and editor.slider.parent() is None
    editor.box.stepUp()
    assert told == [2] and type(told[0]) is int
    size, told = _editor(qtbot, "detector_size")
    assert isinstance(size, NumberEditor)
    size.slider.setValue(0)
    assert told == [64]


def test_a_number_left_to_the_bundle(qtbot: QtBot) -> None:
    editor, told = _editor(qtbot, "unsure_threshold")
    assert isinstance(editor, NumberEditor)
    editor.set_fallback(0.56)
    assert editor.own.isChecked() and editor.box.text() == "56 %" and not editor.box.isEnabled()
    editor.own.click()
    assert told == [0.56] and editor.box.isEnabled()
    editor.own.click()
    assert told == [0.56, None]


def test_a_folder(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    editor, told = _editor(qtbot, "recordings")
    assert isinstance(editor, FolderEditor)
    editor.line.setText(" /films ")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/chosen")
    editor.choose.click()
    assert told == ["/films", "/chosen"]


def test_bundles_that_there_are_and_one_of_ones_own(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    editor, told = _editor(qtbot, "bundle")
    assert isinstance(editor, BundleEditor)
    editor.show_value("/mine.onnx")
    assert [editor.choice.itemText(at) for at in range(editor.choice.count())][-1] == "/mine.onnx"
    editor.choice.activated.emit(0)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/other.onnx", ""))
    editor.choose.click()
    assert told == ["default", "/other.onnx"]
