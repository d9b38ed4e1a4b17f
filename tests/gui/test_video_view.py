"""The picture keeps its shape, is really painted, and its faces can be clicked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PyQt5.QtCore import QPoint, Qt
from PyQt5.QtGui import QColor
from pytestqt.qtbot import QtBot

from ferdesk.gui.video_view import VideoView
from ferdesk.overlay import OverlayStyle
from ferdesk.person import sign_of
from ferdesk.types import Face, Frame, Result
from tests.gui.conftest import STATS, face_at_x, result_of

PLAIN = OverlayStyle(show_box=False, show_label=False, show_bars=False)


@pytest.fixture
def view(qtbot: QtBot) -> VideoView:
    widget = VideoView()
    qtbot.addWidget(widget)
    widget.resize(800, 400)
    widget.set_overlay(PLAIN)
    return widget


def _color(view: VideoView, x: int, y: int) -> tuple[int, int, int]:
    grab = view.grab().toImage()
    ratio = grab.width() / view.width()
    color = QColor(grab.pixel(round(x * ratio), round(y * ratio)))
    return color.red(), color.green(), color.blue()


@pytest.mark.parametrize(("width", "height"), [(320, 240), (240, 320), (800, 100), (31, 17)])
def test_the_picture_is_as_large_as_fits_in_its_own_shape(view: VideoView, width: int, height: int) -> None:
    view.show_result(result_of(width=width, height=height), None)
    rect = view.picture_rect()
    assert rect.width() / rect.height() == pytest.approx(width / height)
    assert rect.width() == pytest.approx(800) or rect.height() == pytest.approx(400)
    assert rect.center().x() == pytest.approx(400) and rect.center().y() == pytest.approx(200)


def test_blue_stays_blue(view: VideoView) -> None:
    image = np.zeros((40, 80, 3), np.uint8)
    image[:, :40] = (255, 0, 0)
    image[:, 40:] = (0, 0, 255)
    view.show_result(Result(Frame(image, 0, 0.0), (), STATS), None)
    assert _color(view, 100, 200) == (0, 0, 255)
    assert _color(view, 700, 200) == (255, 0, 0)


def test_an_array_with_gaps_between_its_rows_is_shown_straight(view: VideoView) -> None:
    image = np.zeros((40, 200, 3), np.uint8)
    image[:, :80] = (10, 200, 30)
    view.show_result(Result(Frame(image[:, :80], 0, 0.0), (), STATS), None)
    assert all(_color(view, x, y) == (30, 200, 10) for x in (20, 400, 780) for y in (20, 380))


def test_beside_the_picture_there_is_none_of_it(view: VideoView) -> None:
    view.show_result(result_of(shade=255, width=100, height=100), None)
    assert _color(view, 400, 200) == (255, 255, 255)
    assert _color(view, 50, 200) != (255, 255, 255)


def test_overlays_are_drawn_where_the_face_is(view: VideoView) -> None:
    face = face_at_x(100)
    view.show_result(result_of(face), 1)
    bare = view.grab().toImage()
    view.set_overlay(OverlayStyle(show_label=False, show_bars=False))
    boxed = view.grab().toImage()
    assert bare != boxed
    scale = view.picture_rect().width() / 320
    edge = round(view.picture_rect().left() + face.box.x * scale), round(110 * scale)
    ratio = boxed.width() / view.width()
    changed = [
        boxed.pixel(round((edge[0] + d) * ratio), round(edge[1] * ratio))
        != bare.pixel(round((edge[0] + d) * ratio), round(edge[1] * ratio))
        for d in range(-3, 4)
    ]
    assert any(changed)


def test_the_selected_of_two_faces_is_marked(view: VideoView) -> None:
    result = result_of(face_at_x(20, track=1), face_at_x(200, track=2))
    view.show_result(result, None)
    bare = view.grab().toImage()
    view.select(2)
    assert view.grab().toImage() != bare
    view.set_people({2: sign_of(2, hidden=True)})
    assert view.grab().toImage() == bare, "at a hidden person nothing is drawn"


def test_a_click_tells_the_face_under_it(view: VideoView, qtbot: QtBot) -> None:
    face = face_at_x(100, track=7)
    view.show_result(result_of(face), None)
    rect = view.picture_rect()
    scale = rect.width() / 320
    inside = QPoint(round(rect.left() + 130 * scale), round(rect.top() + 110 * scale))
    with qtbot.waitSignal(view.face_clicked) as clicked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=inside)
    assert clicked.args == [7]
    with qtbot.assertNotEmitted(view.face_clicked):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))


def test_in_the_mirror_left_and_right_are_exchanged(view: VideoView) -> None:
    image = np.zeros((40, 80, 3), np.uint8)
    image[:, :40] = (255, 0, 0)
    image[:20, 60:] = (0, 0, 255)
    shown = Result(Frame(image, 0, 0.0), (), STATS)
    view.show_result(shown, None)
    view.set_mirrored(True)
    assert _color(view, 700, 200) == (0, 0, 255), "what is shown already is turned"
    assert _color(view, 100, 100) == (255, 0, 0) and _color(view, 100, 300) == (0, 0, 0), "and not upside down"
    view.show_result(shown, None)
    assert _color(view, 700, 200) == (0, 0, 255)
    assert view.result() is shown and (image[0, 0] == (255, 0, 0)).all(), "what is saved or recorded is as it came"
    view.set_mirrored(False)
    assert _color(view, 100, 200) == (0, 0, 255)


def test_in_the_mirror_a_click_tells_the_face_that_is_seen_there(view: VideoView, qtbot: QtBot) -> None:
    view.set_mirrored(True)
    view.show_result(result_of(face_at_x(20, track=1), face_at_x(200, track=2)), None)
    rect = view.picture_rect()
    scale = rect.width() / 320
    for middle, track in ((320 - 50, 1), (320 - 230, 2)):
        at = QPoint(round(rect.left() + middle * scale), round(rect.top() + 110 * scale))
        with qtbot.waitSignal(view.face_clicked) as clicked:
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
        assert clicked.args == [track]


def test_in_the_mirror_letters_can_be_read(view: VideoView) -> None:
    """In a grey frame a mirrored face looks like the same face on the other side: box, bars and letters."""
    style = OverlayStyle(show_landmarks=True)
    view.set_overlay(style)
    for x in (20, 100, 230):
        there = face_at_x(x)
        view.set_mirrored(False)
        view.show_result(result_of(replace(there, box=replace(there.box, x=320 - x - 60), landmarks=mirror(there))), 1)
        expected = view.grab().toImage()
        view.set_mirrored(True)
        view.show_result(result_of(there), 1)
        assert view.grab().toImage() == expected


def mirror(face: Face) -> np.ndarray:
    """The landmarks of a face in a mirrored frame of 320 pixels, again from the image's left."""
    points = face.landmarks * [-1, 1] + [319, 0]
    return np.asarray(points[[1, 0, 2, 4, 3]], np.float32)


@pytest.mark.parametrize(("key", "step"), [(Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, -1), (Qt.Key.Key_Down, 1)])
def test_arrow_keys_ask_for_the_neighbour(view: VideoView, qtbot: QtBot, key: Qt.Key, step: int) -> None:
    with qtbot.waitSignal(view.stepped) as stepped:
        qtbot.keyClick(view, key)
    assert stepped.args == [step]


def test_without_a_picture_a_sentence_stands_there(view: VideoView) -> None:
    view.show_message("Opening Camera 0 …")
    with_words = view.grab().toImage()
    view.show_message("")
    assert view.grab().toImage() != with_words
    assert view.result() is None
    assert view.picture_rect().isEmpty()


def test_many_results_are_one_repaint(view: VideoView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    view.show()
    qtbot.waitExposed(view)
    painted = []
    original = VideoView.paintEvent

    def counted(self: VideoView, event: object) -> None:
        painted.append(self.result())
        original(self, event)  # type: ignore[arg-type]

    monkeypatch.setattr(VideoView, "paintEvent", counted)
    results = [result_of(shade=shade) for shade in range(20)]
    for result in results:
        view.show_result(result, None)
    qtbot.waitUntil(lambda: bool(painted))
    qtbot.wait(50)
    assert painted == [results[-1]]
