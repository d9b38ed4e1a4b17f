"""The menu of recordings: begin and end one, what it keeps, and the report of the last one."""

from __future__ import annotations

from collections.abc import Callable

from PyQt5.QtCore import QUrl, pyqtSignal
from PyQt5.QtGui import QDesktopServices
from PyQt5.QtWidgets import QFileDialog, QMenu, QWidget

from ferdesk.errors import FerdeskError
from ferdesk.gui.actions import Actions
from ferdesk.gui.recording_control import RecordingControl, recordings_folder
from ferdesk.gui.session import Session
from ferdesk.gui.sure import sure
from ferdesk.settings import AppSettings


class RecordingMenu(QMenu):
    """Begins and ends recordings of a session by the record action, whose text tells how long one runs."""

    told = pyqtSignal(str)
    """A sentence: where the recording or its report is, or why there is none."""
    folder_chosen = pyqtSignal(str)

    def __init__(
        self, actions: Actions, session: Session, settings: Callable[[], AppSettings], parent: QWidget | None = None
    ) -> None:
        """`settings` gives those that hold now."""
        super().__init__("&Recording", parent)
        self.control = RecordingControl(session, self)
        self.control.changed.connect(actions.show_recording)
        self.control.told.connect(self.told)
        actions.record.triggered.connect(self._record)
        actions.show_recording(False, 0.0)
        self._settings = settings
        self.addAction(actions.record)
        self.addSeparator()
        self.addActions([actions.switches[name] for name in ("record_video", "record_overlay", "record_blur")])
        self.addSeparator()
        self.report = sure(self.addAction("&Report of the last recording"))
        self.report.triggered.connect(self._report)
        sure(self.addAction("&Open the folder of recordings")).triggered.connect(self._open)
        sure(self.addAction("&Choose the folder…")).triggered.connect(self._choose)
        self.aboutToShow.connect(lambda: self.report.setEnabled(self.control.last is not None))

    def stop(self) -> None:
        """End the recording, if there is one."""
        self.control.stop()

    def _record(self, on: bool) -> None:
        if on:
            self.control.start(self._settings())
        else:
            self.control.stop()

    def _report(self) -> None:
        from ferdesk.recording import REPORT_FILE, open_recording
        from ferdesk.recording_report import write_report

        if self.control.last is None:
            self.told.emit("Nothing was recorded yet.")
            return
        page = self.control.last / REPORT_FILE
        try:
            write_report(open_recording(self.control.last), page)
        except FerdeskError as error:
            self.told.emit(str(error))
            return
        self.told.emit(f"The report is {page}.")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))

    def _open(self) -> None:
        folder = recordings_folder(self._settings())
        if folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        else:
            self.told.emit(f"Nothing was recorded into {folder} yet.")

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self.parentWidget(), "Folder for recordings", str(recordings_folder(self._settings()))
        )
        if folder:
            self.folder_chosen.emit(folder)
