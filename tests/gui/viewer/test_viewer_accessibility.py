"""The viewer can be used by keyboard, and everything in it has a name for those who hear it."""

from __future__ import annotations

from tests.gui.reading import menu_problems, problems
from tests.gui.viewer.conftest import MakeRecording, MakeViewer


def test_the_viewer_is_used_by_keyboard_and_has_names(make_viewer: MakeViewer, make_recording: MakeRecording) -> None:
    window = make_viewer(make_recording(video="plain"))
    assert problems(window) == []
    assert menu_problems(window) == []
