"""The list of recordings: when, of what, how long, how large, complete or not; open, report, delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QHideEvent, QShowEvent
from PyQt5.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ferdesk.errors import FerdeskError
from ferdesk.gui.background import Background
from ferdesk.gui.elided_label import ElidedLabel
from ferdesk.gui.fit import fit
from ferdesk.gui.status_words import sentence
from ferdesk.gui.sure import sure
from ferdesk.gui.viewer.deletion import delete_and_tell, is_written, wants_deletion
from ferdesk.gui.viewer.tables import ReadTable
from ferdesk.gui.words import tr
from ferdesk.recording_list import Listed, list_recordings, size_words
from ferdesk.time_axis import clock


class RecordingsDialog(QDialog):
    """Tells what is chosen; deletes by itself, after a question. Another thread looks which recordings there are."""

    chosen = pyqtSignal(object)
    """The folder of a recording to open."""
    report_wanted = pyqtSignal(object)
    """The folder of a recording whose report is to be made and shown."""

    def __init__(
        self, folder: Path, unfinished: Callable[[], Sequence[Path]] = tuple, parent: QWidget | None = None
    ) -> None:
        """`unfinished` tells which recordings are written to now: they can be opened and not deleted."""
        super().__init__(parent)
        self._folder, self._unfinished = folder, unfinished
        self._listed: tuple[Listed, ...] = ()
        self._looking = Background("recordings", self)
        self._looking.done.connect(self._looked)
        self.complete = False
        """Whether all recordings are listed."""
        self.setWindowTitle(tr("Recordings"))
        self.table = ReadTable(
            tr("Recordings"), (tr("Recorded"), tr("Source"), tr("Length"), tr("Size"), tr("State")), 1
        )
        self.table.right(2, 3)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.view = _button(tr("&Open"), self._open)
        self.view.setDefault(True)
        self.report = _button(tr("&Report"), self._report)
        self.delete = _button(tr("&Delete…"), self._delete)
        self.other = _button(tr("Other &folder…"), self._ask)
        self.leave = _button(tr("&Close"), self.reject)
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._show_choice)
        self.table.cellDoubleClicked.connect(lambda *_: self._open())
        fit(self, 110, 26)

    def refresh(self) -> None:
        """Look again which recordings there are; `complete` when that is known."""
        folder = self._folder
        self._fill(())
        self.complete = False
        self.words.setText(tr("Reading …"))
        self._looking.start(lambda: (folder, list_recordings(folder)))

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        if not self.complete:
            self.refresh()

    def hideEvent(self, event: QHideEvent | None) -> None:
        super().hideEvent(event)
        if not sure(event).spontaneous():  # closed, not minimised
            self._looking.forget()

    def _looked(self, found: tuple[Path, tuple[Listed, ...]]) -> None:
        folder, listed = found
        if folder != self._folder:  # another one was chosen meanwhile
            self.refresh()
        else:
            self.complete = True
            self._fill(listed)

    def _fill(self, recordings: tuple[Listed, ...]) -> None:
        row = self.table.currentRow()
        self._listed = recordings
        with self.table.filling(len(self._listed)):
            for place, listed in enumerate(self._listed):
                length = "–" if listed.problem else clock(listed.seconds)
                cells = (_when(listed), listed.source, length, size_words(listed.size), self._state(listed))
                self.table.put(place, cells, (2, 3))
        if self._listed:
            self.table.selectRow(min(max(row, 0), len(self._listed) - 1))
        self._show_choice()

    def selected(self) -> Listed | None:
        """The recording of the selected line."""
        rows = sure(self.table.selectionModel()).selectedRows()
        return self._listed[rows[0].row()] if rows and rows[0].row() < len(self._listed) else None

    def _show_choice(self) -> None:
        listed = self.selected()
        for button in (self.view, self.report):
            button.setEnabled(listed is not None and not listed.problem)
        self.delete.setEnabled(listed is not None and not is_written(listed.folder, self._unfinished()))
        if listed is None:
            self.words.setText("" if self._listed else tr("There are no recordings in {folder}.", folder=self._folder))
        else:
            self.words.setText(sentence(listed.problem) if listed.problem else str(listed.folder))

    def _state(self, listed: Listed) -> str:
        if listed.problem:
            return tr("damaged")
        if is_written(listed.folder, self._unfinished()):
            return tr("being recorded")
        return tr("complete") if listed.complete else tr("not ended in order")

    def _open(self) -> None:
        listed = self.selected()
        if listed is not None and not listed.problem:
            self.chosen.emit(listed.folder)
            self.accept()

    def _report(self) -> None:
        listed = self.selected()
        if listed is not None:
            self.report_wanted.emit(listed.folder)

    def _delete(self) -> None:
        listed = self.selected()
        if listed is None or not wants_deletion(self, listed.folder):
            return
        try:
            words = delete_and_tell(listed.folder)
            self._fill(tuple(one for one in self._listed if one != listed))
        except FerdeskError as error:
            words = sentence(str(error))
        self.words.setText(words)

    def _ask(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, tr("Folder of a recording, or of recordings"), str(self._folder)
        )
        if not folder:
            return
        from ferdesk.recording_folder import META_FILE

        if (Path(folder) / META_FILE).is_file():
            self.chosen.emit(Path(folder))
            self.accept()
        else:
            self._folder = Path(folder)
            self._where.setText(folder)
            self.refresh()

    def _lay_out(self) -> None:
        self._where = ElidedLabel(str(self._folder))
        self._where.setProperty("role", "muted")
        where = QHBoxLayout()
        where.addWidget(self._where, 1)
        where.addWidget(self.other)
        buttons = QHBoxLayout()
        for button in (self.delete, self.report):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.leave, self.view):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(where)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.words)
        layout.addLayout(buttons)
        for first, second in ((self.table, self.view), (self.view, self.report), (self.report, self.delete)):
            self.setTabOrder(first, second)
        self.table.setFocus()


def _button(text: str, pressed: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: pressed())
    return button


def _when(listed: Listed) -> str:
    """On this computer's clock; the folder's name where nobody knows."""
    try:
        return f"{datetime.fromisoformat(listed.started).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return listed.folder.name
