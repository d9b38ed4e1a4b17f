"""The driver is played by a function that fills in the kernel's structures, byte by byte as `videodev2.h` has them."""

from __future__ import annotations

import errno
import struct
from pathlib import Path

import pytest

from ferdesk.v4l2 import device_modes

FORMATS = [b"YUYV", b"H264", b"MJPG"]
SIZES = {b"YUYV": [(640, 480)], b"H264": [(1920, 1080)], b"MJPG": [(640, 480), (1280, 720)]}
INTERVALS = {(640, 480): [(1, 30), (1, 15)], (1280, 720): [(1, 30), (2, 15)], (1920, 1080): [(1, 30)]}


def driver(handle: int, request: int, entry: bytearray) -> None:
    """A webcam with three formats."""
    index = struct.unpack_from("=I", entry)[0]
    try:
        if request == 0xC0405602:
            assert len(entry) == 64 and struct.unpack_from("=I", entry, 4)[0] == 1
            entry[44:48] = FORMATS[index]
        elif request == 0xC02C564A:
            assert len(entry) == 44
            struct.pack_into("=3I", entry, 8, 1, *SIZES[bytes(entry[4:8])][index])
        else:
            assert request == 0xC034564B and len(entry) == 52
            struct.pack_into("=3I", entry, 16, 1, *INTERVALS[struct.unpack_from("=2I", entry, 8)][index])
    except IndexError:
        raise OSError(errno.EINVAL, "the end of the list") from None


def ranges(handle: int, request: int, entry: bytearray) -> None:
    """A camera that takes any size and rate between two."""
    if struct.unpack_from("=I", entry)[0] > 0:
        raise OSError(errno.EINVAL, "the end of the list")
    if request == 0xC0405602:
        entry[44:48] = b"NV12"
    elif request == 0xC02C564A:
        struct.pack_into("=7I", entry, 8, 3, 160, 1000, 8, 120, 700, 8)
    else:
        struct.pack_into("=7I", entry, 16, 2, 1, 40, 1, 5, 1, 1)


@pytest.fixture
def device(tmp_path: Path) -> Path:
    path = tmp_path / "video0"
    path.touch()
    return path


def test_every_mode_that_can_be_read_once(device: Path) -> None:
    assert [mode.spec for mode in device_modes(device, driver)] == [
        "640x480@15", "640x480@30", "1280x720@7.5", "1280x720@30",
    ]  # fmt: skip


def test_of_ranges_the_usual_ones(device: Path) -> None:
    specs = {mode.spec for mode in device_modes(device, ranges)}
    assert {"320x240@30", "640x480@15", "640x480@40", "800x600@30"} <= specs
    assert not any(spec.startswith("1280") or spec.endswith("@60") for spec in specs)


def test_a_driver_without_rates(device: Path) -> None:
    def control(handle: int, request: int, entry: bytearray) -> None:
        if request == 0xC034564B:
            raise OSError(errno.ENOTTY, "not known")
        driver(handle, request, entry)

    assert [mode.spec for mode in device_modes(device, control)] == ["640x480", "1280x720"]


def test_a_list_without_an_end_ends(device: Path) -> None:
    def control(handle: int, request: int, entry: bytearray) -> None:
        if request == 0xC0405602:
            entry[44:48] = b"H264"

    assert device_modes(device, control) == ()


def test_what_is_no_camera_has_no_modes(device: Path, tmp_path: Path) -> None:
    assert device_modes(device) == ()
    assert device_modes(tmp_path / "none") == ()
