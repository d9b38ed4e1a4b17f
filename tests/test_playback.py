"""What a recording shows: the right picture with the right faces, killed or not, with a film or without."""

from __future__ import annotations

import dataclasses
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ferdesk.emotions import Emotion
from ferdesk.person import sign_of
from ferdesk.playback import Playback, tracks_of
from ferdesk.recorder import Recorder
from ferdesk.recording import open_recording
from ferdesk.recording_folder import FRAMES_FILE, VIDEO_FILE
from ferdesk.recording_video import VideoKind
from tests.films import number_in, numbered
from tests.recorded import options, record, result

HAPPY, SAD = (1, Emotion.HAPPY), (2, Emotion.SAD)


def _filmed(folder: Path, kind: VideoKind, *, blur: bool = False, frames: int = 30) -> Playback:
    with Recorder(folder, options(kind, blur_faces=blur)) as recorder:
        for index in range(frames):
            recorder.add(result(index, [HAPPY], image=numbered(index)))
    return Playback(open_recording(folder))


def test_each_frame_has_its_picture_and_its_faces(tmp_path: Path) -> None:
    playback = _filmed(tmp_path / "r", "plain")
    for index in (0, 17, 3, 29, 4):
        shown = playback.shown(index)
        assert number_in(shown.result.frame.image) == index
        assert (shown.pictured, shown.drawn) == (True, False)
        (face,) = shown.result.faces
        assert (face.track, face.emotion) == (1, Emotion.HAPPY)
        assert face.confidence == pytest.approx(0.7)
        assert (face.box.x, face.box.width) == (10.0, 20.0)
    playback.close()


def test_what_the_video_shows_already_is_told(tmp_path: Path) -> None:
    playback = _filmed(tmp_path / "r", "overlay")
    assert playback.shown(3).drawn
    playback.close()


def test_without_a_film_faces_lie_on_a_plain_ground_of_the_frames_size(tmp_path: Path) -> None:
    playback = Playback(record(tmp_path / "r", [[HAPPY, SAD], [(2, None)], []]))
    shown = playback.shown(0)
    assert (shown.pictured, shown.drawn) == (False, False)
    assert shown.result.frame.image.shape == (48, 96, 3)
    assert np.ptp(shown.result.frame.image) == 0
    assert [face.track for face in shown.result.faces] == [1, 2]
    assert playback.shown(1).result.faces[0].emotion is None
    assert playback.shown(2).result.faces == ()


def test_a_recording_that_does_not_tell_the_size_has_room_for_its_faces(tmp_path: Path) -> None:
    record(tmp_path / "r", [[(1, None)]])
    frames = tmp_path / "r" / FRAMES_FILE
    rows = [",".join(line.split(",")[:6]) for line in frames.read_text().splitlines()]
    frames.write_text("\n".join(rows) + "\n")
    assert Playback(open_recording(tmp_path / "r")).shown(0).result.frame.image.shape == (240, 320, 3)


def test_faces_follow_their_picture_where_the_frames_changed_in_size(tmp_path: Path) -> None:
    with Recorder(tmp_path / "r", options("plain")) as recorder:
        recorder.add(result(0, [HAPPY], image=numbered(0)))
        large = np.repeat(np.repeat(numbered(1), 2, axis=0), 2, axis=1)
        recorder.add(result(1, [HAPPY], image=large))
    playback = Playback(open_recording(tmp_path / "r"))
    assert playback.shown(1).result.frame.image.shape == numbered(0).shape
    assert playback.shown(1).result.faces[0].box.x == pytest.approx(5.0)
    assert playback.shown(0).result.faces[0].box.x == pytest.approx(10.0)
    playback.close()


def test_people_can_be_left_out_and_have_their_names(tmp_path: Path) -> None:
    with Recorder(tmp_path / "r", options()) as recorder:
        recorder.add(result(0, [HAPPY, SAD]))
        recorder.rename([2], "Ada")
    playback = Playback(open_recording(tmp_path / "r"))
    ada = [person for person in playback.people if person.name == "Ada"]
    assert [face.track for face in playback.shown(0, tracks_of(ada)).result.faces] == [2]
    assert playback.shown(0, frozenset()).result.faces == ()
    assert playback.signs() == {1: sign_of(1), 2: sign_of(2, "Ada")}


def test_moments_and_markers(tmp_path: Path) -> None:
    with Recorder(tmp_path / "r", options()) as recorder:
        for index in range(20):
            recorder.add(result(index, [HAPPY]))
            if index in (5, 12):
                recorder.mark(f"note {index}")
        recorder.rename([1], "Ada")
        recorder.mark("camera lost", "source")
    playback = Playback(open_recording(tmp_path / "r"))
    assert [(marker.number, marker.seconds, marker.name) for marker in playback.markers] == [
        (1, 0.5, "note 5"), (2, 1.2, "note 12"), (3, 1.9, "camera lost"),
    ]  # fmt: skip
    moments = (-1.0, 0.0, 0.49, 0.5, 0.55, 1.9, 99.0)
    assert [playback.index_at(seconds) for seconds in moments] == [0, 0, 4, 5, 5, 19, 19]
    following, before = playback.next_marker(0.5), playback.previous_marker(1.2)
    assert following is not None and following.number == 2
    assert before is not None and before.number == 1
    assert playback.previous_marker(0.5) is None and playback.next_marker(1.9) is None


def test_a_persons_series_has_their_scores_and_their_gaps(tmp_path: Path) -> None:
    playback = Playback(record(tmp_path / "r", [[HAPPY]] * 5 + [[SAD]] * 30 + [[HAPPY]] * 5))
    series = playback.series(playback.people[0])
    assert len(series.seconds) == 10
    assert (series.start, series.end) == (0.0, pytest.approx(3.9))
    assert series.valence == pytest.approx(np.full(10, 0.65))
    assert series.lengths == pytest.approx(np.full(10, 0.1)), "away is away"


def test_nothing_recorded_is_no_frame(tmp_path: Path) -> None:
    playback = Playback(record(tmp_path / "r", []))
    assert (playback.frames, playback.end, playback.people, playback.markers) == (0, 0.0, (), ())
    assert playback.index_at(3.0) == 0


KILLED = """
import os, signal, sys
from pathlib import Path
from ferdesk.emotions import Emotion
from ferdesk.recorder import Recorder
from tests.films import numbered
from tests.recorded import options, result
kind = None if sys.argv[2] == "none" else "plain"
recorder = Recorder(Path(sys.argv[1]), options(kind, blur_faces=sys.argv[2] == "blurred"))
for index in range(25):
    recorder.add(result(index, [(1, Emotion.HAPPY)], image=numbered(index)))
recorder.mark("now")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("video", "pictures"), [("none", 0), ("plain", 25), ("blurred", 19)])
def test_what_a_killed_recorder_left_can_be_played(tmp_path: Path, video: str, pictures: int) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path / "r"), video]
    died = subprocess.run(command, cwd=Path(__file__).parent.parent)
    assert died.returncode == -signal.SIGKILL
    playback = Playback(open_recording(tmp_path / "r"))
    assert playback.frames == 25
    assert [playback.shown(index).pictured for index in range(25)] == [True] * pictures + [False] * (25 - pictures)
    assert all(len(playback.shown(index).result.faces) == 1 for index in range(25))
    assert [marker.name for marker in playback.markers] == ["now"]
    playback.close()


def test_a_film_that_went_leaves_the_faces(tmp_path: Path) -> None:
    playback = _filmed(tmp_path / "r", "plain", frames=3)
    (tmp_path / "r" / VIDEO_FILE).unlink()
    assert not playback.shown(0).pictured
    gone = dataclasses.replace(playback.recording, folder=tmp_path / "elsewhere")
    assert Playback(gone).shown(0).result.faces[0].track == 1


def test_faces_follow_their_picture_where_the_frames_changed_in_shape(tmp_path: Path) -> None:
    with Recorder(tmp_path / "r", options("plain")) as recorder:
        recorder.add(result(0, [HAPPY], image=numbered(0)))
        recorder.add(result(1, [HAPPY], image=np.rot90(numbered(1)).copy()))
    playback = Playback(open_recording(tmp_path / "r"))
    first, turned = (playback.shown(index).result.faces[0].box for index in (0, 1))
    assert (turned.width, turned.height) == (first.width * 0.75, first.height * 0.75), "120 pixels for 160"
    assert (turned.x, turned.y) == (35 + first.x * 0.75, first.y * 0.75), "in the middle of 160"
    playback.close()
