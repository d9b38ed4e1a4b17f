"""A batch dialog on a tiny bundle, and pictures to label."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from pytestqt.qtbot import QtBot

from ferdesk.gui.batch.dialog import BatchDialog
from ferdesk.gui.engine import Engine
from ferdesk.settings import AppSettings
from tests.fakes import until


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of five plain pictures."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(5):
        Pillow.fromarray(np.full((120, 160, 3), 40 * number, np.uint8)).save(folder / f"{number}.png")
    return folder


@pytest.fixture
def dialog(qtbot: QtBot, tiny_bundle: Path) -> Iterator[BatchDialog]:
    """Open, and shut after the test."""
    made = BatchDialog(lambda: Engine(str(tiny_bundle)), AppSettings)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.shut()


def ended(qtbot: QtBot, dialog: BatchDialog) -> None:
    """Wait for the end of the job."""

    def over() -> bool:
        qtbot.wait(5)
        return not dialog.job.running

    until(over, "the end of the job")
