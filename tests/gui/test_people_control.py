"""People in the window: list, picture, panel, menu and recording tell the same of everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QInputDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from ferdesk.gui.main_window import MainWindow
from ferdesk.person import person_color
from ferdesk.recording import Recording, open_recording
from ferdesk.recording_meta import RecordOptions
from ferdesk.types import Frame, Result
from tests.gui.conftest import MakeWindow, face_at_x, result_of
from tests.recorded import options


class Film:
    """Shows the window faces side by side, a tenth of a second apart, and records what the session would."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.index = 0
        self.seconds = 0.0
        self.opening = 3

    def show(self, *tracks: int, times: int = 1, step: float = 0.1) -> None:
        """So many frames with these tracks, the first from the left the largest."""
        faces = [
            face_at_x(10 + 80 * place, track=track, size=60 - 2 * place) for place, track in enumerate(tracks)
        ]  # fmt: skip
        for _ in range(times):
            plain = result_of(*faces)
            frame = Frame(plain.frame.image, self.index, self.seconds, opening=self.opening)
            result = Result(frame, plain.faces, plain.stats)
            self.index, self.seconds = self.index + 1, self.seconds + step
            if self.window.session._tapped is not None:
                self.window.session._tapped(result)
            self.window.stage.show_result(result)
        self.window.people._catch_up()


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow) -> MainWindow:
    made = make_window()
    made.show()
    return made


@pytest.fixture
def film(window: MainWindow) -> Film:
    return Film(window)


def cards(window: MainWindow) -> list[str]:
    """The titles on the cards, from above."""
    return [person.title for person in window.stage.people.people()]


def face_words(window: MainWindow) -> str:
    return " | ".join(label.text() for label in window.stage.panel.face.findChildren(QLabel))


def told_of(window: MainWindow) -> dict[int, str]:
    """How the picture tells of whom."""
    return {track: sign.text for track, sign in window.stage.view.overlay_style().people.items()}


def test_card_and_face_are_chosen_together(qtbot: QtBot, window: MainWindow, film: Film) -> None:
    told: list[int | None] = []
    window.people.selected.connect(told.append)
    film.show(1, 2, 3)
    assert cards(window) == ["person 1", "person 2", "person 3"]
    assert window.stage.people.chosen() == 1, "the largest, as nobody was chosen"
    window.stage.view.face_clicked.emit(2)
    assert window.stage.people.chosen() == 2
    window.stage.people.person_chosen.emit(3)
    assert window.stage.selected() == 3 and "#3" in face_words(window)
    assert told == [1, 2, 3]
    assert window.people.person is not None and window.people.person.number == 3


def test_somebody_who_left_can_be_looked_back_at(window: MainWindow, film: Film) -> None:
    film.show(1, 2, times=15)
    film.show(1, times=15)
    window.stage.people.person_chosen.emit(2)
    film.show(1, times=2)
    assert window.stage.people.chosen() == 2 and window.people.person.number == 2
    assert "Person #2, who left" in face_words(window)
    window.stage.view.face_clicked.emit(1)
    assert window.stage.people.chosen() == 1 and "Person #1" in face_words(window)
    film.show(1)
    assert "who left" not in face_words(window)


def test_who_is_merged_with_somebody_in_view_is_in_view(window: MainWindow, film: Film) -> None:
    film.show(1, times=15)
    film.show(2, 3, times=15)
    window.people.select(1)
    assert "who left" in face_words(window)
    window.people.edits.merge(3, 1)
    assert window.stage.selected() == 3 and "who left" not in face_words(window)
    assert window.people.person is not None and window.people.person.number == 1
    film.show(2, 3)
    assert "Person #1, 2 of 2" in face_words(window)


def test_a_name_is_told_everywhere(window: MainWindow, film: Film) -> None:
    changes: list[None] = []
    window.people.changed.connect(lambda: changes.append(None))
    film.show(1, 2)
    window.stage.people.renamed.emit(2, "Ada")
    assert cards(window) == ["person 1", "Ada"]
    assert told_of(window) == {1: "#1", 2: "Ada"}
    window.stage.choose(2)
    assert "Ada, 2 of 2" in face_words(window)
    assert len(changes) == 1
    assert window.people.people.of(2).color == person_color(2)


def test_the_menu_pins_hides_merges_and_takes_apart(qtbot: QtBot, window: MainWindow, film: Film) -> None:
    menu = window.people.menu
    assert not menu.pin.isEnabled() and not menu.merge.isEnabled()
    film.show(1, 2, times=15)
    film.show(2, times=15)
    film.show(2, 7, times=2)
    window.stage.choose(7)
    assert not menu.pin.isChecked() and not menu.split.isEnabled()
    menu.pin.trigger()
    assert cards(window) == ["person 7", "person 2", "person 1"] and menu.pin.isChecked()
    menu.hide_person.trigger()
    assert window.stage.view.overlay_style().people[7].hidden
    menu.hide_person.trigger()
    assert not window.stage.view.overlay_style().people[7].hidden
    menu.merge.trigger()
    entries = {action.text(): action for action in menu.partners.actions()}
    assert set(entries) == {"Person 1", "Person 2 (seen together)"}
    assert not entries["Person 2 (seen together)"].isEnabled()
    entries["Person 1"].trigger()
    menu.partners.close()
    assert cards(window) == ["person 1", "person 2"]
    assert told_of(window)[7] == "#1"
    assert window.stage.people.chosen() == 1, "whose face is the one that was chosen"
    assert menu.split.isEnabled()
    menu.split.trigger()
    assert sorted(cards(window)) == ["person 1", "person 2", "person 7"]
    assert not menu.split.isEnabled()


def test_an_open_menu_stays_about_the_same_person(window: MainWindow, film: Film) -> None:
    film.show(1, 2, times=15)
    window.stage.choose(2)
    window.people.menu.popup(window.stage.people.card_corner(2))
    film.show(1, times=15)
    assert window.stage.selected() == 1 and window.stage.people.chosen() == 2
    window.people.menu.close()
    window.people.menu.pin.trigger()
    assert window.people.people.get(2).pinned
    film.show(1)
    assert window.stage.people.chosen() == 1


def test_names_are_typed_by_key_alone(qtbot: QtBot, window: MainWindow, film: Film) -> None:
    film.show(1, 2)
    qtbot.keyClick(window, Qt.Key.Key_F2)
    editor = window.stage.people.findChild(QLineEdit, "personName")
    qtbot.keyClicks(editor, "Bob")  # whose letters are commands elsewhere in the window
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cards(window) == ["Bob", "person 2"])
    assert window.todo.switches["show_box"].isChecked()


def test_without_the_panel_a_name_is_asked_for(window: MainWindow, film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    window.preferences.change("show_panel", False)
    film.show(1)
    monkeypatch.setattr(QInputDialog, "getText", lambda *args: ("Ada", True))
    window.people.menu.rename.trigger()
    assert told_of(window) == {1: "Ada"}


def test_a_name_that_somebody_has_is_explained(window: MainWindow, film: Film) -> None:
    film.show(1, 2, times=15)
    window.people.edits.rename(1, "Ada")
    window.people.edits.rename(2, "Ada")
    assert "in view at once" in window.status.hint() and cards(window) == ["Ada", "person 2"]
    film.show(2, times=15)
    window.people.edits.rename(2, "Ada")
    assert "or were before" in window.status.hint() and "person 2" in cards(window)
    film.show(5, times=15)
    window.people.edits.rename(5, "Ada")
    assert sorted(cards(window)) == ["Ada", "person 2"] and "one person now" in window.status.hint()


def test_another_source_and_another_round_know_nobody(window: MainWindow, film: Film) -> None:
    film.show(1, 2, times=2)
    window.people.edits.rename(1, "Ada")
    film.index, film.seconds = 0, 0.0
    film.show(1)
    assert cards(window) == ["person 1"] and told_of(window)[1] == "#1"
    window.people.edits.rename(1, "Ada")
    window.session.opened.emit("other")
    assert cards(window) == [] and told_of(window) == {}
    assert not window.stage.people.isVisible()
    for late in (window.people.edits.pin, window.people.edits.hide):
        late(1, True)
    window.people.edits.rename(1, "Eve")
    window.people.edits.merge(1, 2)
    window.people.edits.split(1)
    window.people.select(1)


def test_the_cards_follow_ten_times_a_second_and_catch_up(window: MainWindow, film: Film) -> None:
    film.show(1)
    pushed: list[int] = []
    window.people._panel.show_people = lambda people: pushed.append(len(people))  # type: ignore[method-assign]
    window.people._shown_at = float("inf")  # as if they had just been shown
    for _ in range(20):
        window.stage.show_result(result_of(face_at_x(10, track=1), face_at_x(90, track=2)))
    assert pushed == []
    window.people._catch_up()
    window.people._catch_up()
    assert pushed == [2]


def recorded(
    qtbot: QtBot, window: MainWindow, film: Film, folder: Path, monkeypatch: pytest.MonkeyPatch, work: object
) -> Recording:
    """What a recording holds that ran while `work` was done."""
    monkeypatch.setattr("ferdesk.recording_meta.RecordOptions", lambda *args, **more: made)
    made: RecordOptions = options()
    monkeypatch.setattr(type(window.session), "model", _Model())
    window.preferences.change("recordings", str(folder))
    window.todo.record.trigger()
    work()  # type: ignore[operator]
    with qtbot.waitSignal(window.recordings.control.ended):
        window.todo.record.trigger()
    (only,) = folder.iterdir()
    return open_recording(only)


class _Model:
    name, provider, sha256 = "tiny", "CPU", "ab" * 32


def people_of(recording: Recording) -> list[tuple[str, tuple[int, ...]]]:
    return [(person.name, person.tracks) for person in recording.people]


def test_a_recording_knows_names_from_before_and_from_while_it_ran(
    qtbot: QtBot, window: MainWindow, film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film.show(1, times=15)
    window.people.edits.rename(1, "Secret")
    film.show(2, 3, times=15)
    window.people.edits.rename(2, "Ada")

    def work() -> None:
        film.show(2, 3)
        window.people.edits.rename(3, "Eve")

    recording = recorded(qtbot, window, film, tmp_path / "r", monkeypatch, work)
    assert people_of(recording) == [("Ada", (2,)), ("Eve", (3,))]
    assert "Secret" not in recording.events["text"].tolist(), "who had left is none of its business"


def test_who_was_in_view_when_the_camera_was_lost_gives_nobody_their_name(
    qtbot: QtBot, window: MainWindow, film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film.show(1, times=15)
    window.people.edits.rename(1, "Ada")

    def work() -> None:
        film.index, film.seconds, film.opening = 0, 0.0, 4
        film.show(1)

    assert people_of(recorded(qtbot, window, film, tmp_path / "r", monkeypatch, work)) == [("person 2", (2,))]


def test_a_recording_knows_merges(
    qtbot: QtBot, window: MainWindow, film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film.show(1, times=15)
    film.show(2, times=15)
    window.people.edits.merge(1, 2)

    def work() -> None:
        film.show(2, 4, times=15)
        film.show(4, 5, times=15)
        window.people.edits.merge(1, 5)
        window.people.edits.merge(4, 5)  # is refused: 5 is 1 now

    assert people_of(recorded(qtbot, window, film, tmp_path / "r", monkeypatch, work)) == [
        ("person 1", (2, 5)), ("person 4", (4,)),
    ]  # fmt: skip
