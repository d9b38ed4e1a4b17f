"""Where to save: the real dialog, typed into; a name without its suffix replaces nothing without a question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt5.QtCore import Qt, QTimer
from PyQt5.QtTest import QTest
from PyQt5.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from ferdesk.gui.save_path import ask_save_path

KINDS = "Tables (*.csv *.jsonl)"
Step = Callable[[QWidget], None]


@pytest.fixture
def ask(qtbot: QtBot, tmp_path: Path) -> Callable[..., Path | None]:
    """Asks for a table, and does one step after the other with the dialog that is open then."""
    parent = QWidget()
    qtbot.addWidget(parent)

    def run(*steps: Step) -> Path | None:
        left = list(steps)

        def go_on() -> None:
            dialog = QApplication.activeModalWidget()
            step = left.pop(0) if dialog is not None and left else None
            if left:
                QTimer.singleShot(50, go_on)  # before the step, which may wait for the next one
            if dialog is not None and step is not None:
                step(dialog)

        QTimer.singleShot(50, go_on)
        path = ask_save_path(parent, "Export", tmp_path / "table.csv", KINDS, (".csv", ".jsonl"))
        assert not left, "more was to be asked"
        return path

    return run


def name(text: str) -> Step:
    """Type a name into the file dialog and press Enter."""

    def step(dialog: QWidget) -> None:
        assert isinstance(dialog, QFileDialog)
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        line.setText(text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    return step


def press(label: str) -> Step:
    """Press a button of the question."""

    def step(box: QWidget) -> None:
        assert isinstance(box, QMessageBox) and "shot.csv" in box.text()
        next(button for button in box.buttons() if button.text().replace("&", "") == label).click()

    return step


def escape(dialog: QWidget) -> None:
    dialog.close()


def test_the_suffix_is_added_where_none_of_them_is_there(tmp_path: Path, ask: Callable[..., Path | None]) -> None:
    assert ask(name("shot")) == tmp_path / "shot.csv"
    assert ask(name("Dr. Who")) == tmp_path / "Dr. Who.csv"
    assert ask(name("shot.JSONL")) == tmp_path / "shot.JSONL"


def test_what_is_there_is_replaced_only_if_wanted(tmp_path: Path, ask: Callable[..., Path | None]) -> None:
    (tmp_path / "shot.csv").write_text("precious")
    assert ask(name("shot"), press("Replace")) == tmp_path / "shot.csv"
    assert ask(name("shot"), press("Keep"), escape) is None
    assert ask(name("shot"), press("Keep"), name("other")) == tmp_path / "other.csv"


def test_of_a_whole_name_the_dialog_asks(tmp_path: Path, ask: Callable[..., Path | None]) -> None:
    (tmp_path / "shot.csv").write_text("precious")
    assert ask(name("shot.csv"), press("Yes")) == tmp_path / "shot.csv"
