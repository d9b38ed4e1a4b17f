"""Recording: rows on disk at once, valid after kill -9 and a full disk, never over somebody else's files."""

from __future__ import annotations

import errno
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from ferdesk.annotate import painted
from ferdesk.blur import HOLD_SECONDS
from ferdesk.emotions import Emotion
from ferdesk.neutral import NeutralState, Phase
from ferdesk.overlay import OverlayStyle
from ferdesk.person import sign_of
from ferdesk.playback import Playback
from ferdesk.quality import Quality
from ferdesk.recorder import Recorder
from ferdesk.recording import open_recording
from ferdesk.recording_folder import FACES_PARQUET, VIDEO_FILE
from ferdesk.recording_report import event_lines
from ferdesk.recording_table import RecordingError
from ferdesk.recording_video import VideoKind
from ferdesk.types import Frame
from tests.recorded import STEP, options, record, result, scores_of

ROOT = Path(__file__).parent.parent
HAPPY, SAD = (1, Emotion.HAPPY), (2, Emotion.SAD)

KILLED = """
import os, signal, sys
from pathlib import Path
from ferdesk.emotions import Emotion
from ferdesk.annotate import painted
from ferdesk.overlay import OverlayStyle
from ferdesk.person import sign_of
from ferdesk.recorder import Recorder
from tests.recorded import options, result
recorder = Recorder(Path(sys.argv[1]), options("plain", blur_faces=sys.argv[2] == "True", parquet=True))
for index in range(25):
    recorder.add(result(index, [(1, Emotion.HAPPY)]))
recorder.mark("now")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_rows_hold_raw_and_smoothed_scores_with_real_times(tmp_path: Path) -> None:
    recording = record(tmp_path / "r", [[HAPPY], [HAPPY, SAD], [], [(2, None)]])
    faces = recording.faces
    assert faces["track"].tolist() == [1, 1, 2, 2]
    assert faces["frame"].tolist() == [0, 1, 1, 3]
    assert faces["seconds"].tolist() == pytest.approx([0.0, 0.1, 0.1, 0.3])
    assert faces["emotion"].tolist() == ["happy", "happy", "sad", "unsure"]
    np.testing.assert_allclose(recording.scores[0], scores_of(Emotion.HAPPY), atol=1e-4)
    assert faces["raw_sad"][2] == pytest.approx(0.7)
    assert faces["valence"].tolist() == pytest.approx([0.65, 0.65, -0.65, 0.0])
    assert recording.frames["faces"].tolist() == [1, 2, 0, 1]
    assert recording.complete
    assert recording.meta.bundle_sha256 == "ab" * 32
    assert stat.S_IMODE((tmp_path / "r").stat().st_mode) == 0o700, "for its owner alone"


@pytest.mark.parametrize("blur_faces", [False, True])
def test_kill_minus_nine_loses_no_row_and_no_picture_but_those_that_wait_to_be_blurred(
    tmp_path: Path, blur_faces: bool
) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path / "r"), str(blur_faces)]
    assert subprocess.run(command, cwd=ROOT).returncode == -signal.SIGKILL
    recording = open_recording(tmp_path / "r")
    assert not recording.complete
    assert len(recording.frames) == len(recording.faces) == 25
    assert recording.events["text"].tolist() == ["now"]
    waited = 25 - pictures_in(tmp_path / "r" / VIDEO_FILE)
    assert (waited - 1) * STEP <= HOLD_SECONDS if blur_faces else waited == 0
    assert (waited > 0) == blur_faces, "README tells of it"
    assert f"the video also loses its last {HOLD_SECONDS} seconds" in (ROOT / "README.md").read_text(encoding="utf-8")


def pictures_in(path: Path) -> int:
    film = cv2.VideoCapture(str(path))
    count = 0
    while film.read()[0]:
        count += 1
    film.release()
    return count


def test_a_line_cut_short_and_faces_without_their_frame_do_not_count(tmp_path: Path) -> None:
    record(tmp_path / "r", [[HAPPY]] * 5)
    faces, frames = tmp_path / "r/faces.csv", tmp_path / "r/frames.csv"
    faces.write_text(faces.read_text() + "5,0.5")
    frames.write_text("".join(frames.read_text().splitlines(keepends=True)[:4]))
    recording = open_recording(tmp_path / "r")
    assert len(recording.frames) == len(recording.faces) == 3


def test_parquet_takes_the_place_of_csv_at_the_end(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    with Recorder(tmp_path / "r", options(parquet=True)) as recorder:
        recorder.add(result(0, [HAPPY]))
        assert (tmp_path / "r/faces.csv").exists()
    assert (tmp_path / "r" / FACES_PARQUET).exists()
    assert not (tmp_path / "r/faces.csv").exists()
    assert open_recording(tmp_path / "r").faces["emotion"].tolist() == ["happy"]


def test_time_and_tracks_go_on_where_a_source_begins_anew(tmp_path: Path) -> None:
    with Recorder(tmp_path / "r", options()) as recorder:
        for index in (0, 1, 2, 0, 1):
            recorder.add(result(index, [HAPPY]))
    recording = open_recording(tmp_path / "r")
    assert (np.diff(recording.frames["seconds"]) > 0).all()
    assert recording.faces["track"].tolist() == [1, 1, 1, 2, 2], "who came back is somebody new"


def test_another_source_is_known_by_its_opening_and_not_by_its_first_frame(tmp_path: Path) -> None:
    with Recorder(tmp_path / "r", options()) as recorder:
        recorder.add(result(0, [HAPPY], captured=10.0, opening=4))
        recorder.rename([1], "Ada", 4)
        recorder.add(result(1, [(1, Emotion.SAD)], seconds=0.2, captured=17.0, opening=5))  # its frame 0 was dropped
        recorder.add(result(2, [(1, Emotion.SAD)], seconds=0.3, captured=17.1, opening=5))
    recording = open_recording(tmp_path / "r")
    assert [(person.name, person.tracks) for person in recording.people] == [("Ada", (1,)), ("person 2", (2,))]
    assert recording.faces["track"].tolist() == [1, 2, 2]
    assert recording.frames["seconds"].tolist() == pytest.approx([0.0, 7.0, 7.1]), "the time in between is real"


def test_a_page_turned_back_is_no_other_source(tmp_path: Path) -> None:
    with Recorder(tmp_path / "r", options()) as recorder:
        recorder.add(result(1, [(1, Emotion.SAD)], captured=10.0, opening=4))
        recorder.add(result(0, [(2, Emotion.HAPPY)], captured=10.5, opening=4))
        recorder.rename([1], "Ada", 4)
    recording = open_recording(tmp_path / "r")
    assert [(person.name, person.tracks) for person in recording.people] == [("Ada", (1,)), ("person 2", (2,))]
    assert recording.frames["seconds"].tolist() == pytest.approx([0.0, 0.5])


def test_what_comes_late_of_a_source_that_was_left_names_nobody(tmp_path: Path) -> None:
    with Recorder(tmp_path / "r", options()) as recorder:
        recorder.rename([1], "Ada", 4)  # she was in view when the camera was lost
        recorder.add(result(0, [HAPPY], opening=5))
        recorder.rename([1], "Eve", 4)
        recorder.add(result(9, [HAPPY], opening=4))
        recorder.add(result(1, [HAPPY], opening=5))
    recording = open_recording(tmp_path / "r")
    assert [(person.name, person.tracks) for person in recording.people] == [("person 2", (2,))]
    assert len(recording.frames) == 2


@pytest.mark.parametrize("kind", ["plain", "overlay"])
def test_a_change_of_resolution_breaks_nothing(tmp_path: Path, kind: VideoKind) -> None:
    sizes = [(48, 96), (96, 192), (300, 60), (2, 2), (48, 96)]
    with Recorder(tmp_path / "r", options(kind, blur_faces=True)) as recorder:
        for index, size in enumerate(sizes * 4):
            recorder.add(result(index, [HAPPY], image=np.full((*size, 3), 90, np.uint8)))
    assert len(open_recording(tmp_path / "r").frames) == pictures_in(tmp_path / "r" / VIDEO_FILE) == 20


def test_of_a_folder_it_is_known_which_picture_was_on_show(tmp_path: Path) -> None:
    with Recorder(tmp_path / "r", options()) as recorder:
        for index, name in enumerate(["a.jpg", "a.jpg", "b.jpg", ""]):
            one = result(index, [HAPPY])
            recorder.add(replace(one, frame=replace(one.frame, name=name)))
        recorder.mark("a joke")
    recording = open_recording(tmp_path / "r")
    events = recording.events
    assert events["kind"].tolist() == ["picture"] * 3 + ["mark"]
    assert events["text"].tolist() == ["a.jpg", "b.jpg", "", "a joke"]
    assert events["seconds"].tolist()[:3] == pytest.approx([0.0, 2 * STEP, 3 * STEP])
    assert [line[0] for line in event_lines(events)] == ["", "", "", "1"], "only marks are numbered"
    assert [marker.number for marker in Playback(recording).markers] == [1]


def test_names_and_notes_are_events(tmp_path: Path) -> None:
    with Recorder(tmp_path / "r", options()) as recorder:
        recorder.add(result(0, [HAPPY, SAD]))
        recorder.rename([1], "Ada")
        recorder.mark("a joke,\nof two lines")
        recorder.rename([2], "Ada")
    recording = open_recording(tmp_path / "r")
    assert recording.events["kind"].tolist() == ["name", "mark", "name"]
    assert recording.events["text"].tolist()[1] == "a joke, of two lines"
    assert [(person.name, person.tracks) for person in recording.people] == [("Ada", (1, 2))]


def test_people_without_a_name_are_one_if_they_were_merged_and_two_if_they_were_split(tmp_path: Path) -> None:
    with Recorder(tmp_path / "r", options()) as recorder:
        recorder.add(result(0, [HAPPY, SAD]))
        recorder.add(result(0, [HAPPY, SAD]))  # the source begins anew: from here on their tracks are 3 and 4
        recorder.rename([1, 2], "")
        assert [person.tracks for person in open_recording(tmp_path / "r").people] == [(1,), (2,), (3, 4)]
        recorder.rename([2], "")
    people = open_recording(tmp_path / "r").people
    assert [(person.name, person.tracks) for person in people] == [
        ("person 1", (1,)), ("person 2", (2,)), ("person 3", (3,)), ("person 4", (4,)),
    ]  # fmt: skip


def test_the_overlay_of_a_video_knows_the_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    styles: list[OverlayStyle] = []
    monkeypatch.setattr(
        "ferdesk.recording_video.painted", lambda one, style: styles.append(style) or painted(one, style)
    )
    with Recorder(tmp_path / "r", options("overlay")) as recorder:
        recorder.add(result(0, [HAPPY, SAD]))
        recorder.add(result(0, [HAPPY, SAD]))
        assert styles[-1].people == {}
        recorder.rename([2], "Ada")
        recorder.add(result(1, [HAPPY, SAD]))
    assert styles[-1].people == {4: sign_of(4, "Ada")}


def test_a_blurred_video_has_no_clear_face(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (48, 96, 3), dtype=np.uint8)
    details = {}
    for blur_faces in (False, True):
        folder = tmp_path / str(blur_faces)
        with Recorder(folder, options("plain", blur_faces=blur_faces)) as recorder:
            for index in range(12):
                recorder.add(result(index, [HAPPY], image=noise))
        recording = open_recording(folder)
        assert recording.video is not None
        details[blur_faces] = detail_of(recording.video)
    assert details[True] < 0.2 * details[False]


def detail_of(path: Path) -> float:
    film = cv2.VideoCapture(str(path))
    parts = []
    while (read := film.read())[0]:
        parts.append(np.abs(np.diff(read[1][14:34, 12:28].astype(float), axis=1)).mean())
    assert len(parts) == 12
    return float(max(parts))


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    record(tmp_path / "r", [[HAPPY]])
    with pytest.raises(RecordingError, match="holds a recording already"):
        Recorder(tmp_path / "r", options())
    (tmp_path / "other").mkdir()
    (tmp_path / "other/letter.txt").write_text("Dear Sir")
    with pytest.raises(RecordingError, match="not empty"):
        Recorder(tmp_path / "other", options())
    with pytest.raises(RecordingError, match="a file"):
        Recorder(tmp_path / "other/letter.txt", options())


def test_a_folder_that_vanishes_is_told_once_and_then_nothing_is_written(tmp_path: Path) -> None:
    with Recorder(tmp_path / "r", options()) as recorder:
        recorder.add(result(0, [HAPPY]))
        (tmp_path / "r").rename(tmp_path / "moved")
        recorder._due = 0.0  # look now, not in a second
        with pytest.raises(RecordingError, match=r"\(it was removed or its disk is gone\)$"):
            recorder.add(result(1, [HAPPY]))
        recorder.add(result(2, [HAPPY]))
        assert recorder.failed
    assert len(open_recording(tmp_path / "moved").frames) == 1


def test_real_time_counts_where_the_clock_of_a_source_stands_still(tmp_path: Path) -> None:
    image = np.zeros((48, 96, 3), np.uint8)
    with Recorder(tmp_path / "r", options()) as recorder:
        for captured in (10.0, 10.5, 11.5):
            recorder.add(result(0, []).__class__(Frame(image, 0, 0.0, captured), (), result(0, []).stats))
    assert open_recording(tmp_path / "r").frames["seconds"].tolist() == pytest.approx([0.0, 0.5, 1.5])


def test_flaws_and_calibration_of_faces_are_columns(tmp_path: Path) -> None:
    seen = result(0, [HAPPY, SAD])
    poor, good = Quality(31, 20, 0, 50, 0.2, 33, 0), Quality(100, 120, 0, 50, 0.2, 0, 0)
    faces = (
        replace(seen.faces[0], quality=poor, neutral=NeutralState(Phase.ON, 0.0)),
        replace(seen.faces[1], quality=good, neutral=NeutralState(Phase.OFF, 0.0)),
    )
    with Recorder(tmp_path / "r", options()) as recorder:
        recorder.add(replace(seen, faces=faces))
    recorded = open_recording(tmp_path / "r").faces
    assert recorded["flaws"].tolist() == ["small dark turned", ""]
    assert recorded["neutral_calibrated"].tolist() == [1, 0]


def test_a_recording_that_cannot_begin_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "empty").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr("ferdesk.recorder.write_meta", full)
        for folder in (tmp_path / "new", tmp_path / "empty"):
            with pytest.raises(RecordingError, match="No space left on device\\); nothing was recorded"):
                Recorder(folder, options("plain"))
    assert not (tmp_path / "new").exists()
    assert list((tmp_path / "empty").iterdir()) == []
    Recorder(tmp_path / "new", options("plain")).close()


def test_a_picture_that_no_film_can_hold_is_told(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "r", options("plain"))
    with pytest.raises(RecordingError, match="65,500"):
        recorder.add(result(0, [], image=np.zeros((1, 70_000, 3), np.uint8)))
    recorder.close()
    assert len(open_recording(tmp_path / "r").frames) <= 1
