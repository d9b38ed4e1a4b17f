from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from ferdesk.source_stream import StreamSource, hide_password, unpacked
from ferdesk.sources import SourceError
from tests.fakes import WAIT
from tests.films import HEIGHT, WIDTH, number_in, numbered, write_video
from tests.streams import Server, serving


@pytest.fixture(name="server")
def _server(tmp_path: Path) -> Iterator[Server]:
    with serving(write_video(tmp_path / "a.avi", 12, code="MJPG")) as server:
        yield server


def test_a_live_stream_is_read_until_it_breaks_off(server: Server) -> None:
    source = StreamSource(server.url("/live"), timeout=WAIT)
    source.open()
    frames = [source.read() for _ in range(5)]
    assert source.live
    numbers = [number_in(frame.image) for frame in frames if frame]
    assert len(numbers) == 5
    assert numbers == sorted(set(numbers))
    assert all(frame and frame.captured > 0 for frame in frames)
    server.hang_up.set()
    with pytest.raises(SourceError, match="no pictures any more"):
        for _ in range(200):
            source.read()
    source.close()


def test_pictures_of_another_shape_in_mid_stream_keep_it(server: Server) -> None:
    source = StreamSource(server.url("/live"), timeout=WAIT)
    source.open()
    assert next_shape(source) == (HEIGHT, WIDTH, 3)
    server.turned = True
    deadline = time.monotonic() + WAIT
    while next_shape(source) == (HEIGHT, WIDTH, 3):
        assert time.monotonic() < deadline, "the new shape never came"
    frames = [source.read() for _ in range(3)]
    assert [frame and frame.image.shape for frame in frames] == [(WIDTH, HEIGHT, 3)] * 3
    numbers = [number_in(np.rot90(frame.image, -1)) for frame in frames if frame]
    assert numbers == [(numbers[0] + step) % 50 for step in range(3)], "nothing is squeezed"
    source.close()


def next_shape(source: StreamSource) -> tuple[int, ...]:
    frame = source.read()
    assert frame is not None
    return frame.image.shape


def test_damaged_pictures_of_a_stream_are_left_out(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    source = StreamSource(server.url("/live"), timeout=WAIT)
    source.open()
    server.broken = 3
    deadline = time.monotonic() + WAIT
    while server.broken:
        assert next_shape(source) == (HEIGHT, WIDTH, 3)
        assert time.monotonic() < deadline
    for _ in range(200):
        assert next_shape(source) == (HEIGHT, WIDTH, 3), "those behind the damage"
    assert capfd.readouterr().err == "", "OpenCV keeps quiet"
    source.close()


def test_a_stream_of_nothing_but_damage_is_given_up(server: Server) -> None:
    source = StreamSource(server.url("/live"), timeout=1.0)
    source.open()
    server.broken = 1_000_000
    with pytest.raises(SourceError, match="no pictures any more"):
        for _ in range(2000):
            source.read()
    source.close()


def test_a_jpeg_is_read_without_its_end_mark_and_damage_is_no_picture() -> None:
    jpeg = np.asarray(cv2.imencode(".jpg", numbered(37))[1], np.uint8).ravel()
    for bytes_ in (jpeg, jpeg[:-2], np.append(jpeg, np.zeros(9, np.uint8))):
        picture = unpacked(bytes_)
        assert picture is not None
        assert number_in(picture) == 37
    assert unpacked(jpeg[:20]) is None
    assert unpacked(jpeg[:0]) is None


def test_who_was_away_gets_a_new_connection(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    source = StreamSource(server.url("/live"), timeout=WAIT)
    source.open()
    visits = server.visits
    first = source.read()
    monkeypatch.setattr("ferdesk.source_stream._AWAY_SECONDS", -1.0)
    second = source.read()
    assert server.visits > visits
    assert first is not None
    assert second is not None
    assert second.index == first.index + 1
    assert second.seconds > first.seconds, "its clock goes on"
    source.close()


def test_an_address_of_a_file_is_no_live_source_and_ends(server: Server) -> None:
    source = StreamSource(server.url("/file.avi"), timeout=WAIT)
    source.open()
    assert not source.live
    times = []
    while (frame := source.read()) is not None:
        times.append(frame.seconds)
    assert times == pytest.approx([n / 25 for n in range(12)])
    source.close()


def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute, pytest.raises(SourceError, match="does not answer"):
        StreamSource(f"http://127.0.0.1:{mute.getsockname()[1]}/x", timeout=0.3).open()


def test_nobody_there_is_told_without_the_password() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(SourceError, match="does not answer") as caught:
        StreamSource(f"http://ann:secret@127.0.0.1:{port}/x?key=hidden", timeout=WAIT).open()
    assert "ann" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(("path", "live"), [("/file", False), ("/live", True)])
def test_whether_it_is_live_is_known_before_opening_to_whoever_asks(server: Server, path: str, live: bool) -> None:
    source = StreamSource(server.url(path), timeout=WAIT)
    source.settle()
    assert source.live is live
    with pytest.raises(SourceError, match="not open"):
        source.read()


def test_of_an_address_that_cannot_be_a_files_nobody_asks() -> None:
    StreamSource("tcp://127.0.0.1:9/").settle()


def test_reading_before_opening_is_told() -> None:
    with pytest.raises(SourceError, match="not open"):
        StreamSource("rtsp://127.0.0.1/x").read()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rtsp://ann:secret@host:554/x", "rtsp://ann:…@host:554/x"),
        ("rtsp://ann:se@cret@host/x", "rtsp://ann:…@host/x"),
        ("http://host/x?token=1#part", "http://host/x?…"),
        ("http://host/x", "http://host/x"),
        ("http://ann@host/x", "http://ann@host/x"),
        ("rtsp://ann:se[cret@host/x", "rtsp://…"),
    ],
)
def test_what_is_shown_of_an_address(url: str, shown: str) -> None:
    assert hide_password(url) == shown


def test_a_film_that_broke_off_on_its_way_is_told(tmp_path: Path) -> None:
    with serving(write_video(tmp_path / "a.avi", 120, code="MJPG")) as server:
        source = StreamSource(server.url("/file"), timeout=WAIT)
        for sent, told in ((1.0, ""), (0.5, "of 5 seconds; check the network"), (1.0, "")):
            server.sent = sent
            source.open()
            assert source.note == ""
            while source.read() is not None:
                pass
            assert source.note.endswith(told) and bool(source.note) == bool(told)
        source.close()
