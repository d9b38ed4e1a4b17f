"""The newest faces of a job, not more than can be shown, with the labels that the table has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from ferdesk.gui.batch.crop_list import CropList
from ferdesk.gui.batch.job import MOST_CROPS, Headway, _Watcher
from ferdesk.label import LabelNews
from ferdesk.label_inputs import Item
from tests.gui.conftest import face_at_x, result_of


def news(done: float, emotion: int | None = 3, track: int | None = None, name: str = "a.png") -> LabelNews:
    face = face_at_x(10.0, track=track, emotion=emotion)
    return LabelNews(100, done, Item(Path(name), "picture"), (), result_of(face))


def test_the_newest_faces_are_kept_and_shown_newest_first(qtbot: QtBot) -> None:
    calls: list[None] = []
    watcher = _Watcher(lambda: calls.append(None))
    for number in range(MOST_CROPS + 10):
        assert not watcher(news(number + 1.0, emotion=None if number == MOST_CROPS + 9 else 3))
    last = watcher.last
    assert last is not None and len(last.seen) == MOST_CROPS and last.done == MOST_CROPS + 10
    assert len(calls) == 1, "one signal until the mailbox is read"
    view = CropList()
    qtbot.addWidget(view)
    view.show_seen(last.seen[:5])
    view.show_seen(last.seen)
    view.show_seen([replace(last.seen[-1], number=last.seen[-1].number + 1)])
    assert view.count() == MOST_CROPS
    first = view.item(1)
    assert first is not None and first.text() == "unsure 83 %" and first.toolTip() == "a.png"


def test_of_a_video_a_person_is_shown_when_they_come_and_when_their_label_changes() -> None:
    watcher = _Watcher(lambda: None)
    frames = [(1, 3), (1, 3), (2, 3), (1, 4), (1, 4), (1, 3)]
    for track, emotion in frames:
        watcher(news(0.5, emotion, track, "clip.mp4"))
    watcher(news(1.0, 3, 1, "other.mp4"))
    assert watcher.last is not None
    assert [seen.label for seen in watcher.last.seen] == ["happy", "happy", "sad", "happy", "happy"]


def test_a_stop_ends_it_after_the_step() -> None:
    watcher = _Watcher(lambda: None)
    assert not watcher(news(1.0))
    watcher.stopped.set()
    assert watcher(news(2.0))


def test_the_rest_is_guessed_from_what_is_done() -> None:
    watcher = _Watcher(lambda: None)
    watcher(news(1.0))
    assert watcher.last is not None and watcher.last.seconds_left is None, "too early to say"
    watcher._began -= 50.0
    watcher(news(20.0))
    left = watcher.last.seconds_left
    assert isinstance(watcher.last, Headway) and left is not None and 200.0 <= left < 400.0
