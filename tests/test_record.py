"""Recording without a window."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from rich.console import Console

from ferdesk import record
from ferdesk.classify import Classifier
from ferdesk.pipeline import Pipeline
from ferdesk.record import RecordJob, run_record
from ferdesk.recording import open_recording
from ferdesk.types import Face, Image
from tests.films import damage, write_video
from tests.streams import serving


class SlowDetector:
    """Takes longer over a frame than films have."""

    def detect(self, image: Image) -> tuple[Face, ...]:
        time.sleep(0.1)
        return ()


def test_of_a_film_at_an_address_every_frame_is_recorded(tiny_bundle: Path, tmp_path: Path) -> None:
    pipeline = Pipeline(Classifier(tiny_bundle), detector=SlowDetector())
    with serving(write_video(tmp_path / "a.avi", 12, code="MJPG")) as server:
        done = run_record(RecordJob(server.url("/file"), tmp_path / "r", quiet=True), pipeline)
    assert done.frames == 12
    assert len(open_recording(tmp_path / "r").frames) == 12


def test_of_a_live_stream_the_newest_frames_are_recorded(tiny_bundle: Path, tmp_path: Path) -> None:
    pipeline = Pipeline(Classifier(tiny_bundle), detector=SlowDetector())
    with serving(write_video(tmp_path / "a.avi", 12, code="MJPG")) as server:
        done = run_record(RecordJob(server.url("/live"), tmp_path / "r", seconds=0.5, quiet=True), pipeline)
    assert done.seconds >= 0.5
    assert done.frames > 1


def test_the_line_on_the_console_hides_the_password(
    tiny_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(record, "console", Console(file=screen, force_terminal=True, width=200))
    pipeline = Pipeline(Classifier(tiny_bundle), detector=SlowDetector())
    with serving(write_video(tmp_path / "a.avi", 12, code="MJPG")) as server:
        url = server.url("/file").replace("127.0.0.1", "ann:secret@127.0.0.1")
        run_record(RecordJob(url, tmp_path / "r"), pipeline)
    assert "recording http://ann:…@127.0.0.1" in screen.getvalue()
    assert "secret" not in screen.getvalue()


def test_what_a_file_lacks_is_an_event(tiny_bundle: Path, tmp_path: Path) -> None:
    pipeline = Pipeline(Classifier(tiny_bundle))
    film = damage(write_video(tmp_path / "a.mp4", 60), 0.4, 0.5)
    run_record(RecordJob(str(film), tmp_path / "r", quiet=True), pipeline)
    events = open_recording(tmp_path / "r").events
    assert set(events["kind"]) == {"source"}
    assert "pictures of a.mp4 are damaged or missing" in events["text"][-1]
    assert 0.5 < events["seconds"][0] < 2.0, "where it is lacking"
    with serving(write_video(tmp_path / "b.avi", 120, code="MJPG")) as server:
        server.sent = 0.5
        done = run_record(RecordJob(server.url("/file"), tmp_path / "cut", quiet=True), pipeline)
    assert 30 < done.frames < 90
    (told,) = open_recording(tmp_path / "cut").events["text"]
    assert "broke off after" in told
