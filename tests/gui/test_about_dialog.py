"""The About window can be read, selected and left by keyboard; the notice of the first start leads to it."""

from __future__ import annotations

import threading

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from ferdesk.gui.about_dialog import AboutDialog
from ferdesk.gui.notice import Notice
from tests.gui.conftest import MakeWindow


def test_the_pages_are_plain_text_that_can_be_selected(qtbot: QtBot) -> None:
    dialog = AboutDialog("default")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.complete, timeout=20_000)
    assert "must not be used" in dialog.text(0) and "##" not in dialog.text(0)
    assert "YuNet" in dialog.text(2) and "**" not in dialog.text(2)
    for page in range(dialog.tabs.count()):
        browser = dialog.tabs.widget(page)
        assert isinstance(browser, QTextBrowser)
        flags = browser.textInteractionFlags()
        assert flags & Qt.TextInteractionFlag.TextSelectableByKeyboard
        assert flags & Qt.TextInteractionFlag.TextSelectableByMouse


def test_a_slow_disk_holds_nothing_up(
    qtbot: QtBot, make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(bundle: str) -> str:
        go_on.wait(60)
        return "the page"

    monkeypatch.setattr("ferdesk.gui.about_dialog.about_page", slow)
    window = make_window()
    window.show()
    threading.Timer(0.5, go_on.set).start()
    window.help.show_about()
    assert not go_on.is_set()
    about = window.findChild(AboutDialog)
    assert about is not None and about.isVisible() and about.text(0) == "Reading …"
    qtbot.waitUntil(lambda: about.text(0) == "the page", timeout=20_000)
    go_on.clear()
    window.help.show_about()
    threading.Timer(0.2, go_on.set).start()
    window.close()
    assert "ferdesk-about" not in [thread.name for thread in threading.enumerate()]


def test_the_notice_leads_to_about(make_window: MakeWindow) -> None:
    window = make_window()
    window.preferences.change("notice_seen", False)
    window.show()
    window.start()
    notice = window.findChild(Notice)
    assert notice is not None and notice.isVisible()
    notice.more.click()
    about = window.findChild(AboutDialog)
    assert about is not None and about.isVisible() and notice.isVisible()
