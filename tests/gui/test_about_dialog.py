"""The About window can be read, selected and left by keyboard; the notice of the first start leads to it."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from ferdesk.gui.about_dialog import AboutDialog
from ferdesk.gui.notice import Notice
from tests.gui.conftest import MakeWindow


def test_the_pages_are_plain_text_that_can_be_selected(qtbot: QtBot) -> None:
    dialog = AboutDialog("default")
    qtbot.addWidget(dialog)
    assert "must not be used" in dialog.text(0) and "##" not in dialog.text(0)
    assert "YuNet" in dialog.text(2) and "**" not in dialog.text(2)
    for page in range(dialog.tabs.count()):
        browser = dialog.tabs.widget(page)
        assert isinstance(browser, QTextBrowser)
        flags = browser.textInteractionFlags()
        assert flags & Qt.TextInteractionFlag.TextSelectableByKeyboard
        assert flags & Qt.TextInteractionFlag.TextSelectableByMouse


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
