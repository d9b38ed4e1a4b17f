"""The timeline of the viewer follows the moment, but leaves alone who looks elsewhere."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ferdesk.gui.theme import DARK
from ferdesk.gui.viewer.opened import open_for_viewing
from ferdesk.gui.viewer.scrub import Scrub
from tests.gui.viewer.conftest import MakeRecording


def test_the_view_follows_and_can_be_moved_away(qtbot: QtBot, make_recording: MakeRecording) -> None:
    scrub = Scrub(open_for_viewing(make_recording()), DARK)
    qtbot.addWidget(scrub.plot)
    assert scrub.plot.visible_range() == pytest.approx((0.0, 3.9))
    scrub.zoom(1)
    scrub.zoom(1)
    start, end = scrub.plot.visible_range()
    assert start == 0.0 and end < 3.0
    scrub.show_moment(end - 0.1)
    scrub.show_moment(end + 0.1)
    followed = scrub.plot.visible_range()
    assert followed[0] > 0.0 and followed[0] <= end + 0.1 <= followed[1]
    scrub.plot.set_range(0.0, 2.0)
    scrub.show_moment(end + 0.2)
    assert scrub.plot.visible_range() == (0.0, 2.0), "it was moved away on purpose"
    scrub.show_all()
    assert scrub.plot.visible_range() == pytest.approx((0.0, 3.9))
