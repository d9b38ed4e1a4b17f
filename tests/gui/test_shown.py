from __future__ import annotations

import time
from dataclasses import replace

from pytestqt.qtbot import QtBot

from ferdesk.gui.shown import ShownResults
from ferdesk.gui.video_view import VideoView
from ferdesk.types import Result
from tests.gui.conftest import face_at_x, result_of


def _sent(result: Result, ago: float) -> Result:
    return replace(result, frame=replace(result.frame, captured=time.monotonic() - ago))


def test_what_is_painted_is_noted_once_with_its_age(qtbot: QtBot) -> None:
    view = VideoView()
    qtbot.addWidget(view)
    view.show()
    qtbot.waitExposed(view)
    shown = ShownResults(view)
    view.show_result(_sent(result_of(), 9.0), None)
    view.show_result(_sent(result_of(face_at_x(10), face_at_x(200, track=2)), 0.5), None)
    qtbot.wait(30)
    view.repaint()  # the same result again
    qtbot.wait(10)
    (only,) = shown.stop()
    assert only.faces == 2, "the first one was replaced before it was painted"
    assert 500 <= only.age_ms < 5000
    view.show_result(result_of(), None)
    view.repaint()
    qtbot.wait(10)
    assert shown.stop() == (only,)
