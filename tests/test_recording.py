"""Recordings read, told apart from other folders, and really deleted; their figures by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ferdesk.emotions import UNSURE, Emotion
from ferdesk.recorder import Recorder
from ferdesk.recording import LABELS, RecordingError, open_recording
from ferdesk.recording_columns import FACE_COLUMNS
from ferdesk.recording_folder import delete_recording
from ferdesk.recording_report import report_page
from ferdesk.recording_summary import rows_of_person, summarize
from ferdesk.recording_table import Columns
from tests.recorded import Seen, options, record, result

HAPPY: list[Seen] = [(1, Emotion.HAPPY)]
SAD: list[Seen] = [(1, Emotion.SAD)]
UNKNOWN: list[Seen] = [(1, None)]


def test_the_figures_of_one_person(tmp_path: Path) -> None:
    summary = summarize(record(tmp_path / "r", HAPPY * 0 + [HAPPY] * 20 + [UNKNOWN] * 3 + [SAD] * 10 + [HAPPY] * 7))
    (person,) = summary.people
    figures = {figure.label: figure for figure in person.labels}
    assert person.seconds == pytest.approx(4.0)
    assert figures["happy"].share == pytest.approx(27 / 40)
    assert (figures["happy"].episodes, figures["sad"].episodes, figures[UNSURE].episodes) == (2, 1, 0)
    assert figures["happy"].longest_seconds == pytest.approx(2.0)
    assert figures["happy"].mean_seconds == pytest.approx((2.0 + 0.7) / 2)
    moves = {(LABELS[a], LABELS[b]): int(n) for (a, b), n in np.ndenumerate(person.transitions) if n}
    assert moves == {("happy", "sad"): 1, ("sad", "happy"): 1}, "what passes quickly is no episode"
    assert person.valence == pytest.approx((27 * 0.65 - 10 * 0.65) / 40)


def test_gaps_are_where_nobody_was_in_view(tmp_path: Path) -> None:
    summary = summarize(record(tmp_path / "r", [HAPPY] * 5 + [[]] * 3 + [HAPPY] * 5 + [[]] * 12))
    ((start, end),) = summary.gaps
    assert (start, end) == (pytest.approx(1.3), pytest.approx(2.5))
    assert summary.seconds == pytest.approx(2.5)


def test_people_can_be_picked(tmp_path: Path) -> None:
    recording = record(tmp_path / "r", [[(1, Emotion.HAPPY), (2, Emotion.SAD)]] * 4)
    assert [person.name for person in recording.people] == ["person 1", "person 2"]
    assert set(recording.only(recording.people[1:]).faces["emotion"]) == {"sad"}


def test_nothing_tells_of_who_was_left_out(tmp_path: Path) -> None:
    anna, both = (1, Emotion.HAPPY), [(1, Emotion.HAPPY), (2, Emotion.SAD)]
    with Recorder(tmp_path / "r", options()) as recorder:
        for index, seen in enumerate([both] * 5 + [[anna]] * 8 + [both] * 5):
            recorder.add(result(index, seen))
        recorder.rename([1], "Anna Secret")
        recorder.rename([2], "Bob")
        recorder.mark("the film begins")
    recording = open_recording(tmp_path / "r")
    bob = recording.only(person for person in recording.people if person.name == "Bob")
    page = report_page(bob)
    assert "Anna Secret" in report_page(recording)
    assert "Anna Secret" not in page
    assert "person 2 is Bob" in page
    assert "the film begins" in page, "what concerns nobody alone stays"
    assert bob.frames["faces"].tolist() == [1] * 5 + [0] * 8 + [1] * 5
    assert summarize(bob).gaps == (pytest.approx((0.5, 1.3)),)
    assert recording.only(()).frames["faces"].tolist() == [0] * 18


class Counted(Columns):
    """Counts how often each column is read."""

    def __init__(self, columns: Columns, names: Sequence[str]) -> None:
        super().__init__({name: columns[name] for name in names})
        self.reads: Counter[str] = Counter()

    def __getitem__(self, name: str) -> Any:
        self.reads[name] += 1
        return super().__getitem__(name)


def test_the_columns_are_gone_through_once_for_everybody_not_once_a_person(tmp_path: Path) -> None:
    reads = []
    for people in (2, 6):
        seen = [(track, Emotion.HAPPY) for track in range(1, people + 1)]
        recording = record(tmp_path / f"{people}", [seen] * 3)
        faces = Counted(recording.faces, [column.name for column in FACE_COLUMNS])
        assert len(summarize(replace(recording, faces=faces)).people) == people
        reads.append((faces.reads["emotion"], faces.reads["track"]))
    assert reads[0] == reads[1]


def test_who_has_several_tracks_is_one_row_a_frame_in_the_order_of_time(tmp_path: Path) -> None:
    one, both, other = [(2, Emotion.SAD)], [(1, Emotion.HAPPY), (2, Emotion.SAD)], [(1, Emotion.HAPPY)]
    with Recorder(tmp_path / "r", options()) as recorder:
        for index, seen in enumerate([one, one, both, other, one]):
            recorder.add(result(index, seen))
        recorder.rename([1, 2], "Ada")
    recording = open_recording(tmp_path / "r")
    (ada,) = summarize(recording).people
    assert ada.person.tracks == (2, 1)
    assert recording.faces["frame"][ada.rows].tolist() == [0, 1, 2, 3, 4]
    assert ada.rows.tolist() == rows_of_person(recording, ada.person).tolist()
    assert ada.seconds == pytest.approx(0.5)


def test_an_empty_recording_has_figures_too(tmp_path: Path) -> None:
    summary = summarize(record(tmp_path / "r", [[], []]))
    assert summary.people == ()
    assert summary.faces == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("recording.json", "{", "damaged"),
        ("recording.json", '{"format": 99}', "use a newer one"),
        ("frames.csv", "frame,seconds\n0,0\n2,1\n", "out of order"),
        ("faces.csv", "frame,seconds\n0\n", "has 1 cells"),
        ("faces.csv", "frame,seconds\nx,0\n", "no number"),
        ("events.csv", None, "cannot be read"),
    ],
)
def test_damage_is_told_with_the_file(tmp_path: Path, name: str, content: str | None, words: str) -> None:
    record(tmp_path / "r", [HAPPY])
    path = tmp_path / "r" / name
    path.unlink() if content is None else path.write_text(content)
    with pytest.raises(RecordingError, match=words) as error:
        open_recording(tmp_path / "r")
    assert name in str(error.value)


def test_deleting_takes_every_file_of_the_recording_and_nothing_else(tmp_path: Path) -> None:
    record(tmp_path / "r", [HAPPY])
    assert delete_recording(tmp_path / "r") == ()
    assert not (tmp_path / "r").exists()
    record(tmp_path / "s", [HAPPY])
    (tmp_path / "s/notes.txt").write_text("mine")
    assert delete_recording(tmp_path / "s") == ("notes.txt",)
    assert [path.name for path in (tmp_path / "s").iterdir()] == ["notes.txt"]
    with pytest.raises(RecordingError, match="no recording"):
        delete_recording(tmp_path / "s")


def test_marks_that_were_taken_back_do_not_count(tmp_path: Path) -> None:
    with Recorder(tmp_path / "one", options()) as recorder:
        recorder.add(result(0, [(1, Emotion.HAPPY)]))
        for note in ("first", "second", "third"):
            recorder.mark(note)
        recorder.mark("the source stood still", "source")
        recorder.unmark()
        recorder.unmark()
        recorder.mark("fourth")
        recorder.unmark()
        recorder.mark("fifth")
    assert open_recording(tmp_path / "one").events["text"].tolist() == ["first", "the source stood still", "fifth"]
    with Recorder(tmp_path / "two", options()) as recorder:
        recorder.unmark()
    assert len(open_recording(tmp_path / "two").events) == 0
