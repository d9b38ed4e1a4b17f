"""Snapshots: named by their time, at the frame's own size, failures told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PyQt5.QtGui import QColor
from PyQt5.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from ferdesk.gui import snapshot
from ferdesk.overlay import OverlayStyle
from tests.gui.conftest import face_at_x, result_of

STYLE = OverlayStyle()


def test_the_name_sorts_by_time() -> None:
    assert snapshot.default_name(datetime(2026, 1, 31, 14, 5, 9)) == "ferdesk 2026-01-31 14.05.09.png"


def test_the_picture_is_the_frame_with_its_overlay(qtbot: QtBot) -> None:
    result = result_of(face_at_x(100), width=321, shade=77)
    image = snapshot.picture(result, STYLE)
    assert (image.width(), image.height()) == (321, 240)
    assert QColor(image.pixel(2, 2)) == QColor(77, 77, 77)
    bare = snapshot.picture(result_of(width=321, shade=77), STYLE)
    assert image != bare
    assert (result.frame.image == 77).all(), "the frame itself is painted on"


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_nothing_to_save(parent: QWidget) -> None:
    assert snapshot.take(parent, None, STYLE, "").words == "There is no picture to save yet."


def test_a_cancelled_dialog_is_not_worth_a_word(parent: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: ("", ""))
    assert snapshot.take(parent, result_of(), STYLE, "") == snapshot.Taken(None, "")


def test_the_dialog_begins_in_the_last_folder(parent: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    proposed: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (proposed.append(args[2]), ("", ""))[1])
    snapshot.take(parent, result_of(), STYLE, str(tmp_path))
    assert Path(proposed[0]).parent == tmp_path and proposed[0].endswith(".png")


def test_a_name_without_its_suffix_replaces_nothing_unasked(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "shot.png").write_text("precious")
    typed = [str(tmp_path / "shot"), ""]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (typed.pop(0), ""))
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec_", lambda box: asked.append(box.text()) or 0)  # closed: the file is kept
    assert snapshot.take(parent, result_of(), STYLE, "") == snapshot.Taken(None, "")
    assert asked == ["shot.png is there already. Replace it?"]
    assert (tmp_path / "shot.png").read_text() == "precious"


def test_a_folder_that_is_gone_is_told(parent: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(tmp_path / "gone" / "a"), ""))
    taken = snapshot.take(parent, result_of(), STYLE, "")
    assert taken.path is None and "a.png" in taken.words and "cannot be saved" in taken.words
