"""The menu of recordings: begin and end one, what it keeps, look at one, and the report of the last one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt5.QtCore import QUrl, pyqtSignal
from PyQt5.QtGui import QDesktopServices
from PyQt5.QtWidgets import QAction, QFileDialog, QMenu, QWidget

from ferdesk.gui.actions import Actions
from ferdesk.gui.background import Background
from ferdesk.gui.recording_control import RecordingControl, recordings_folder
from ferdesk.gui.session import Session
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.paths import is_folder
from ferdesk.settings import AppSettings

if TYPE_CHECKING:
    from ferdesk.gui.viewer.viewers import Viewers


@dataclass(frozen=True, slots=True)
class _Found:
    """The newest recording in a folder, which may be None, and what it is wanted for."""

    use: Callable[[Path], None]
    folder: Path
    newest: Path | None


class RecordingMenu(QMenu):
    """Begins and ends recordings of a session by the record action, whose text tells how long one runs."""

    told = pyqtSignal(str)
    """A sentence: where the recording or its report is, or why there is none."""
    folder_chosen = pyqtSignal(str)

    def __init__(
        self, actions: Actions, session: Session, settings: Callable[[], AppSettings], parent: QWidget | None = None
    ) -> None:
        """`settings` gives those that hold now."""
        super().__init__(tr("&Recording"), parent)
        self.control = RecordingControl(session, self)
        self.control.changed.connect(actions.show_recording)
        self.control.told.connect(self.told)
        self.control.ended.connect(self._use_ended)
        self._wanted: Callable[[Path], None] | None = None
        actions.record.triggered.connect(self._record)
        actions.show_recording(False, 0.0)
        self._settings = settings
        self._viewers: Viewers | None = None
        self._writing = Background("report", self)
        self._writing.done.connect(self._show_report)
        self._writing.failed.connect(self.told)
        self._looking = Background("last-recording", self)
        self._looking.done.connect(self._use_found)
        self.addAction(actions.record)
        self.addSeparator()
        self.addActions([actions.switches[name] for name in ("record_video", "record_overlay", "record_blur")])
        self.addSeparator()
        self.choose = self._action(tr("Open a re&cording…"), self._choose_recording, "Ctrl+Shift+R")
        self.view = self._action(tr("Vie&w the last recording"), self._view_last, "Ctrl+Shift+V")
        self.report = self._action(tr("Re&port of the last recording"), self._report_last)
        self._action(tr("&Open the folder of recordings"), self._open)
        self._action(tr("Choose the &folder…"), self._choose_folder)

    def stop(self) -> None:
        """End the recording, if there is one, complete a report, and close the viewers. For good."""
        self.control.close()
        self._writing.stop()
        self._looking.stop()
        if self._viewers is not None:
            self._viewers.close()

    @property
    def viewers(self) -> Viewers:
        """The viewers that are open."""
        from ferdesk.gui.viewer.viewers import Viewers  # late: it loads OpenCV

        if self._viewers is None:
            self._viewers = Viewers(
                lambda: Path(self._settings().folder or Path.home()), lambda: self.control.unfinished, self
            )
            self._viewers.report_wanted.connect(self._report)
        return self._viewers

    def _choose_recording(self) -> None:
        self.viewers.choose(recordings_folder(self._settings()), self.parentWidget())

    def _view_last(self) -> None:
        self._use_last(lambda folder: self.viewers.view(folder))

    def _report_last(self) -> None:
        self._use_last(self._report)

    def _use_last(self, use: Callable[[Path], None]) -> None:
        """Once it has its end, or once the newest of an earlier session is found; tells where there is none."""
        last, unfinished = self.control.last, self.control.unfinished
        if last is None or not is_folder(last):
            folder = recordings_folder(self._settings())
            self._looking.start(lambda: _Found(use, folder, _newest(folder, unfinished)))
        elif last in unfinished:
            self._wanted = use
        else:
            use(last)

    def _use_found(self, found: _Found) -> None:
        if found.newest is None:
            self.told.emit(tr("Nothing was recorded into {folder} yet.", folder=found.folder))
        else:
            found.use(found.newest)

    def _use_ended(self, folder: Path) -> None:
        if folder != self.control.last:
            if self.control.last is None:
                self._wanted = None  # it was empty, and is gone
            return
        use, self._wanted = self._wanted, None
        if use is not None:
            use(folder)

    def _record(self, on: bool) -> None:
        if on:
            self.control.start(self._settings())
        else:
            self.control.stop()

    def _report(self, folder: Path) -> None:
        def write() -> Path:
            from ferdesk.recording import open_recording
            from ferdesk.recording_folder import REPORT_FILE
            from ferdesk.recording_report import write_report

            page = folder / REPORT_FILE
            write_report(open_recording(folder), page)
            return page

        self.told.emit(
            tr("Writing the report of {folder} …", folder=folder)
            if self._writing.start(write)
            else tr("A report is being made.")
        )

    def _show_report(self, page: Path) -> None:
        self.told.emit(tr("The report is {page}.", page=page))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))

    def _open(self) -> None:
        folder = recordings_folder(self._settings())
        if is_folder(folder):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        else:
            self.told.emit(tr("Nothing was recorded into {folder} yet.", folder=folder))

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self.parentWidget(), tr("Folder for recordings"), str(recordings_folder(self._settings()))
        )
        if folder:
            self.folder_chosen.emit(folder)

    def _action(self, text: str, slot: Callable[[], None], shortcut: str = "") -> QAction:
        action = sure(self.addAction(text))
        action.triggered.connect(lambda: slot())
        if shortcut:
            action.setShortcut(shortcut)
            sure(self.parentWidget()).addAction(action)  # the menu's own shortcuts wait until it was shown
        return action


def _newest(folder: Path, unfinished: Sequence[Path]) -> Path | None:
    """The newest recording in there that is not written to; takes long where there are many."""
    from ferdesk.recording_list import list_recordings

    return next((listed.folder for listed in list_recordings(folder) if listed.folder not in unfinished), None)
