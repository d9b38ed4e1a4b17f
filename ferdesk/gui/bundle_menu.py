"""The menu of bundles: those that came with ferdesk, and a file of one's own."""

from __future__ import annotations

from pathlib import Path

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QAction, QActionGroup, QFileDialog, QMenu, QWidget

from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr


class BundleMenu(QMenu):
    """`bundle_chosen` carries what `ferdesk.bundle.find_bundle` takes."""

    bundle_chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("&Bundle"), parent)
        self._current = "default"
        self._group = QActionGroup(self)
        self._end = self.addSeparator()
        other = sure(self.addAction(tr("&Open bundle…")))
        other.setShortcut("Ctrl+B")
        other.triggered.connect(self._ask)
        self.aboutToShow.connect(self.refresh)

    def set_current(self, bundle: str) -> None:
        """The bundle in use, by name or path."""
        self._current = bundle

    def refresh(self) -> None:
        """Look up which bundles there are now."""
        from ferdesk.bundle import available_bundles  # late: it loads onnxruntime

        for action in self._group.actions():
            self._group.removeAction(action)
            self.removeAction(action)
            action.deleteLater()
        names = list(available_bundles())
        if self._current not in names:
            names.append(self._current)
        for name in names:
            self.insertAction(self._end, self._entry(name))

    def _entry(self, name: str) -> QAction:
        action = QAction(Path(name).name.replace("&", "&&"), self._group)
        action.setCheckable(True)
        action.setChecked(name == self._current)
        action.triggered.connect(lambda: self.bundle_chosen.emit(name))
        return action

    def _ask(self) -> None:
        folder = str(Path(self._current).parent) if Path(self._current).is_file() else ""
        path, _ = QFileDialog.getOpenFileName(self.parentWidget(), tr("Open bundle"), folder, tr("Bundles (*.onnx)"))
        if path:
            self.bundle_chosen.emit(path)
