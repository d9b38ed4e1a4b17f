"""The pictures of README.md: each is of its window, small enough to be fetched, and not empty."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ferdesk.bundle import available_bundles

_QUICKLY = """
import sys
from pathlib import Path
from ferdesk.gui import pictures

pictures._BEGIN, pictures._MARKS, pictures._TAKEN, pictures._LOOKED_AT = 0.1, (0.3, 0.5), 1.2, 0.5
pictures._PHOTOS = 3
pictures.make_pictures(Path(sys.argv[1]))
"""


def test_three_pictures_are_made(tmp_path: Path) -> None:
    if "default" not in available_bundles():
        pytest.skip("no bundle came along")
    done = subprocess.run(
        [sys.executable, "-c", _QUICKLY, str(tmp_path)],
        env=os.environ | {"QT_SCALE_FACTOR": "2"},
        capture_output=True, text=True, check=False, timeout=110,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    sizes = {}
    for path in tmp_path.glob("*.png"):
        assert path.stat().st_size < 250_000
        picture = Image.open(path)
        sizes[path.stem] = picture.size
        assert np.asarray(picture.convert("L")).std() > 5
    assert sizes["window"] == sizes["viewer"] == (1440, 900)
    assert 500 < sizes["batch"][0] < 1000
