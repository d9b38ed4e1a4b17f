from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from ferdesk.source_camera import CameraSource
from ferdesk.source_images import FolderSource, ImageSource
from ferdesk.source_screen import ScreenSource
from ferdesk.source_stream import StreamSource
from ferdesk.source_video import VideoSource
from ferdesk.sources import SourceError, cameras, open_source
from tests.fakes import picture


@pytest.mark.parametrize("spec", [0, "0", " 3 ", "12"])
def test_a_number_is_a_camera(spec: int | str) -> None:
    source = open_source(spec)
    assert isinstance(source, CameraSource)
    assert source.name == f"Camera {int(spec)}"


@pytest.mark.parametrize(
    ("spec", "name", "mode"),
    [
        ("0@1280x720@30", "Camera 0", "1280x720@30"),
        ("2 @ 640x480", "Camera 2", "640x480"),
        ("1@15", "Camera 1", "15"),
        ("1@7.5fps", "Camera 1", "7.5"),
        ("camera:Conference Cam@1920×1080", "Conference Cam", "1920x1080"),
        ("Camera: Built-in", "Built-in", ""),
    ],
)
def test_a_camera_with_name_and_mode(spec: str, name: str, mode: str) -> None:
    source = open_source(spec)
    assert isinstance(source, CameraSource)
    assert (source.name, source.mode.spec) == (name, mode)


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ("screen", "Screen 1"),
        ("screen:2", "Screen 2"),
        ("screen:0", "All screens"),
        ("screen:-10,20,300,200", "Screen at -10,20"),
    ],
)
def test_a_screen_or_a_region_of_it(spec: str, name: str) -> None:
    source = open_source(spec)
    assert isinstance(source, ScreenSource)
    assert (source.name, source.kind, source.live) == (name, "screen", True)


def test_a_path_is_what_lies_there(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.JPG"), picture(1))
    (tmp_path / "b.MP4").touch()
    (tmp_path / "no_suffix").touch()
    assert isinstance(open_source(tmp_path), FolderSource)
    assert isinstance(open_source(str(tmp_path / "a.JPG")), ImageSource)
    assert isinstance(open_source(tmp_path / "b.MP4"), VideoSource)
    assert isinstance(open_source(tmp_path / "no_suffix"), VideoSource)


def test_an_address_is_a_stream_and_a_file_address_is_the_file(tmp_path: Path) -> None:
    (tmp_path / "a b.mp4").touch()
    assert isinstance(open_source("RTSP://host/x"), StreamSource)
    source = open_source((tmp_path / "a b.mp4").as_uri())
    assert isinstance(source, VideoSource)
    assert source.path == tmp_path / "a b.mp4"


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("rtsp://admin:pa[ss@host/", r"rtsp://… is no address that can be read; .*%5B"),
        ("http://ann:secret\u2100@host/", r"http://… is no address"),
        ("file://[/a.mp4", r"file://\[/a\.mp4 cannot be opened \(Invalid IPv6 URL\)"),
        ("x" * 300, r"xxx cannot be opened \(.*too long\); give a camera"),
        ("9" * 5000, r"999 cannot be opened"),
        ("~backup.mp4", r"~backup\.mp4 is not there"),
    ],
)
def test_what_the_system_will_not_hear_of_is_told(spec: str, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        open_source(spec)
    assert "secret" not in str(caught.value)


def test_a_file_may_begin_with_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("~backup.mp4").touch()
    source = open_source("~backup.mp4")
    assert isinstance(source, VideoSource)
    assert source.path == Path("~backup.mp4")


def test_the_home_folder_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "a.mp4").touch()
    assert isinstance(open_source("~/a.mp4"), VideoSource)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("gopher://host/x", "gopher"),
        ("none.mp4", "none.mp4 is not there"),
        ("", "empty"),
        ("/dev/null", "no camera"),
        (-1, "-1"),
        ("0@fast", "no camera mode; write 1280x720@30"),
        ("0@", "no camera mode"),
        ("0@1x1", "between 16 and 8192"),
        ("0@640x480@0", "above 0"),
        ("camera:", "names no camera"),
        ("screen:first", "write screen, screen:2 or screen:X,Y,WIDTH,HEIGHT"),
        ("screen:0,0,5,5", "at least 32"),
    ],
)
def test_what_can_be_no_source_is_told(spec: str | int, words: str) -> None:
    if spec == "/dev/null" and not Path("/dev/null").is_char_device():
        pytest.skip("no /dev/null here")
    with pytest.raises(SourceError, match=words):
        open_source(spec)


def test_nothing_is_opened_yet() -> None:
    with pytest.raises(SourceError, match="not open"):
        open_source(0).read()


def test_cameras_can_always_be_asked_for() -> None:
    assert isinstance(cameras(), tuple)


def test_opencv_finds_its_environment_before_it_is_imported() -> None:
    program = (
        "import sys, os, ferdesk.sources; assert 'cv2' not in sys.modules; "
        "print(os.environ['OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS'], os.environ['OPENCV_LOG_LEVEL'])"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OPENCV_")}
    environment["OPENCV_LOG_LEVEL"] = "INFO"
    shown = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert shown.split() == ["0", "INFO"], "what the user has set stays"
