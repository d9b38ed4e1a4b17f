"""The app's persisted settings: what they are, how they are checked, where they are kept. No Qt here.

A setting is declared once, as a field of `AppSettings` with its type, default, range and help. Reading never fails:
a file that is not ours is kept aside as `.bad`, a value out of its range falls back to its default, and both are told.
What another version of ferdesk keeps in the file stays in it.
"""

from __future__ import annotations

import dataclasses
import json
import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from ferdesk.free_path import free_path
from ferdesk.setting import Rule, SettingsError
from ferdesk.setting import setting as _setting

if TYPE_CHECKING:
    from ferdesk.overlay import OverlayStyle
    from ferdesk.pipeline import PipelineSettings
    from ferdesk.sources import SourceOptions


RECOGNITION, SOURCES, WINDOW, OVERLAY, RECORDING = "Recognition", "Sources", "Window", "On the picture", "Recording"
PIPELINE = ("smoothing_seconds", "unsure_threshold", "detector_size", "detector_threshold")
"""The settings that are the fields of the same names in PipelineSettings."""


@dataclass(frozen=True, slots=True)
class AppSettings:
    """Everything the app remembers between two starts. Change it with `dataclasses.replace`."""

    source: str = _setting("0", "Last source: a camera, the screen, a path, a URL or demo")
    bundle: str = _setting(
        "default", "Bundle that reads the faces, by name or path", title="Bundle", group=RECOGNITION, form="bundle"
    )
    smoothing_seconds: float = _setting(
        0.35, "Time constant of the smoothing, in seconds; 0 is off",
        low=0.0, high=2.0, title="Smoothing", group=RECOGNITION, step=0.05, unit="s",
    )  # fmt: skip
    unsure_threshold: float | None = _setting(
        None, "Below this confidence the label is unsure, give or take 3 points; none: the bundle's own",
        low=0.0, high=1.0, title="Unsure below", group=RECOGNITION, unit="%",
    )  # fmt: skip
    detector_size: int = _setting(
        448, "Longer side, in pixels, of what the detector sees; more finds smaller faces and takes longer",
        low=64, high=1920, title="Detector size", group=RECOGNITION, step=32, unit="pixels",
    )  # fmt: skip
    detector_threshold: float = _setting(
        0.5, "Faces of which the detector is less sure are left out",
        low=0.0, high=1.0, title="Faces from", group=RECOGNITION, unit="%",
    )  # fmt: skip
    threads: int = _setting(
        1, "Processor threads for the network and the detector",
        low=1, high=64, title="Threads", group=RECOGNITION,
    )  # fmt: skip
    slide_seconds: float = _setting(
        2.0, "How long each picture of a folder is shown, in seconds; from the next start on",
        low=0.1, high=600.0, title="A slide lasts", group=SOURCES, step=0.1, unit="s",
    )  # fmt: skip
    repeat: bool = _setting(
        False, "Begin a video or a folder again at its end", title="Repeat videos and folders", group=SOURCES
    )
    theme: str = _setting(
        "system", "Colours of the app", choices=("system", "dark", "light"), title="Theme", group=WINDOW
    )
    show_panel: bool = _setting(True, "Show the panel of the selected face", title="Panel", group=WINDOW)
    show_timeline: bool = _setting(
        True, "Show scores and valence over time below the video", title="Timeline", group=WINDOW
    )
    mirror_camera: bool = _setting(
        False, "Show a camera's picture as in a mirror; what is saved or recorded of it stays as the camera saw it",
        title="Mirror the camera", group=WINDOW,
    )  # fmt: skip
    rest_minimised: bool = _setting(
        True, "Read no faces while the window is minimised and nothing is recorded", title="Rest when minimised",
        group=WINDOW,
    )  # fmt: skip
    timeline_seconds: float = _setting(60.0, "How much time the timeline shows, in seconds", low=10.0, high=1800.0)
    timeline_of: str = _setting("selected", "Whom the timeline shows", choices=("selected", "everyone"))
    marker_names: str = _setting("", "Names of the markers 1 to 9, with | between them")
    show_box: bool = _setting(True, "Draw a box around each face", title="Boxes", group=OVERLAY)
    show_label: bool = _setting(True, "Write id, emotion and confidence at each face", title="Labels", group=OVERLAY)
    show_bars: bool = _setting(True, "Draw the seven scores beside each face", title="Scores", group=OVERLAY)
    show_landmarks: bool = _setting(
        False, "Draw the five points by which a face is turned upright", title="Landmarks", group=OVERLAY
    )
    overlay_scale: float = _setting(
        1.0, "Size of the labels, bars and lines on the picture",
        low=0.5, high=3.0, title="Size", group=OVERLAY, step=0.05, unit="%",
    )  # fmt: skip
    notice_seen: bool = _setting(False, "The notice of the first start was read")
    record_video: bool = _setting(
        False, "Keep the pictures of a recording too", title="Keep the video", group=RECORDING
    )
    record_overlay: bool = _setting(
        True,
        "Draw boxes and labels into a recording's pictures",
        title="Boxes and labels in the video",
        group=RECORDING,
    )
    record_blur: bool = _setting(
        True,
        "Make the faces in a recording's pictures unrecognisable",
        title="Blur faces in the video",
        group=RECORDING,
    )
    recordings: str = _setting(
        "", "Folder for recordings; empty: ferdesk among the documents", title="Folder", group=RECORDING, form="folder"
    )
    folder: str = _setting("", "Folder of the last opened or saved file")
    geometry: str = _setting("", "Place and size of the window, as Qt wrote it (base64)")
    splitter: str = _setting("", "Share of video and panel, as Qt wrote it (base64)")
    timeline_splitter: str = _setting("", "Share of video and timeline, as Qt wrote it (base64)")

    def pipeline(self) -> PipelineSettings:
        """The part that the pipeline reads."""
        from ferdesk.pipeline import PipelineSettings  # late: the window is up before OpenCV is loaded

        return PipelineSettings(**{name: getattr(self, name) for name in PIPELINE})

    def sources(self) -> SourceOptions:
        """The part that sources are opened with."""
        from ferdesk.sources import SourceOptions

        return SourceOptions(self.slide_seconds, self.repeat)

    def overlay(self) -> OverlayStyle:
        """The part that the overlay reads."""
        from ferdesk.overlay import OverlayStyle

        return OverlayStyle(self.show_box, self.show_label, self.show_bars, self.show_landmarks, self.overlay_scale)


RULES: dict[str, Rule] = {item.name: item.metadata["rule"] for item in fields(AppSettings)}
"""What each setting means and takes, by its name: for the dialog, the command line and the documents."""


def rule_of(name: str) -> Rule:
    """The rule of the setting `name`. SettingsError names those that there are."""
    if name not in RULES:
        raise SettingsError(f"there is no setting {name!r}; there are: {', '.join(RULES)}")
    return RULES[name]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings as read, and a sentence for each thing that was not as it should be."""

    settings: AppSettings
    problems: tuple[str, ...] = ()


def settings_path() -> Path:
    """`settings.json` in the user's config folder."""
    return Path(platformdirs.user_config_dir("ferdesk", appauthor=False)) / "settings.json"


def load_settings(path: Path | None = None) -> Loaded:
    """Read the settings. Never raises: what cannot be used is told in `problems` and replaced by its default."""
    path = path or settings_path()
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Loaded(AppSettings())
    except OSError as error:
        return Loaded(AppSettings(), (f"Settings in {path} cannot be read ({error.strerror}); defaults are used.",))
    except (ValueError, RecursionError):  # the latter of thousands of brackets
        return Loaded(AppSettings(), (_keep_aside(path),))
    if not isinstance(values, dict):
        return Loaded(AppSettings(), (_keep_aside(path),))
    good = {name: values[name] for name, rule in RULES.items() if name in values and rule.allows(values[name])}
    problems = tuple(
        f"Setting {name} in {path} has a value that cannot be used; its default is used."
        for name in RULES
        if name in values and name not in good
    )
    return Loaded(AppSettings(**good), problems)


def save_settings(settings: AppSettings, path: Path | None = None) -> None:
    """Write the settings whole or not at all. SettingsError says where it failed."""
    path = path or settings_path()
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.touch(mode=0o600)  # the last source may be an address with a password
        kept = dataclasses.asdict(settings) | _of_others(path)
        partial.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise SettingsError(f"The settings cannot be saved in {path} ({error.strerror}).") from error


def _of_others(path: Path) -> dict[str, object]:
    """What the file holds that this version does not know of."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        others = {name: value for name, value in values.items() if name not in RULES}
        json.dumps(others, indent=2)  # which may fail on nested ones that could be read
    except (OSError, ValueError, RecursionError, AttributeError):  # no file, or none of ours: nothing is lost with it
        return {}
    return others


def _keep_aside(path: Path) -> str:
    bad = free_path(path.with_name(f"{path.name}.bad"))
    try:
        path.replace(bad)
    except OSError:
        return f"The settings in {path} are damaged; defaults are used."
    return f"The settings in {path} were damaged: they are kept as {bad.name}, and defaults are used."
