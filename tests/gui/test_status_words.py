"""Everything that the live pipeline can say arrives in the status line, in words."""

from __future__ import annotations

import pytest

from ferdesk.gui.engine import Model
from ferdesk.gui.status_words import sentence, status_of
from ferdesk.live import LiveStats
from ferdesk.remarks import Delivered


def test_figures_and_names() -> None:
    stats = LiveStats(29.0, 12.0, 3, "running", "", delivered=Delivered(640, 480, 30.0))
    status = status_of("Cam", stats, False, Model("tiny fp32", "CPUExecutionProvider", 0.4, "ab"), "")
    assert (status.source, status.state, status.fps, status.latency_ms) == ("Cam", "running", 29.0, 12.0)
    assert (status.bundle, status.size, status.sent_fps) == ("tiny fp32", (640, 480), 30.0)
    assert status.message == ""


@pytest.mark.parametrize(
    ("state", "message", "remark", "shown"),
    [
        ("running", "", "the picture of Cam is black", "The picture of Cam is black."),
        ("ended", "Cam is at its end", "12 pictures are damaged", "12 pictures are damaged."),
        ("ended", "Cam is at its end", "", "The demo plays."),
        ("running", "", "", "The demo plays."),
        ("opening", "opening Cam", "", "The demo plays."),
        ("opening", "Cam is slow to open", "", "Cam is slow to open."),
        ("lost", "Cam is gone; trying again", "", "Cam is gone; trying again."),
        ("stale", "the picture stands still", "", "The picture stands still."),
    ],
)
def test_what_is_wrong_goes_before_what_holds_anyway(state: str, message: str, remark: str, shown: str) -> None:
    stats = LiveStats(0.0, 0.0, 0, state, message, remark)  # type: ignore[arg-type]
    assert status_of("Cam", stats, False, None, "The demo plays.").message == shown


@pytest.mark.parametrize(("state", "shown"), [("running", "paused"), ("stale", "paused"), ("lost", "lost")])
def test_a_pause_is_shown_where_there_is_something_to_hold(state: str, shown: str) -> None:
    assert status_of("Cam", LiveStats(0.0, 0.0, 0, state, ""), True, None, "").state == shown  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the picture stands still", "The picture stands still."),
        ("clip.mp4 is not there", "clip.mp4 is not there."),
        ("Camera 0 is gone. Is it plugged in?", "Camera 0 is gone. Is it plugged in?"),
    ],
)
def test_sentences(text: str, expected: str) -> None:
    assert sentence(text) == expected
