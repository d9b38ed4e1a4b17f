"""The right side of the viewer: people with their figures, events, and what the recording was made with."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QFrame, QScrollArea, QSplitter, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from ferdesk.gui.focus_ring import FocusRing
from ferdesk.gui.sure import sure
from ferdesk.gui.viewer.events_table import EventsTable
from ferdesk.gui.viewer.opened import Opened
from ferdesk.gui.viewer.people_table import PeopleTable
from ferdesk.gui.viewer.summary_view import SummaryView
from ferdesk.gui.words import tr
from ferdesk.html_page import duration, pairs
from ferdesk.recording_list import recording_size, size_words
from ferdesk.recording_report import settings_words

_NARROWEST = 20
"""Letters that there is room for; what is wider is scrolled to."""


class ViewerSide(QTabWidget):
    """Shows what is pushed into it."""

    person_selected = pyqtSignal(int)
    """The place of a person in the summary."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setDocumentMode(True)
        sure(self.tabBar()).setDrawBase(False)
        sure(self.tabBar()).setAccessibleName(tr("What is told of the recording"))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _NARROWEST)
        self.people, self.figures, self.events = PeopleTable(), SummaryView(), EventsTable()
        self.about = QTextBrowser()
        for bare in (self.about, self.events):
            FocusRing(bare)
        self.about.setAccessibleName(tr("What was recorded, and with what"))
        sure(self.about.document()).setDefaultStyleSheet("td { padding: 2px 10px 2px 4px; }")
        self.addTab(self._people_page(), tr("P&eople"))
        self.addTab(self.events, tr("E&vents"))
        self.addTab(self.about, tr("&About"))
        self._opened: Opened | None = None
        self.people.person_selected.connect(self._show_figures)

    def show_recording(self, opened: Opened | None) -> None:
        """Show this recording; None: nothing any more."""
        self._opened = opened
        self.setEnabled(opened is not None)
        if opened is None:
            self.people.setRowCount(0)
            self.events.setRowCount(0)
            self.figures.hide()
            self.about.clear()
            return
        self.figures.show()
        self.figures.show_person(None)
        self.events.show_events(opened.recording.events)
        self.setTabText(1, tr("E&vents ({events})", events=self.events.rowCount()))
        self.about.setHtml(_about(opened))
        self.people.show_people(opened.summary.people)

    def _show_figures(self, place: int) -> None:
        if self._opened is not None:
            self.figures.show_person(self._opened.summary.people[place])
            self.person_selected.emit(place)

    def _people_page(self) -> QWidget:
        area = QScrollArea()
        FocusRing(area)
        area.setAccessibleName(tr("Figures of the selected person"))
        area.setWidget(self.figures)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.people)
        split.addWidget(area)
        split.setSizes([170, 430])
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        return page


def _about(opened: Opened) -> str:
    recording, summary = opened.recording, opened.summary
    meta = recording.meta
    gaps = sum(end - start for start, end in summary.gaps)
    return pairs(
        {
            tr("source"): meta.source,
            tr("recorded"): f"{meta.started[:19].replace('T', ' ')} UTC",
            tr("ended"): tr("not in order") if meta.ended is None else f"{meta.ended[:19].replace('T', ' ')} UTC",
            tr("length"): tr(
                "{seconds}, {frames:,} frames, {faces:,} faces",
                seconds=duration(summary.seconds),
                frames=summary.frames,
                faces=summary.faces,
            ),
            tr("nobody in view"): tr("{times} times, {length} in all", times=len(summary.gaps), length=duration(gaps)),
            tr("folder"): str(recording.folder),
            tr("size"): size_words(recording_size(recording.folder)),
            **settings_words(recording),
            **{tr("version of {name}", name=name): version or tr("absent") for name, version in meta.versions.items()},
        }
    )
