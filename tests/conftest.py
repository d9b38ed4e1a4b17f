"""Fixtures that all tests share: where the real data set and the clips are, if they are there at all."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

# No deadline: how long an example takes says more about the machine's other work than about the code.
hypothesis.settings.register_profile("ferdesk", deadline=None, print_blob=True)
hypothesis.settings.load_profile("ferdesk")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["FERDESK_LANGUAGE"] = "en"  # whatever the desktop speaks


def _data_folder() -> Path:
    named = os.environ.get("FERDESK_DATA")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"


def _needs(relative: str) -> Path:
    path = _data_folder() / relative
    if not path.exists():
        pytest.skip(f"{relative} is not here; set FERDESK_DATA to a folder that holds it")
    return path


@pytest.fixture(scope="session")
def fer2013_csv() -> Path:
    """The real FER2013 file, or a skip."""
    return _needs("fer2013/fer2013.csv.xz")


@pytest.fixture(scope="session")
def ferplus_csv() -> Path:
    """FER+ votes for the same rows, or a skip."""
    return _needs("fer2013/fer2013new.csv")


@pytest.fixture(scope="session")
def clips() -> Path:
    """The folder of real video clips, or a skip."""
    return _needs("clips")


@pytest.fixture(scope="session")
def tiny_bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small real bundle, see tests/tiny.py; do not write to it."""
    from tests.tiny import tiny_bundle as write_bundle

    return write_bundle(tmp_path_factory.mktemp("bundle") / "tiny.onnx")
