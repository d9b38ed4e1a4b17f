"""The viewer: a window that plays one recording, shows its figures, exports and deletes it; it only wires."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PyQt5.QtCore import QEvent, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QCloseEvent
from PyQt5.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from ferdesk.errors import FerdeskError
from ferdesk.gui.background import Background
from ferdesk.gui.fit import room
from ferdesk.gui.hint_label import HintLabel
from ferdesk.gui.hints import Hints, Origin
from ferdesk.gui.status_words import sentence
from ferdesk.gui.sure import sure
from ferdesk.gui.theme import theme_of
from ferdesk.gui.viewer.composition import compose
from ferdesk.gui.viewer.deletion import delete_and_tell, is_written, wants_deletion
from ferdesk.gui.viewer.exports import Exports
from ferdesk.gui.viewer.opened import Opened, lasting_note, open_for_viewing
from ferdesk.gui.viewer.showing import Showing
from ferdesk.gui.viewer.viewer_actions import ViewerActions
from ferdesk.gui.viewer.viewer_side import ViewerSide
from ferdesk.gui.viewer.viewer_stage import ViewerStage
from ferdesk.gui.words import tr


class ViewerWindow(QMainWindow):
    """`start` reads the recording; closing the window leaves no thread and no timer."""

    closed = pyqtSignal()

    def __init__(
        self, folder: Path, exports: Path, unfinished: Callable[[], Sequence[Path]] = tuple,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """`exports` is the folder that is proposed for what is saved; as `unfinished` for `RecordingsDialog`."""
        super().__init__(parent)
        self.folder, self._unfinished = folder, unfinished
        self.showing: Showing | None = None
        self.todo = ViewerActions(self)
        self.stage, self.side, self.hint = ViewerStage(self.todo), ViewerSide(), HintLabel()
        self.hints = Hints(self.hint.show_hint, self)
        self.exports = Exports(self, exports)
        self._opening = Background("opening", self)
        self._lay_out()
        self._wire()
        self._apply_theme()
        self._show_nothing(tr("Reading {name} …", name=folder.name))

    def start(self) -> None:
        """Read the recording, on another thread."""
        folder = self.folder
        self._opening.start(lambda: open_for_viewing(folder))

    def closeEvent(self, event: QCloseEvent | None) -> None:
        self._opening.forget()
        self.exports.close()
        self._stop_showing()
        self.hints.close()
        super().closeEvent(event)
        self.closed.emit()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if sure(event).type() == QEvent.Type.PaletteChange:
            self._apply_theme()

    def _lay_out(self) -> None:
        self.setWindowTitle(self.folder.name)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.stage)
        split.addWidget(self.side)
        split.setStretchFactor(0, 1)
        split.setSizes([840, 440])
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(split, 1)
        layout.addWidget(self.hint)
        self.setCentralWidget(centre)
        self.todo.fill(sure(self.menuBar()))
        self.resize(QSize(1280, 760).boundedTo(room()))
        self.stage.view.setFocus()

    def _wire(self) -> None:
        self._opening.done.connect(self._show)
        self._opening.failed.connect(self._cannot_open)
        self.exports.told.connect(lambda words: self.hints.tell(Origin.NEWS, words))
        todo, transport = self.todo, self.stage.transport
        todo.slower.triggered.connect(lambda: transport.change_speed(-1))
        todo.faster.triggered.connect(lambda: transport.change_speed(1))
        todo.picture.triggered.connect(self._save_picture)
        todo.table.triggered.connect(lambda: self.exports.save_table(sure(self.showing).recording, self.folder.name))
        todo.report.triggered.connect(lambda: self.exports.save_report(sure(self.showing).recording, self.folder.name))
        todo.delete.triggered.connect(self._delete)
        todo.close.triggered.connect(self._leave)

    def _show(self, opened: Opened) -> None:
        self.showing = Showing(opened, self.todo, self.stage, self.side, theme_of(self.palette()), self)
        self.showing.noted.connect(lambda words: self.hints.tell(Origin.SOURCE, words))
        self.hints.tell(Origin.SETTINGS, lasting_note(opened.recording))
        self.setWindowTitle(f"{opened.recording.meta.source}, {self.folder.name}")
        self.todo.set_ready(bool(opened.playback.frames))

    def _cannot_open(self, why: str) -> None:
        self._show_nothing(tr("This recording cannot be opened"), sentence(why))

    def _show_nothing(self, title: str, detail: str = "") -> None:
        self.todo.set_ready(False)
        self.hints.tell(Origin.SETTINGS, "")
        self.hints.tell(Origin.SOURCE, "")
        self.stage.set_timeline(None)
        self.stage.show_message(title, detail)
        self.side.show_recording(None)

    def _stop_showing(self) -> None:
        if self.showing is not None:
            self.showing.close()
            self.todo.show_playing(False)
            self.showing = None

    def _save_picture(self) -> None:
        shown = self.stage.shown()
        if shown is not None and self.showing is not None:
            theme, words = theme_of(self.palette()), self.showing.words()
            image = compose(shown.result, self.stage.view.overlay_style(), words, self.stage.timeline(), theme)
            self.exports.save_picture(
                image,
                f"{self.folder.name} {round(self.showing.player.seconds * 1000)} ms",
            )

    def _delete(self) -> None:
        if is_written(self.folder, self._unfinished()):
            self.hints.tell(Origin.NEWS, tr("It is being recorded still; end the recording first."))
        elif self.exports.busy:
            self.hints.tell(Origin.NEWS, tr("Something is being written of it still; try again when it is done."))
        elif wants_deletion(self, self.folder):
            self._stop_showing()  # an open film could not be deleted everywhere
            try:
                self._show_nothing(tr("Deleted"), delete_and_tell(self.folder))
                self.todo.delete.setEnabled(False)
            except FerdeskError as error:
                self._show_nothing(tr("This recording cannot be deleted"), sentence(str(error)))

    def _leave(self) -> None:
        self.close()

    def _apply_theme(self) -> None:
        theme = theme_of(self.palette())
        self.todo.set_icon_color(theme.text)
        if self.showing is not None:
            self.showing.scrub.plot.set_theme(theme)
