from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from ferdesk import display, doctor
from ferdesk.camera_mode import parse_mode
from ferdesk.doctor import DoctorOptions, Finding, Report, print_report, run_doctor
from ferdesk.sources import CameraInfo, CameraModes


def found(report: Report, name: str) -> Finding:
    """The one finding of that name."""
    (finding,) = (finding for finding in report.findings if finding.name == name)
    return finding


@pytest.fixture(autouse=True)
def without_qt_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window is there; the test that opens one takes this back."""
    monkeypatch.setattr(doctor, "_opened", lambda: Finding("window", "ok", "opens"))
    monkeypatch.setattr(display, "missing_display_packages", lambda: ())
    monkeypatch.setattr(display, "has_display", lambda: True)


def test_all_is_well(tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("ferdesk.sources.cameras", lambda: (CameraInfo(0, "Eye [HD]", "V4L2"),))
    known = CameraModes((parse_mode("640x480@30"), parse_mode("640x480@5")), told=True)
    monkeypatch.setattr("ferdesk.sources.modes_of", lambda index: known)
    for heavy in ("torch", "onnx", "PyQt5"):  # tests in this process may have loaded them
        monkeypatch.delitem(sys.modules, heavy, raising=False)
    report = run_doctor(DoctorOptions(tiny_bundle))
    assert {finding.state for finding in report.findings} == {"ok"}, report
    assert report.exit_code == 0
    assert found(report, "camera").text == "0: Eye [HD] (V4L2); 640x480@30"
    assert str(tiny_bundle) in found(report, "bundle").text
    assert found(report, "provider").text == "in use: CPUExecutionProvider"
    print_report(report)
    assert "Eye [HD]" in capsys.readouterr().err
    values = json.loads(json.dumps(report.to_json()))
    assert (values["problems"], values["warnings"]) == (0, 0)
    assert set(values["findings"][0]) == {"name", "state", "text", "mend"}


def test_a_missing_or_broken_bundle_is_a_problem(tmp_path: Path) -> None:
    report = run_doctor(DoctorOptions(tmp_path / "absent.onnx"))
    assert report.exit_code == 1
    assert found(report, "bundle").state == "problem"
    (tmp_path / "broken.onnx").write_bytes(b"no onnx")
    assert found(run_doctor(DoctorOptions(tmp_path / "broken.onnx")), "bundle").state == "problem"


def test_an_unknown_provider_is_a_problem(tiny_bundle: Path) -> None:
    report = run_doctor(DoctorOptions(tiny_bundle, "quantum"))
    assert found(report, "providers").state == "problem"
    assert report.exit_code == 1


@pytest.mark.parametrize(
    ("wheels", "state"),
    [
        (["opencv-python-headless"], "ok"),
        (["opencv-python"], "warning"),
        (["opencv-contrib-python-headless"], "ok"),
        (["opencv-python", "opencv-python-headless"], "problem"),
    ],
)
def test_the_wheel_of_cv2(wheels: list[str], state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = [SimpleNamespace(metadata={"Name": wheel}) for wheel in wheels]
    monkeypatch.setattr(doctor, "distributions", lambda: installed)
    (finding,) = doctor._cv2()
    assert finding.state == state
    assert ("pip uninstall" in finding.mend) == (state != "ok")


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.metadata.version

    def without_numpy(name: str) -> str:
        if name == "numpy":
            raise importlib.metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr("ferdesk.machine.version", without_numpy)
    finding = next(finding for finding in doctor._packages() if finding.name == "numpy")
    assert (finding.state, finding.mend) == ("problem", "pip install numpy")


@pytest.mark.parametrize(("here", "state"), [(True, "problem"), (False, "warning")])
def test_missing_libraries_of_qt(here: bool, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "missing_display_packages", lambda: ("libxcb-icccm4",))
    monkeypatch.setattr(display, "has_display", lambda: here)
    (finding,) = doctor._window()
    assert finding.state == state
    assert finding.mend == "sudo apt-get install libxcb-icccm4"


def test_no_display_is_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "has_display", lambda: False)
    (finding,) = doctor._window()
    assert finding.state == "warning"
    assert "ferdesk label" in finding.mend


def test_qt_is_really_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert doctor._opened() == Finding("window", "ok", "Qt's platform plugin offscreen loads")
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")
    broken = doctor._opened()
    assert broken.state == "problem"
    assert "Qt cannot start" in broken.text


def test_a_silent_qt_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("python", 30)

    monkeypatch.undo()
    monkeypatch.setattr(subprocess, "run", hangs)
    assert doctor._opened().state == "problem"


def test_a_check_that_breaks_does_not_break_the_doctor() -> None:
    def breaks() -> Iterator[Finding]:
        yield Finding("half", "ok", "fine")
        raise RuntimeError("odd")

    first, second = doctor._guarded("half", breaks)
    assert (first.state, second.state) == ("ok", "problem")
    assert "odd" in second.text
