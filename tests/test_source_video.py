from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from ferdesk.source_video import VideoSource
from ferdesk.sources import SourceError
from ferdesk.types import Frame
from tests.films import HEIGHT, WIDTH, damage, number_in, retime, rotate_mark, trim, write_recording, write_video


def read_all(path: Path) -> list[Frame]:
    source = VideoSource(path)
    source.open()
    frames = []
    while (frame := source.read()) is not None:
        frames.append(frame)
    assert source.read() is None, "the end stays the end"
    source.close()
    return frames


@pytest.mark.parametrize(("suffix", "code"), [("mp4", "mp4v"), ("avi", "MJPG"), ("mkv", "mp4v")])
def test_every_frame_in_order_with_its_time(tmp_path: Path, suffix: str, code: str) -> None:
    frames = read_all(write_video(tmp_path / f"a.{suffix}", 30, fps=20.0, code=code))
    assert [frame.index for frame in frames] == list(range(30))
    assert [number_in(frame.image) for frame in frames] == list(range(30))
    assert [frame.seconds for frame in frames] == pytest.approx([n / 20 for n in range(30)])
    assert frames[0].image.shape == (HEIGHT, WIDTH, 3)
    assert frames[0].image.dtype == np.uint8
    assert all(frame.captured > 0 for frame in frames)


def test_a_variable_rate_is_kept(tmp_path: Path) -> None:
    steps = [1, 1, 3, 1, 4, 1, 9, 1]
    frames = read_all(retime(write_video(tmp_path / "a.mp4", len(steps)), steps))
    assert [number_in(frame.image) for frame in frames] == list(range(8))
    assert np.diff([frame.seconds for frame in frames]) == pytest.approx(0.04 * np.array(steps[:-1]))


def test_a_rotation_mark_is_obeyed(tmp_path: Path) -> None:
    assert read_all(rotate_mark(write_video(tmp_path / "a.mp4", 3)))[0].image.shape == (WIDTH, HEIGHT, 3)


def count_to_the_end(source: VideoSource) -> int:
    """Opens it and leaves it so."""
    source.open()
    return sum(1 for _ in iter(source.read, None))


@pytest.mark.parametrize(("suffix", "code"), [("mp4", "mp4v"), ("avi", "MJPG"), ("mkv", "mp4v")])
def test_a_damaged_middle_is_stepped_over(tmp_path: Path, suffix: str, code: str) -> None:
    frames = read_all(damage(write_video(tmp_path / f"a.{suffix}", 60, code=code), 0.4, 0.5))
    assert 40 < len(frames) < 60
    assert number_in(frames[-1].image) == 59, "the part behind the damage is read to the end"
    times = [frame.seconds for frame in frames]
    assert times == sorted(set(times))


@pytest.mark.parametrize(("suffix", "code"), [("mp4", "mp4v"), ("avi", "MJPG"), ("mkv", "mp4v")])
def test_how_many_frames_are_damaged_is_told(tmp_path: Path, suffix: str, code: str) -> None:
    source = VideoSource(damage(write_video(tmp_path / f"a.{suffix}", 60, code=code), 0.4, 0.5))
    count = count_to_the_end(source)
    assert source.note == f"{60 - count} pictures of a.{suffix} are damaged or missing and were left out"
    source.close()


@pytest.mark.parametrize("steps", [[1, 1, 3, 1, 4, 1, 9, 1] * 4, [1] * 40])
def test_of_a_whole_film_nothing_is_told_whatever_its_rate(tmp_path: Path, steps: list[int]) -> None:
    source = VideoSource(retime(write_video(tmp_path / "a.mp4", len(steps)), steps))
    source.open()
    while source.read() is not None:
        assert source.note == ""
    assert source.note == ""
    source.close()


@pytest.mark.parametrize(
    "seconds", [[n / 10 for n in range(80)], [n / 30 for n in range(20)] + [1 + n / 10 for n in range(40)]]
)
def test_of_a_recording_nothing_is_missing_whatever_its_rate(tmp_path: Path, seconds: list[float]) -> None:
    source = VideoSource(write_recording(tmp_path / "a.mkv", seconds))
    source.open()
    shares = []
    while (frame := source.read()) is not None:
        shares.append(source.share)
        assert source.share == pytest.approx(frame.seconds / seconds[-1], abs=0.02)
    assert len(shares) == len(seconds)
    assert (source.missing, source.note) == (0, "")
    source.close()


def test_of_a_trimmed_film_nothing_is_missing(tmp_path: Path) -> None:
    source = VideoSource(trim(write_video(tmp_path / "a.mp4", 60), 0.5))
    count = count_to_the_end(source)
    assert (source.frames, count, source.missing, source.note) == (60, 30, 0, "")
    source.close()


@pytest.mark.parametrize(("suffix", "code"), [("mp4", "mp4v"), ("avi", "MJPG")])
def test_a_damaged_end_is_missing_where_the_file_counts_its_frames(tmp_path: Path, suffix: str, code: str) -> None:
    source = VideoSource(damage(write_video(tmp_path / f"a.{suffix}", 60, code=code), 0.6, 0.95))
    source.open()
    count = 0
    while source.read() is not None:
        count += 1
        assert source.share == count / 60
    assert source.missing == 60 - count > 5
    source.close()


def test_the_time_of_frames_behind_the_damage_is_still_theirs(tmp_path: Path) -> None:
    frames = read_all(damage(write_video(tmp_path / "a.mp4", 60), 0.4, 0.5))
    assert frames[-1].seconds == pytest.approx(59 / 25)


def test_a_file_cut_short_gives_what_it_has(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.avi", 60, code="MJPG")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert 20 < len(read_all(path)) < 40


def test_the_length_is_known_while_open(tmp_path: Path) -> None:
    source = VideoSource(write_video(tmp_path / "a.mp4", 12))
    assert source.frames == 0
    source.open()
    assert source.frames == 12
    source.close()


def test_opening_again_begins_again(tmp_path: Path) -> None:
    source = VideoSource(write_video(tmp_path / "a.mp4", 5))
    for _ in range(2):
        source.open()
        first = source.read()
        assert first is not None
        assert (first.index, first.seconds, number_in(first.image)) == (0, 0.0, 0)
        source.close()
        source.close()


@pytest.mark.parametrize("content", [b"", b"no video at all\n" * 100])
def test_what_is_no_video_is_told(tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"a\.mp4 is not a video"):
        VideoSource(path).open()
    assert capfd.readouterr().err == "", "OpenCV keeps quiet"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not there"):
        VideoSource(tmp_path / "none.mp4").open()


def test_reading_a_closed_source_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not open"):
        VideoSource(write_video(tmp_path / "a.mp4", 2)).read()


def test_a_real_recording_of_a_variable_rate(clips: Path) -> None:
    steps = np.diff([frame.seconds for frame in read_all(clips / "face_leaves.mov")])
    assert steps.min() > 0
    assert steps.max() > 1.2 * steps[:10].max()


def test_a_loss_that_shows_in_readings_and_times_counts_once(tmp_path: Path, clips: Path) -> None:
    """In H.264 pictures are not stored in the order in which they are shown."""
    path = tmp_path / "a.mp4"
    path.write_bytes((clips / "crying_to_laughing.mp4").read_bytes())
    source = VideoSource(damage(path, 0.50, 0.53))
    count = count_to_the_end(source)
    lacking = source.frames - count
    assert lacking > 5 and abs(source.missing - lacking) <= 2
    source.close()


@pytest.mark.parametrize("name", ["12:30.mp4", "Interview: Anna.mp4"])
@pytest.mark.skipif(os.name == "nt", reason="Windows allows no colon in a name")
def test_what_looks_like_an_address_is_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    write_video(tmp_path / "a.mp4", 3).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert len(read_all(Path(name))) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is Unicode")
def test_a_name_that_is_no_unicode_is_told(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.mp4")
    write_video(tmp_path / "a.mp4", 3).rename(path)
    with pytest.raises(SourceError, match="valid Unicode"):
        VideoSource(path).open()


@pytest.mark.parametrize(("suffix", "code"), [("mp4", "mp4v"), ("avi", "MJPG"), ("mkv", "mp4v")])
def test_one_may_go_to_any_moment(tmp_path: Path, suffix: str, code: str) -> None:
    source = VideoSource(write_video(tmp_path / f"a.{suffix}", 60, code=code))
    assert source.length == 0.0, "nobody knows before it is open"
    source.go_to(1.0)
    source.open()
    assert source.length == pytest.approx(2.4, abs=0.05)
    for seconds, number in ((1.0, 25), (0.0, 0), (2.2, 55), (0.4, 10), (-3.0, 0), (99.0, 59)):
        source.go_to(seconds)
        frame = source.read()
        assert frame is not None and number_in(frame.image) == frame.index == number
        assert frame.seconds == pytest.approx(number / 25, abs=0.01)
        assert (source.missing, source.note) == (0, ""), "what was passed over is not missing"
    assert source.read() is None
    source.go_to(2.2)
    assert len([1 for _ in iter(source.read, None)]) == 5
    source.close()
    assert source.length == 0.0
