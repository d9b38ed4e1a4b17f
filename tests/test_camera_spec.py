from __future__ import annotations

import pytest

from ferdesk.camera_mode import CameraMode, parse_mode, worth_choosing
from ferdesk.camera_spec import CameraSpec, parse_camera, spec_of
from ferdesk.sources import CameraInfo

BUILT_IN, CAM, CAM_HD = (
    CameraInfo(index, name, "V4L2") for index, name in ((0, "Integrated"), (2, "Cam"), (4, "Cam HD"))
)


@pytest.mark.parametrize("text", ["0", "3@1280x720@30", "camera:Cam HD", "camera:Cam@640x480", "1@15"])
def test_it_is_written_as_it_is_read(text: str) -> None:
    spec = parse_camera(text)
    assert spec is not None and spec.text == text


@pytest.mark.parametrize("text", ["demo", "clip.mp4", "rtsp://ann@host/1", "screen:1", "0x1", "my@clip.mp4"])
def test_other_sources_are_no_cameras(text: str) -> None:
    assert parse_camera(text) is None


def test_a_whole_name_goes_before_a_part() -> None:
    assert CameraSpec("cam").find((CAM_HD, CAM)) == CAM
    assert CameraSpec("hd").find((CAM, CAM_HD)) == CAM_HD
    assert CameraSpec(4).find((CAM, CAM_HD)) == CAM_HD
    assert CameraSpec("gone").find((CAM, CAM_HD)) is None
    assert CameraSpec(9).find((CAM,)) is None


def test_a_camera_is_written_so_that_it_is_found_again() -> None:
    connected = (BUILT_IN, CAM, CAM_HD)
    assert spec_of(BUILT_IN, connected).text == "camera:Integrated"
    assert spec_of(CAM_HD, connected).text == "camera:Cam HD"
    assert spec_of(CAM, connected).text == "2", "its name is a part of another's"
    twin = CameraInfo(6, "Integrated", "V4L2")
    assert spec_of(twin, (*connected, twin)).text == "6"
    odd = CameraInfo(7, "me@home", "V4L2")
    assert spec_of(odd, (odd,)).text == "7"


def test_another_mode_of_the_same_camera() -> None:
    assert CameraSpec("Cam").with_mode(parse_mode("640x480@30")).text == "camera:Cam@640x480@30"


def test_modes_in_words() -> None:
    assert parse_mode("1280x720@30").words == "1280 × 720, 30 fps"
    assert parse_mode("7.5").words == "7.5 fps"
    assert CameraMode().words == "as the camera likes"


def test_of_a_long_list_the_few_that_matter() -> None:
    modes = [parse_mode(text) for text in ("640x480@5", "1280x720@10", "640x480@60", "640x480@30", "640x480@25")]
    assert [mode.spec for mode in worth_choosing(modes)] == ["640x480@30", "640x480@60", "1280x720@10"]
