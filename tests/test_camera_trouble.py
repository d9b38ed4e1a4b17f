from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ferdesk import camera_trouble
from ferdesk.camera_trouble import users_of, why_not


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_who_holds_a_device_is_found_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device = tmp_path / "video0"
    device.touch()
    assert list(users_of(device)) == []
    with device.open(), subprocess.Popen(["sleep", "60"], stdin=device.open()) as other:
        try:
            assert list(users_of(device)) == ["sleep"], "and not this process"
            monkeypatch.setattr(camera_trouble, "Path", lambda _: device)
            assert why_not("Camera 0", 0, ()) == "Camera 0 is in use by sleep; close that program"
        finally:
            other.kill()


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() == 0, reason="root may open all")
def test_a_forbidden_device_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device = tmp_path / "video0"
    device.touch(mode=0)
    monkeypatch.setattr(camera_trouble, "Path", lambda _: device)
    assert "may not be used by you" in why_not("Camera 0", 0, ())
