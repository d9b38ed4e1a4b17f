"""What is looked at before Qt is asked for a window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ferdesk import display
from ferdesk.gui import bootstrap


def test_opencvs_plugin_path_is_forgotten_and_ones_own_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", "/site-packages/cv2/qt/plugins")
    monkeypatch.setenv("QT_QPA_FONTDIR", "/usr/share/fonts")
    bootstrap.prepare()
    assert "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ
    assert os.environ["QT_QPA_FONTDIR"] == "/usr/share/fonts"


def test_missing_libraries_are_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "missing_display_packages", lambda: ("libxcb-icccm4", "libxcb-xinerama0"))
    with pytest.raises(bootstrap.NoWindowError, match="apt-get install libxcb-icccm4 libxcb-xinerama0") as caught:
        bootstrap.prepare()
    assert "ferdesk label" in str(caught.value)


def test_without_a_display_the_console_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "missing_display_packages", lambda: ())
    monkeypatch.setattr(display, "has_display", lambda: False)
    with pytest.raises(bootstrap.NoWindowError, match="ferdesk label"):
        bootstrap.prepare()


def test_the_window_comes_before_the_heavy_libraries(tmp_path: Path) -> None:
    """Neither OpenCV nor onnxruntime nor torch is loaded when the window is shown: it is up in a moment."""
    code = """
import sys
from pathlib import Path
from ferdesk.gui.app import AppOptions, make_application
from ferdesk.gui import bootstrap
bootstrap.prepare()
app = make_application()
from ferdesk.gui.main_window import MainWindow
window = MainWindow(AppOptions(settings=Path(sys.argv[1])))
window.show()
app.processEvents()
print(sorted({"cv2", "onnxruntime", "torch", "onnx", "pyqtgraph"} & set(sys.modules)))
window.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "settings.json")],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stderr


def test_threads_are_told_to_share_memory_before_qt_makes_any(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []
    monkeypatch.setattr(bootstrap.heap, "share_arena", lambda: told.append(True))
    bootstrap.prepare()
    assert told == [True]
