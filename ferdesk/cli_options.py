"""The options of `ferdesk`'s commands: what they are called, what they take, what their help says."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from typer import Argument, Option
from typer.models import OptionInfo

from ferdesk.setting import shown
from ferdesk.settings import RULES, AppSettings
from ferdesk.writable import check_file


def _of(setting: str, *names: str, metavar: str, default: str | None = None) -> OptionInfo:
    """An option that means the same as a setting: its range and its help; `default` where that is not the setting's."""
    rule = RULES[setting]
    usual = shown(getattr(AppSettings(), setting)) if default is None else default
    low, high = (int(rule.low), int(rule.high)) if rule.kind is int else (rule.low, rule.high)
    text = f"{rule.help}. [default: {usual}]"
    found: OptionInfo = Option(*names, min=low, max=high, metavar=metavar, help=text, show_default=False)
    return found


def check_json(path: Path | None) -> Path | None:
    """Refuse a file for figures that cannot be written, before the minutes that they take. FerdeskError says why."""
    if path is not None and path != Path("-"):
        check_file(path)
    return path


# Shared by several commands.
Bundle = Annotated[
    str | None, Option(metavar="NAME|FILE", help="A bundle that came along, or an .onnx file. [default: default]")
]
Provider = Annotated[
    str, Option(metavar="NAME", help="What runs the network: cpu, cuda, directml, openvino or coreml.")
]
Threads = Annotated[int, _of("threads", metavar="N")]
AppThreads = Annotated[int | None, _of("threads", metavar="N", default="the setting, 1 at first")]
Json = Annotated[
    Path | None,
    Option("--json", metavar="FILE", callback=check_json, help="Write the figures there too; - for stdout."),
]

# The app.
AppSource = Annotated[
    str | None,
    Option(
        metavar="WHAT",
        help="A camera (0, 0@1280x720@30, camera:NAME), a video, an image, a folder, an rtsp or http address, screen "
        "(screen:2, screen:X,Y,WIDTH,HEIGHT), or demo.",
    ),
]
Version = Annotated[bool, Option("--version", help="Print the version and end.")]

# label
Paths = Annotated[list[Path], Argument(metavar="PATH...", help="Pictures, videos, folders of them.")]
Output = Annotated[
    Path | None,
    Option("--output", "-o", metavar="FILE", help=".csv, .jsonl or .parquet. [default: csv on stdout]"),
]
Annotate = Annotated[
    Path | None, Option(metavar="FOLDER", help="Write copies with boxes, labels and bars into this folder.")
]
Every = Annotated[int, Option(metavar="N", help="Of a video, look at every N-th frame.")]
Fps = Annotated[float | None, Option(metavar="F", help="Of a video, look at no more than F frames a second.")]
Smoothing = Annotated[float | None, _of("smoothing_seconds", "--smoothing", metavar="S")]
Raw = Annotated[bool, Option("--raw", help="Write each frame's own scores in place of the smoothed ones.")]
Unsure = Annotated[float | None, _of("unsure_threshold", "--unsure", metavar="SCORE", default="the bundle's")]
MinFaceScore = Annotated[float | None, _of("detector_threshold", "--min-face-score", metavar="SCORE")]
DetectorSize = Annotated[int | None, _of("detector_size", "--detector-size", metavar="PIXELS")]
Force = Annotated[bool, Option("--force", help="Replace an output that exists already.")]
Resume = Annotated[
    bool,
    Option("--resume", help="Go on with an output cut short; its last file and what could not be read are done again."),
]
Quiet = Annotated[bool, Option("--quiet", "-q", help="No progress, no summary.")]

# record and recording


class VideoChoice(StrEnum):
    """What `--video` takes."""

    plain = "plain"
    overlay = "overlay"


RecordSource = Annotated[
    str, Argument(metavar="SOURCE", help="A camera, a video, a folder, an address, screen or demo: see --source.")
]
Out = Annotated[Path, Option(metavar="FOLDER", help="A new folder for the recording.")]
RecordSeconds = Annotated[float | None, Option("--seconds", metavar="S", help="End after so much of the source.")]
Video = Annotated[VideoChoice | None, Option(help="Keep the pictures too, as they are or with boxes and labels.")]
BlurFaces = Annotated[bool, Option("--blur-faces", help="Make the faces in the video unrecognisable, for ever.")]
Parquet = Annotated[bool, Option("--parquet", help="Turn faces.csv into faces.parquet at the end.")]
RecordingFolder = Annotated[Path, Argument(metavar="FOLDER", help="A folder that ferdesk record made.")]
ReportOutput = Annotated[Path, Option("--output", "-o", metavar="FILE", help="The page, .html.")]
ExportOutput = Annotated[Path, Option("--output", "-o", metavar="FILE", help=".csv, .jsonl, .parquet or .png.")]
Yes = Annotated[bool, Option("--yes", "-y", help="Do not ask.")]

# explain
Picture = Annotated[Path, Argument(metavar="IMAGE", help="A picture with faces.")]
MapOutput = Annotated[Path, Option("--out", "-o", metavar="FILE", help="The map, .png.")]
Largest = Annotated[bool, Option("--largest", help="Of several faces the largest alone.")]

# evaluate
Data = Annotated[Path, Option(metavar="PATH", help="FER2013: fer2013.csv (.gz, .xz, .zip) or a folder.")]
Split = Annotated[str, Option(metavar="NAME", help="Training, PublicTest or PrivateTest.")]
DropLeaks = Annotated[bool, Option("--drop-leaks", help="Leave out images that are in Training too.")]
InLoop = Annotated[bool, Option("--detector", help="Put detection and alignment in the loop.")]

# bench
BenchSource = Annotated[str, Option(metavar="WHAT", help="A video, an image, a folder, a camera's number, or demo.")]
Frames = Annotated[int, Option(min=1, metavar="N", help="How many frames are measured.")]

# demo
Seconds = Annotated[float, Option(metavar="S", help="How much of the demo is labelled in the console.")]
NoWindow = Annotated[bool, Option("--console", help="In the console, even where a window could open.")]

# settings
SettingName = Annotated[str, Argument(metavar="NAME", help="A setting, as ferdesk settings show lists it.")]
SettingNames = Annotated[list[str] | None, Argument(metavar="[NAME]...", help="Settings. [default: all]")]
SettingValue = Annotated[str, Argument(metavar="VALUE", help="on, off, a number or a text; none leaves it open.")]
AsJson = Annotated[bool, Option("--json", help="As JSON.")]

# bench-window and soak
WatchSeconds = Annotated[float, Option("--seconds", min=1.0, metavar="S", help="How long the live window is watched.")]


class RecordChoice(StrEnum):
    """What `--record` takes."""

    nothing = "nothing"
    table = "table"
    video = "video"


BenchRecord = Annotated[RecordChoice, Option("--record", help="What the window records while it is watched.")]
SoakMinutes = Annotated[float, Option("--minutes", min=0.1, metavar="M", help="How long the window is used.")]
WindowSize = Annotated[str, Option("--size", metavar="WxH", help="Size of the window.")]
