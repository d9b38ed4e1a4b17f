"""The switch that mirrors cameras, and nothing else; kept in the settings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ferdesk.gui.mirror import mirrored
from ferdesk.settings import load_settings
from tests.gui.conftest import MakeWindow, face_at_x


@pytest.mark.parametrize(
    ("source", "is_camera"), [("0", True), ("camera:Desk@640x480", True), ("demo", False), ("clip.mp4", False)]
)
def test_only_cameras_are_mirrored(make_window: MakeWindow, source: str, is_camera: bool) -> None:
    window = make_window(source)
    switch = window.todo.switches["mirror_camera"]
    window.start()
    assert not window.stage.view.is_mirrored and not switch.isChecked(), "unless asked for"
    switch.trigger()
    assert window.stage.view.is_mirrored is is_camera
    switch.trigger()
    assert not window.stage.view.is_mirrored


def test_it_is_kept_and_follows_the_source(make_window: MakeWindow, settings_path: Path) -> None:
    window = make_window("clip.mp4")
    window.start()
    window.todo.switches["mirror_camera"].trigger()
    window.choice.choose("0")
    assert window.stage.view.is_mirrored
    window.choice.choose("demo")
    assert not window.stage.view.is_mirrored
    window.close()
    assert load_settings(settings_path).settings.mirror_camera


def test_a_face_twice_mirrored_is_where_it_was() -> None:
    face = face_at_x(20)
    once = mirrored(face, 320)
    assert once.box.x == 240 and once.crop is face.crop
    eyes, mouth = once.landmarks[:2, 0], once.landmarks[3:, 0]
    assert eyes[0] < eyes[1] and mouth[0] < mouth[1], "pairs begin at the image's left"
    twice = mirrored(once, 320)
    assert twice.box == face.box and np.array_equal(twice.landmarks, face.landmarks)
