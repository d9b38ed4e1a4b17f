"""The panel says who, what and how sure, or calmly that nobody is there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt5.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ferdesk.gui.face_panel import FacePanel
from ferdesk.person import sign_of
from tests.gui.conftest import face_at_x


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
