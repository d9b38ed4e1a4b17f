"""The panel says who, what and how sure, or calmly that nobody is there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PyQt5.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ferdesk.emotions import Emotion
from ferdesk.gui.face_panel import FacePanel
from ferdesk.person import sign_of
from tests.gui.conftest import face_at_x
from tests.test_occlusion_picture import occlusion_with


@pytest.fixture
def panel(qtbot: QtBot) -> FacePanel:
    widget = FacePanel()
    qtbot.addWidget(widget)
    return widget


def _words(panel: FacePanel) -> str:
    return " | ".join(label.text() for label in panel.findChildren(QLabel))


def test_a_sure_face(panel: FacePanel) -> None:
    face = face_at_x(10, track=4)
    panel.show_face(face, [face])
    assert "Happy" in _words(panel) and "83 %" in _words(panel) and "#4" in _words(panel)


def test_an_unsure_face_is_not_called_anything(panel: FacePanel) -> None:
    face = face_at_x(10, emotion=None)
    panel.show_face(face, [face])
    assert "Unsure" in _words(panel) and "perhaps happy" in _words(panel)


def test_among_several_its_place_is_told(panel: FacePanel) -> None:
    left, right = face_at_x(10, track=8), face_at_x(200, track=3)
    panel.show_face(right, [right, left])
    assert "#3" in _words(panel) and "2 of 2" in _words(panel)


def test_nobody(panel: FacePanel) -> None:
    face = face_at_x(10)
    panel.show_face(face, [face])
    panel.show_face(None, [])
    assert "No face" in _words(panel) and "Happy" not in _words(panel)


def test_a_face_without_scores_yet(panel: FacePanel) -> None:
    face = replace(face_at_x(10), scores=None, smoothed=None, emotion=None, crop=None, track=None)
    panel.show_face(face, [face])
    assert "Unsure" in _words(panel)


def test_a_name_takes_the_place_of_the_number_and_widens_nothing(panel: FacePanel) -> None:
    face = face_at_x(10, track=4)
    panel.show_face(face, [face])
    width = panel.minimumSizeHint().width()
    panel.set_people({4: sign_of(2, "W" * 40)})
    panel.show_face(face, [face])
    assert "WWWW" in _words(panel) and "#" not in _words(panel)
    assert panel.minimumSizeHint().width() == width
    panel.set_people({4: sign_of(2)})
    panel.show_face(face, ())
    assert "Person #2, who left" in _words(panel)


def test_a_held_moment_stays_until_told_to_go_on_or_somebody_else_comes(panel: FacePanel) -> None:
    then, now, other = face_at_x(10, track=4), face_at_x(40, track=4, emotion=4), face_at_x(90, track=5, emotion=0)
    panel.show()
    panel.show_face(then, [then])
    panel.show_face(now, [now])
    panel.hold(then, [then], occlusion_with(0.4), np.zeros((360, 360, 3), np.uint8))
    panel.show_face(now, [now])
    assert panel.held and "Happy" in _words(panel) and panel.shown[0] is now
    assert "hangs most on the eyes" in _words(panel) and "held still" in _words(panel)
    panel.go_on()
    assert not panel.held and Emotion.SAD.label.capitalize() in _words(panel) and not panel._hangs.isVisible()
    panel.hold(now, [now], occlusion_with(0.4), np.zeros((360, 360, 3), np.uint8))
    panel.show_face(other, [other])
    assert not panel.held and "Angry" in _words(panel)
    panel.hold(other, [other], occlusion_with(0.4), np.zeros((360, 360, 3), np.uint8))
    panel.show_face(None, [])
    assert not panel.held and "No face" in _words(panel)


def test_nothing_moves_when_a_moment_is_held(panel: FacePanel) -> None:
    face = face_at_x(10)
    panel.show_face(face, [face])
    panel.show()
    panel.resize(320, panel.sizeHint().height())
    place = panel.calibrate.y()
    panel.hold(face, [face], occlusion_with(0.02), np.zeros((360, 360, 3), np.uint8))
    panel.grab()
    assert abs(panel.calibrate.y() - place) <= 2
