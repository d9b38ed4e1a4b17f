"""Calibrate neutral: from the button over the pipeline to panel, card and recording, for the chosen person alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt5.QtCore import Qt
from pytestqt.qtbot import QtBot

from ferdesk.emotions import Emotion
from ferdesk.gui.main_window import MainWindow
from ferdesk.gui.status_line import State, Status
from ferdesk.neutral import NeutralCalibrator
from ferdesk.types import Frame
from tests.gui.conftest import MakeWindow, face_at_x, result_of


class Film:
    """Plays the session: what is wished reaches a real calibrator, whose faces reach the window."""

    def __init__(self, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window, self.index = window, 0
        self.calibrator = NeutralCalibrator()
        monkeypatch.setattr(window.session, "set_neutral_wishes", self._wish)

    def _wish(self, wishes: dict) -> None:  # type: ignore[type-arg]
        self.calibrator.wishes = wishes

    def show(self, *tracks: int, frames: int = 1, emotion: Emotion = Emotion.SAD) -> None:
        """Tenths of a second with these tracks in view, all with a face read as `emotion`."""
        for _ in range(frames):
            self.index += 1
            seconds = self.index / 10
            faces = [face_at_x(10 + 80 * place, track, emotion) for place, track in enumerate(tracks)]
            plain = result_of(*self.calibrator.update(faces, seconds))
            self.window.stage.show_result(replace(plain, frame=Frame(plain.frame.image, self.index, seconds)))
        self.window.people._catch_up()


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    made = make_window()
    made.show()
    return made


@pytest.fixture
def film(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Film:
    return Film(window, monkeypatch)


def notes(window: MainWindow) -> dict[int, str]:
    return {person.number: person.note for person in window.people.people}


def card(window: MainWindow) -> str:
    """What can be read on the first card."""
    model = window.stage.people.model()
    assert model is not None
    return str(model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))


def test_a_countdown_then_a_switch(qtbot: QtBot, window: MainWindow, film: Film) -> None:
    box, panel = window.stage.panel.face.neutral, window.stage.panel.face
    film.show(1, 2)
    assert not box.isVisible()
    qtbot.mouseClick(panel.calibrate, Qt.MouseButton.LeftButton)
    film.show(1, 2, frames=21)
    assert box.words.isVisible() and box.words.text() == "Look relaxed: 3 s"
    assert notes(window) == {1: "look relaxed: 3 s", 2: ""}
    film.show(1, 2, frames=31)
    assert box.switch.isVisible() and box.switch.isChecked() and not box.words.isVisible()
    assert "person 1: neutral is calibrated" in window.status.hint().lower() and "read as sad" in window.status.hint()
    assert notes(window) == {1: "calibrated", 2: ""}
    qtbot.mouseClick(box.switch, Qt.MouseButton.LeftButton)
    film.show(1, 2)
    assert notes(window)[1] == "not corrected" and not window.neutral.switch.isChecked()
    window.stage.choose(2)
    assert not box.isVisible(), "the other one is not calibrated"
    window.stage.choose(1)
    window.neutral.switch.trigger()
    film.show(1, 2)
    assert box.switch.isChecked() and notes(window)[1] == "calibrated"
    qtbot.mouseClick(box.forget, Qt.MouseButton.LeftButton)
    assert not box.isVisible() and film.calibrator.wishes == {} and notes(window)[1] == ""


def test_a_face_that_changed_is_told(window: MainWindow, film: Film) -> None:
    film.show(1)
    window.neutral.measure.trigger()
    film.show(1, frames=25, emotion=Emotion.SURPRISE)
    film.show(1, frames=30)
    assert "neutral is calibrated" in window.status.hint() and "the face changed" in window.status.hint()


def test_it_waits_and_says_so_and_gives_up_on_who_left(window: MainWindow, film: Film) -> None:
    box = window.stage.panel.face.neutral
    film.show(1)
    window.neutral.measure.trigger()
    film.show(1, frames=20)
    film.show(frames=3)
    assert box.words.text() == "Waiting for the face …"
    film.show(1)
    assert box.words.text().startswith("Look relaxed")
    film.show(frames=15)
    assert "left before 5 seconds" in window.status.hint() and film.calibrator.wishes == {}


def test_in_a_pause_it_waits_and_says_so(window: MainWindow, film: Film) -> None:
    box, status = window.stage.panel.face.neutral, window.session.status_changed
    film.show(1)
    status.emit(Status("clip", "paused"))
    window.neutral.measure.trigger()
    assert box.words.text() == "Waiting: paused" and notes(window)[1] == "waiting"
    status.emit(Status("clip", "paused"))
    assert "waiting" in card(window), "though no result has come"
    status.emit(Status("clip", "running"))
    assert box.words.text() == "Look relaxed: 5 s" and notes(window)[1] == "look relaxed: 5 s"
    film.show(1, frames=21)
    status.emit(Status("clip", "stale"))
    assert "new pictures" in box.words.text() and film.calibrator.wishes
    status.emit(Status("clip", "running"))
    film.show(1, frames=31)
    assert notes(window)[1] == "calibrated"


@pytest.mark.parametrize(("state", "why"), [("ended", "has ended"), ("lost", "does not answer")])
def test_a_source_that_sends_nothing_more_ends_it_and_refuses_another(
    window: MainWindow, film: Film, state: State, why: str
) -> None:
    film.show(1, 2, frames=11)
    window.neutral.measure.trigger()
    film.show(1, 2, frames=20)
    window.session.status_changed.emit(Status("clip", state))
    assert "stopped before 5 seconds" in window.status.hint() and film.calibrator.wishes == {}
    assert not window.stage.panel.face.neutral.isVisible()
    window.neutral.measure.trigger()
    assert why in window.status.hint() and "5 seconds" in window.status.hint()
    assert film.calibrator.wishes == {}
    window.session.status_changed.emit(Status("clip", "running"))
    window.neutral.measure.trigger()
    assert len(film.calibrator.wishes) == 1


def test_two_numbers_of_one_person_share_it_and_strangers_have_none(window: MainWindow, film: Film) -> None:
    film.show(1, frames=11)
    window.neutral.measure.trigger()
    film.show(1, frames=52)
    film.show(frames=15)
    film.show(2, frames=3)
    assert set(film.calibrator.wishes) == {1}
    window.people.edits.merge(1, 2)
    assert film.calibrator.wishes[2] == film.calibrator.wishes[1]
    film.show(2)
    assert window.stage.panel.face.neutral.switch.isChecked()
    window.people.forget()
    assert film.calibrator.wishes == {} and not window.neutral.forget.isEnabled()


def test_of_two_calibrated_people_who_become_one_the_newer_measurement_counts(window: MainWindow, film: Film) -> None:
    for track in (1, 2):  # one after the other, so that they may be one
        film.show(track, frames=11)
        window.stage.choose(track)
        window.neutral.measure.trigger()
        film.show(track, frames=52)
        film.show(frames=15)
    older, newer = film.calibrator.wishes[1], film.calibrator.wishes[2]
    assert older.number < newer.number
    window.people.edits.merge(1, 2)
    film.show(2, frames=3)
    assert film.calibrator.wishes == {1: newer, 2: newer}
    assert notes(window) == {1: "calibrated"}
    film.show(frames=15)  # nobody in view: who left has nothing to be given up
    window.people.edits.split(1)
    film.show(2, frames=3)
    assert film.calibrator.wishes == {2: newer}
    assert notes(window) == {1: "", 2: "calibrated"}


def test_nobody_to_calibrate(window: MainWindow) -> None:
    assert not window.neutral.measure.isEnabled()
    assert not window.stage.panel.face.calibrate.isEnabled()
