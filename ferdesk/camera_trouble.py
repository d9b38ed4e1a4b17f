"""Why a camera does not open, in words: forbidden, busy and by whom, or absent."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ferdesk.sources import CameraInfo


def why_not(name: str, index: int | None, connected: Sequence[CameraInfo]) -> str:
    """Why the camera `name` does not open, and the way out. `index` None: no camera is called so."""
    if index is not None and (because := _of_device(name, Path(f"/dev/video{index}"))):
        return because
    if any(camera.index == index for camera in connected):
        return f"{name} does not open; close programs that use it, or allow cameras in the system's settings"
    if connected:
        names = ", ".join(f"{camera.index} ({camera.name})" for camera in connected)
        return f"{name} is not there; connected: {names}"
    return f"{name} is not there; plug in a camera, or open a video or the demo"


def _of_device(name: str, device: Path) -> str:
    """What the file system and the list of processes know; "" if nothing. Linux only."""
    if sys.platform != "linux" or not device.exists():
        return ""
    if not os.access(device, os.R_OK | os.W_OK):
        return f"{name} may not be used by you: add yourself to the group that owns {device} (often: video)"
    users = ", ".join(sorted(set(users_of(device))))
    return f"{name} is in use by {users}; close that program" if users else ""


def users_of(device: Path, processes: Path = Path("/proc")) -> Iterator[str]:
    """Names of this user's other processes that hold `device` open; those of other users do not tell."""
    target = str(device.resolve())
    for process in processes.glob("[0-9]*"):
        if process.name == str(os.getpid()):
            continue
        try:
            if any(str(handle.readlink()) == target for handle in (process / "fd").iterdir()):
                yield (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
        except OSError:  # it has ended, or is somebody else's
            continue
