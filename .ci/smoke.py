"""Try the installed wheel from a folder that is not the project's: no torch, one picture labelled, a window opened."""

from __future__ import annotations

import csv
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import cv2

import ferdesk
from ferdesk import Recognizer
from ferdesk.sources import open_source

FERDESK = Path(sys.executable).with_name("ferdesk")


def ferdesk_command(*words: str, **environment: str) -> None:
    """Run `ferdesk` as a user would; any exit code but 0 ends this script."""
    print("$ ferdesk", *words, flush=True)
    subprocess.run([FERDESK, *words], check=True, env=os.environ | environment, timeout=120)


assert "site-packages" in ferdesk.__file__, f"this is not the wheel: {ferdesk.__file__}"
assert importlib.util.find_spec("torch") is None, "the app must do without torch"

demo = open_source("demo")
demo.open()
frame = demo.read()
demo.close()
assert frame is not None
cv2.imwrite("face.png", frame.image)
assert Recognizer().predict(frame.image), "no face in the demo's first frame"

ferdesk_command("--version")
ferdesk_command("label", "face.png", "-o", "faces.csv")
rows = list(csv.DictReader(Path("faces.csv").read_text(encoding="utf-8").splitlines()))
assert rows, "the table is empty"
assert rows[0]["status"] == "ok", rows
ferdesk_command("demo", "--seconds", "2", QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")

offscreen = {"QT_QPA_PLATFORM": "offscreen", "FERDESK_SCREENSHOT_AFTER": "3", "XDG_CONFIG_HOME": str(Path.cwd())}
ferdesk_command("--source", "demo", FERDESK_SCREENSHOT="window.png", **offscreen)
assert Path("window.png").stat().st_size > 10_000, "the window is empty"
print("the wheel works")
