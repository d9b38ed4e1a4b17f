"""The status line says everything in words, and hints come and go above it."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ferdesk.gui.status_line import Status, StatusLine


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    widget = StatusLine()
    qtbot.addWidget(widget)
    widget.set_tones("#00ff00", "#ffff00", "#ff0000")
    return widget


def test_all_figures_of_a_running_source(line: StatusLine) -> None:
    line.show_status(Status("Camera 0", "running", 29.6, 41.7, 3, "CPUExecutionProvider", "default int8"))
    for part in ("Camera 0 – running", "30 fps", "42 ms", "3 dropped", "CPU", "default int8"):
        assert part in line.text()


@pytest.mark.parametrize(
    ("state", "words"),
    [("opening", "opening"), ("paused", "paused"), ("stale", "no new pictures"), ("lost", "not answering"),
     ("unread", "nothing to read it with"), ("ended", "done")],
)  # fmt: skip
def test_no_old_figures_of_a_source_that_does_not_run(line: StatusLine, state: str, words: str) -> None:
    line.show_status(Status("clip.mp4", "running", 25, 40))
    line.show_status(Status("clip.mp4", state, 25, 40))  # type: ignore[arg-type]
    assert words in line.text()
    assert "25 fps" not in line.text() and "40 ms" not in line.text()


def test_the_dot_takes_the_states_colour(line: StatusLine) -> None:
    dot = next(label for label in line.findChildren(QLabel) if label.text() == "●")
    seen = set()
    for state in ("running", "stale", "lost"):
        line.show_status(Status("x", state))  # type: ignore[arg-type]
        seen.add(dot.styleSheet())
    assert len(seen) == 3
    line.show_status(Status("x", "opening"))
    assert dot.styleSheet() == ""


def test_a_hint_appears_and_goes(line: StatusLine) -> None:
    line.show()
    low = line.sizeHint().height()
    line.show_hint("Camera 0 is not there; plug in a camera.")
    assert line.hint().startswith("Camera 0")
    assert line.sizeHint().height() > low
    line.show_hint("")
    assert line.hint() == "" and line.sizeHint().height() == low


def test_no_source(line: StatusLine) -> None:
    line.show_status(Status("", "lost"))
    assert "No source" in line.text()
