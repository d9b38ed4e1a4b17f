"""The notice says what the law asks for, and shows all of it."""

from __future__ import annotations

from PyQt5.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ferdesk.gui.notice import Notice


def test_it_says_what_must_be_said(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    words = " ".join(label.text() for label in notice.findChildren(QLabel))
    for part in ("5(1)(f)", "50(3)", "not a feeling", "work", "education", "Nothing is stored", "nothing is sent"):
        assert part in words


def test_no_line_is_cut_off(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    notice.show()
    for label in notice.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())
    assert notice.height() <= 700


def test_it_holds_nothing_up(qtbot: QtBot) -> None:
    notice = Notice()
    notice.open()
    assert notice.isVisible()
    with qtbot.waitSignal(notice.accepted):
        notice.understood.click()
