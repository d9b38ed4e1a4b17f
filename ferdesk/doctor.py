"""What works on this computer, what does not, and how to mend it. What `ferdesk doctor` does."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, Literal

import numpy as np
from rich.console import Console
from rich.table import Table

from ferdesk import display
from ferdesk.console import console, escaped
from ferdesk.errors import FerdeskError
from ferdesk.machine import package_versions, processor_name

State = Literal["ok", "warning", "problem"]

_MARKS: dict[State, str] = {"ok": "[green]ok[/]", "warning": "[yellow]warning[/]", "problem": "[bold red]problem[/]"}
_CV2_WHEELS = frozenset(
    {"opencv-python", "opencv-contrib-python", "opencv-python-headless", "opencv-contrib-python-headless"}
)
_REINSTALL_CV2 = "pip install --force-reinstall opencv-python-headless"

# In a process of its own, because Qt ends the process where the plugin does not load; and no part of the core but this
# sentence knows PyQt5.
_OPEN_QT = "from PyQt5.QtGui import QGuiApplication as A; a = A([]); print(a.platformName())"


@dataclass(frozen=True)
class DoctorOptions:
    """What `ferdesk doctor` is asked for."""

    bundle: str | Path | None = None
    provider: str = "cpu"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: State
    text: str
    mend: str = ""
    """What to do; empty where all is well."""


@dataclass(frozen=True)
class Report:
    """All findings."""

    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """0 without a problem (warnings do not count), else 1."""
        return 1 if self._count("problem") else 0

    def to_json(self) -> dict[str, Any]:
        """`findings`, each with `name state text mend`, and the numbers of `problems` and `warnings`."""
        return {
            "findings": [asdict(finding) for finding in self.findings],
            "problems": self._count("problem"),
            "warnings": self._count("warning"),
        }

    def _count(self, state: State) -> int:
        return sum(finding.state == state for finding in self.findings)


def run_doctor(options: DoctorOptions) -> Report:
    """Look at everything; what fails becomes a finding and is not raised."""
    checks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("computer", _computer),
        ("packages", _packages),
        ("cv2", _cv2),
        ("window", _window),
        ("cameras", _cameras),
        ("detector", _detector),
        ("providers", lambda: _providers(options.provider)),
        ("bundle", lambda: _bundle(options)),
        ("start", _start),
    )
    return Report(tuple(finding for name, check in checks for finding in _guarded(name, check)))


def print_report(report: Report, to: Console = console) -> None:
    """Print a line a finding, with how to mend it below."""
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for finding in report.findings:
        mend = f"\n[cyan]-> {escaped(finding.mend)}[/]" if finding.mend else ""
        table.add_row(_MARKS[finding.state], finding.name, escaped(finding.text) + mend)
    to.print(table)


def _guarded(name: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from check()
    except FerdeskError as error:
        yield Finding(name, "problem", str(error))
    except Exception as error:  # noqa: BLE001 - the doctor is called where things are broken, and must not break too
        yield Finding(name, "problem", f"{type(error).__name__}: {error}", "install ferdesk again into a fresh .venv")


def _computer() -> Iterator[Finding]:
    yield Finding("computer", "ok", f"{processor_name()}, {os.cpu_count()} threads, {sys.platform}")


def _packages() -> Iterator[Finding]:
    for name, version in package_versions().items():
        if version is not None:
            yield Finding(name, "ok", version)
        else:
            yield Finding(name, "problem", "not installed", f"pip install {name}")
    parquet = importlib.util.find_spec("pyarrow") is not None
    yield Finding("parquet", "ok", "pyarrow is there" if parquet else "without pyarrow; csv and jsonl can be written")


def _cv2() -> Iterator[Finding]:
    wheels = sorted({str(found.metadata["Name"]).lower() for found in distributions()} & _CV2_WHEELS)
    others = [wheel for wheel in wheels if wheel != "opencv-python-headless"]
    if len(wheels) > 1:
        text = f"{' and '.join(wheels)} are installed and have overwritten each other's files"
        yield Finding("cv2", "problem", text, f"pip uninstall -y {' '.join(wheels)} && {_REINSTALL_CV2}")
    elif others and "headless" not in others[0]:
        text = f"{others[0]} brings its own Qt, which breaks PyQt5's windows"
        yield Finding("cv2", "warning", text, f"pip uninstall -y {others[0]} && {_REINSTALL_CV2}")
    else:
        import ferdesk.opencv_env  # noqa: F401  isort: skip
        import cv2

        has_detector = hasattr(cv2, "FaceDetectorYN")
        text = f"{cv2.__version__} from {', '.join(wheels) or 'an unknown place'}"
        if has_detector:
            yield Finding("cv2", "ok", text)
        else:
            yield Finding("cv2", "problem", f"{text} has no FaceDetectorYN", _REINSTALL_CV2)


def _window() -> Iterator[Finding]:
    missing = display.missing_display_packages()
    here = display.has_display()
    if missing:
        text = f"Qt's platform plugin lacks {', '.join(missing)}"
        yield Finding("window", "problem" if here else "warning", text, f"sudo apt-get install {' '.join(missing)}")
    elif not here:
        yield Finding(
            "window", "warning", "there is no display to open a window on",
            "log in to a desktop or use `ssh -X`; `ferdesk label` works without",
        )  # fmt: skip
    else:
        yield _opened()


def _opened() -> Finding:
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM_PLUGIN_PATH"}
    try:
        done = subprocess.run(
            [sys.executable, "-c", _OPEN_QT], capture_output=True, text=True, timeout=30, env=environment
        )
    except subprocess.TimeoutExpired:
        return Finding("window", "problem", "Qt does not answer within 30 s", "look whether the display is still there")
    if done.returncode == 0:
        return Finding("window", "ok", f"Qt's platform plugin {done.stdout.strip()} loads")
    said = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return Finding("window", "problem", f"Qt cannot start: {said}", "pip install --force-reinstall PyQt5 PyQt5-Qt5")


def _cameras() -> Iterator[Finding]:
    from ferdesk.camera_mode import worth_choosing
    from ferdesk.sources import cameras, modes_of

    found = cameras()
    for camera in found:
        known = modes_of(camera.index)
        modes = f"; {' '.join(mode.spec for mode in worth_choosing(known.modes))}" if known.told else ""
        yield Finding("camera", "ok", f"{camera.index}: {camera.name} ({camera.backend}){modes}")
    if not found:
        yield Finding("camera", "warning", "none found", "plug one in, or use a video: ferdesk --source FILE")


def _detector() -> Iterator[Finding]:
    from ferdesk.detect import WEIGHTS_SHA256, YuNet

    YuNet().detect(np.zeros((120, 160, 3), np.uint8))
    yield Finding("detector", "ok", f"YuNet's weights are the tested ones, sha256 {WEIGHTS_SHA256[:12]}…")


def _providers(wanted: str) -> Iterator[Finding]:
    from ferdesk.providers import available, choose

    yield Finding("providers", "ok", f"available: {', '.join(available())}; asked for: {choose(wanted)}")


def _bundle(options: DoctorOptions) -> Iterator[Finding]:
    from ferdesk.bundle import available_bundles
    from ferdesk.classify import Classifier

    yield Finding("bundles", "ok", f"came along: {', '.join(available_bundles()) or 'none'}")
    classifier = Classifier(options.bundle, provider=options.provider)
    bundle, size = classifier.bundle, classifier.bundle.info.crop.size
    text = f"{bundle.info.name}, {bundle.info.precision}, {bundle.path}, sha256 {bundle.sha256}"
    scores = classifier.classify(np.random.default_rng(0).integers(0, 256, (5, size, size), dtype=np.uint8))
    if np.isfinite(scores).all() and np.allclose(scores.sum(axis=1), 1.0, atol=1e-3):
        yield Finding("bundle", "ok", text)
    else:
        yield Finding("bundle", "problem", f"{text}: its scores are no probabilities", "export it again")
    if bundle.info.forced:
        yield Finding("bundle", "warning", "was exported with --force although it failed the gate", "export it again")
    yield _in_use(classifier.provider, options.provider)


def _in_use(real: str, wanted: str) -> Finding:
    from ferdesk.providers import choose

    if real == choose(wanted):
        return Finding("provider", "ok", f"in use: {real}")
    return Finding(
        "provider", "warning", f"in use: {real}, because {choose(wanted)} does not start here",
        "install the driver and libraries that onnxruntime names for it",
    )  # fmt: skip


def _start() -> Iterator[Finding]:
    heavy = sorted({"torch", "onnx", "PyQt5"} & sys.modules.keys())
    if heavy:
        yield Finding("start", "problem", f"the runtime has loaded {', '.join(heavy)}", "please report this")
    else:
        yield Finding("start", "ok", "labelling runs without torch")
