"""The pictures of README.md, taken of the real windows on the built-in demo: `python -m ferdesk.gui.pictures docs`.

They differ from one time to the next in what a clock decides, such as figures of speed, and in nothing else.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ferdesk.gui import bootstrap

if TYPE_CHECKING:
    from PyQt5.QtWidgets import QWidget

    from ferdesk.gui.main_window import MainWindow
    from ferdesk.gui.scripted import Wait
    from ferdesk.gui.viewer.viewer_window import ViewerWindow

WIDTH, HEIGHT = 1440, 900
_BATCH_WIDTH, _BATCH_HEIGHT = 760, 620
_EVERYWHERE_ALIKE = {"QT_QPA_PLATFORM": "offscreen", "QT_FONT_DPI": "96", "QT_SCALE_FACTOR": "1"}
_POINTS = 9
"""Size of the app's font."""
_COLORS = 256
"""Of a picture; as many as the smallest form of PNG can hold."""
_BEGIN, _MARKS, _TAKEN = 2.0, (9.4, 22.6), 28.2
"""Seconds of the demo: when the recording begins, when marks are set, when the window is taken, with two in view."""
_PHOTOS = 12
_LOOKED_AT = 11.0
"""Seconds of the recording."""


def make_pictures(folder: Path) -> None:
    """Write window.png, batch.png and viewer.png into `folder`; a minute. FerdeskErrors as `scripted.play`."""
    os.environ |= _EVERYWHERE_ALIKE
    bootstrap.prepare()
    from ferdesk.gui.app import make_application
    from ferdesk.gui.scripted import Playing, play
    from ferdesk.settings import AppSettings

    app = make_application()
    font = app.font()
    font.setPointSize(_POINTS)
    app.setFont(font)
    settings = AppSettings(
        notice_seen=True, theme="dark", timeline_seconds=30.0, marker_names="greeting|joke", record_video=True,
        record_overlay=False, record_blur=False,
    )  # fmt: skip
    playing = Playing("demo", settings=settings, width=WIDTH, height=HEIGHT)
    play(lambda window, storage: _script(window, storage, folder), playing)


def _script(window: MainWindow, storage: Path, folder: Path) -> Iterator[Wait]:
    window.preferences.change("recordings", str(storage))
    yield partial(_come, window, _BEGIN)
    window.todo.record.trigger()
    for number, moment in enumerate(_MARKS, 1):
        yield partial(_come, window, moment)
        window.timeline.menu.mark_asked.emit(number)
    yield partial(_come, window, _TAKEN)
    _take(window, folder / "window.png")
    window.todo.record.trigger()

    _write_photos(storage / "photos")
    os.environ["HOME"] = str(storage)
    window.tools.show_batch()
    batch = window.tools.dialog
    batch.resize(_BATCH_WIDTH, _BATCH_HEIGHT)
    batch.form.paths.setText("~/photos")
    batch.form.output.setText("~/photos-labels.csv")
    batch.form.copies.setText("~/photos-labelled")
    batch.form.annotate.setChecked(True)
    batch.start.click()
    yield lambda: not batch.job.running
    yield 0.5
    _take(batch, folder / "batch.png")
    batch.close()

    window.recordings.view.trigger()
    viewer = window.recordings.viewers.windows[0]
    viewer.resize(WIDTH, HEIGHT)
    yield lambda: viewer.stage.timeline() is not None
    assert viewer.showing is not None
    viewer.showing.player.go(_LOOKED_AT)
    yield partial(_shows, viewer, _LOOKED_AT)
    yield 0.5
    _take(viewer, folder / "viewer.png")


def _write_photos(folder: Path) -> None:
    """Pictures of one round of the demo."""
    from PIL import Image

    from ferdesk.demo import ROUND_SECONDS, Sheet, render

    folder.mkdir()
    sheet = Sheet.load()
    for number in range(_PHOTOS):
        image = render(sheet, 1.0 + number * ROUND_SECONDS / _PHOTOS)
        Image.fromarray(image[..., ::-1]).save(folder / f"photo-{number + 1:02}.png")


def _come(window: MainWindow, seconds: float) -> bool:
    """The demo has come to that moment."""
    result = window.stage.result()
    return result is not None and result.frame.seconds >= seconds


def _shows(viewer: ViewerWindow, seconds: float) -> bool:
    shown = viewer.stage.shown()
    return shown is not None and abs(shown.result.frame.seconds - seconds) < 0.1


def _take(widget: QWidget, path: Path) -> None:
    """Save the window as a small PNG."""
    import numpy as np
    from PIL import Image
    from PyQt5.QtGui import QImage

    from ferdesk.gui.sure import sure

    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(sure(image.constBits()).asstring(image.sizeInBytes()), np.uint8)
    pixels = rows.reshape(image.height(), image.bytesPerLine())[:, : 3 * image.width()]
    picture = Image.fromarray(pixels.reshape(image.height(), image.width(), 3))
    palette = picture.quantize(_COLORS, Image.Quantize.MAXCOVERAGE, kmeans=8)
    # A second time, for Pillow scatters colours only where it is given a palette.
    picture.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)


if __name__ == "__main__":
    make_pictures(Path(sys.argv[1]))
