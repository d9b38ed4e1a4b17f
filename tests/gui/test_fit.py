"""No window is larger than the screen, at any scaling, and what has no room is scrolled to."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QSize
from PyQt5.QtWidgets import QPushButton

from ferdesk.gui.notice import Notice
from tests.gui.conftest import MakeDialog
from tests.gui.dialogs import DIALOGS


@pytest.fixture
def small_screen(monkeypatch: pytest.MonkeyPatch) -> QSize:
    """1920 x 1080 at 250 %."""
    size = QSize(760, 392)
    for user in ("fit", "notice", "settings_tab"):
        monkeypatch.setattr(f"ferdesk.gui.{user}.room", lambda: size)
    return size


@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog_fits_on_a_small_screen(make_dialog: MakeDialog, small_screen: QSize, name: str) -> None:
    dialog = make_dialog(name)
    assert dialog.size().boundedTo(small_screen + QSize(8, 40)) == dialog.size()
    for button in dialog.findChildren(QPushButton):
        if button.parent() is dialog:
            assert dialog.rect().contains(button.geometry())


def test_the_notice_is_scrolled_where_it_has_no_room(make_dialog: MakeDialog, small_screen: QSize) -> None:
    notice = make_dialog("notice")
    assert isinstance(notice, Notice)
    bar = notice._area.verticalScrollBar()
    assert bar is not None and bar.maximum() > 0
