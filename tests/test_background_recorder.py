"""Recording in the background: nobody waits for the disk, and a failing one is told and not raised."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ferdesk import background_recorder
from ferdesk.background_recorder import BackgroundRecorder
from ferdesk.emotions import Emotion
from ferdesk.recorder import Recorder
from ferdesk.recording import open_recording
from ferdesk.recording_table import RecordingError
from ferdesk.types import Result
from tests.recorded import options, result

SEEN = [(1, Emotion.HAPPY)]


def test_everything_handed_over_is_written_before_it_stops(tmp_path: Path) -> None:
    recorder = BackgroundRecorder(tmp_path / "r", options())
    for index in range(20):
        recorder.add(result(index, SEEN))
    recorder.mark("now")
    recorder.rename([1], "Ada")
    recorder.stop()
    recorder.stop()
    recording = open_recording(tmp_path / "r")
    assert recording.complete
    assert len(recording.frames) == 20
    assert recording.events["text"].tolist() == ["now", "Ada"]
    assert [person.name for person in recording.people] == ["Ada"]
    assert recorder.dropped == 0
    assert not [thread for thread in threading.enumerate() if thread.name == "ferdesk-recorder"]


def test_a_slow_disk_costs_frames_and_no_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    add = Recorder.add

    def slow(self: Recorder, one: Result) -> None:
        released.wait(60)
        add(self, one)

    monkeypatch.setattr(background_recorder, "MOST", 3)
    monkeypatch.setattr(Recorder, "add", slow)
    recorder = BackgroundRecorder(tmp_path / "r", options())
    for index in range(10):
        recorder.add(result(index, SEEN))
    assert recorder.dropped >= 6
    released.set()
    recorder.stop()
    assert len(open_recording(tmp_path / "r").frames) == 10 - recorder.dropped


def test_a_disk_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Recorder, one: Result) -> None:
        raise RecordingError("no room")

    monkeypatch.setattr(Recorder, "add", full)
    recorder = BackgroundRecorder(tmp_path / "r", options())
    recorder.add(result(0, SEEN))
    recorder.stop()
    assert recorder.failure == "no room"


def test_a_folder_in_use_is_refused_at_once(tmp_path: Path) -> None:
    BackgroundRecorder(tmp_path / "r", options()).stop()
    with pytest.raises(RecordingError, match="holds a recording already"):
        BackgroundRecorder(tmp_path / "r", options())


def test_what_nobody_foresaw_is_told_and_keeps_what_was_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = BackgroundRecorder(tmp_path / "r", options())
    recorder.add(result(0, SEEN))
    add = Recorder.add

    def fail(self: Recorder, one: Result) -> None:
        if one.frame.index == 1:
            raise ValueError("of a kind that no recorder raises")
        add(self, one)

    monkeypatch.setattr(Recorder, "add", fail)
    for index in (1, 2):
        recorder.add(result(index, SEEN))
    recorder.stop()
    assert "ValueError: of a kind that no recorder raises" in recorder.failure
    recording = open_recording(tmp_path / "r")
    assert recording.complete and len(recording.frames) == 1
