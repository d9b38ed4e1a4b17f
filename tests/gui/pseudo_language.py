"""Opens every window in the language that FERDESK_LANGUAGE names and prints what is still English, a line each.

A process of its own, for words are read once. Its one argument is an empty folder.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from PyQt5.QtCore import QAbstractItemModel, QAbstractTableModel, Qt
from PyQt5.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAction,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QSpinBox,
    QTabWidget,
    QTextBrowser,
    QWidget,
)

from ferdesk.bundle import available_bundles
from ferdesk.emotions import Emotion
from ferdesk.gui.about_dialog import AboutDialog
from ferdesk.gui.app import AppOptions, make_application
from ferdesk.gui.main_window import MainWindow
from ferdesk.gui.viewer.viewer_window import ViewerWindow
from ferdesk.settings import AppSettings, save_settings
from tests.fakes import until
from tests.gui.conftest import face_at_x, result_of
from tests.gui.dialogs import DIALOGS
from tests.recorded import record
from tests.test_occlusion_picture import occlusion_with

MARK = "⟦"
"""Begins every translated text."""

NAMES = {
    *available_bundles(), "ferdesk", "csv", "CPU", "clip.mp4", "clip.mp4, recording", "person 1", "default int8",
    "OK", "Cancel", "Save", "Close", "Scroll Left", "Scroll Right", "Export", "Export...",
}  # fmt: skip
"""Names; and what Qt and pyqtgraph say by themselves."""


def texts_of(window: QWidget) -> Iterator[str]:
    """All that can be read, or heard, in a window and its menus."""
    for widget in [window, *window.findChildren(QWidget)]:
        yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(at) for at in range(widget.count()))
        elif isinstance(widget, QSpinBox):
            yield widget.suffix()
        elif isinstance(widget, QTabWidget):
            yield from (widget.tabText(at) for at in range(widget.count()))
        elif isinstance(widget, QTextBrowser):
            yield widget.toPlainText()[:200].replace("default: a ferdesk bundle", MARK)  # a card is not translated
        elif isinstance(widget, QMenu):
            yield widget.title()
        elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
            yield from _cells(widget.model())
    for action in window.findChildren(QAction):
        yield from (action.text(), action.iconText(), action.toolTip())


def _cells(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is not None:
        columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 0
        for column in range(columns):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount()):
            yield str(model.index(row, 0).data() or "")


def english(window: QWidget) -> list[str]:
    """Those that were not translated."""
    return sorted({text for text in texts_of(window) if MARK not in text and _words(text)})


def _words(text: str) -> bool:
    known = text.strip() in NAMES or text.startswith(("/", "screen:"))
    return not known and any(letter.isalpha() for letter in text)


def _shows(application: QApplication, viewer: ViewerWindow) -> bool:
    application.processEvents()
    return viewer.stage.shown() is not None


def _complete(application: QApplication, about: AboutDialog) -> bool:
    application.processEvents()
    return about.complete


def main(folder: Path) -> None:
    """Look through everything."""
    application = make_application()
    settings = folder / "settings.json"
    save_settings(AppSettings(notice_seen=True, show_timeline=True), settings)
    main_window = MainWindow(AppOptions(source="demo", settings=settings))
    main_window.show()
    main_window.stage.show_result(result_of(face_at_x(100.0)))
    main_window.stage.panel.face._hangs.show_occlusion(occlusion_with(0.4))
    record(folder / "recording", [[(1, Emotion.HAPPY)]] * 20)
    viewer = ViewerWindow(folder / "recording", folder)
    viewer.show()
    viewer.start()
    until(lambda: _shows(application, viewer), "the viewer's first frame")
    dialogs = [make(folder) for make in DIALOGS.values()]
    for window in (main_window, viewer, *dialogs):
        window.show()
        if isinstance(window, AboutDialog):
            until(lambda about=window: _complete(application, about), "the pages of About")
        for text in english(window):
            print(f"{type(window).__name__}: {text!r}")
    viewer.close()
    main_window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
