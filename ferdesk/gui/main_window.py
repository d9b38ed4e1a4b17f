"""The window: makes the widgets, wires them to each other and to the session, and does nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PyQt5.QtCore import QSize
from PyQt5.QtGui import QCloseEvent
from PyQt5.QtWidgets import QAction, QMainWindow, QVBoxLayout, QWidget

from ferdesk.gui import snapshot
from ferdesk.gui.actions import Actions
from ferdesk.gui.bundle_menu import BundleMenu
from ferdesk.gui.engine import Engine
from ferdesk.gui.film_control import FilmControl
from ferdesk.gui.fit import room
from ferdesk.gui.help_menu import HelpMenu
from ferdesk.gui.hints import Hints, Origin
from ferdesk.gui.keys import KeepsSpace
from ferdesk.gui.neutral_control import NeutralControl
from ferdesk.gui.occlusion_control import OcclusionControl
from ferdesk.gui.pause_control import PauseControl
from ferdesk.gui.people_control import PeopleControl
from ferdesk.gui.preferences import Preferences
from ferdesk.gui.recording_menu import RecordingMenu
from ferdesk.gui.session import Session
from ferdesk.gui.settings_control import SettingsControl
from ferdesk.gui.source_control import SourceControl
from ferdesk.gui.source_menu import SourceMenu
from ferdesk.gui.stage import Stage
from ferdesk.gui.status_line import State, Status, StatusLine
from ferdesk.gui.sure import sure
from ferdesk.gui.system_theme import system_is_dark
from ferdesk.gui.theme import apply_theme, chosen_theme
from ferdesk.gui.timeline_control import TimelineControl
from ferdesk.gui.toolbar import ToolBar
from ferdesk.gui.tools_menu import ToolsMenu
from ferdesk.gui.words import WORDS, tr
from ferdesk.settings import AppSettings

if TYPE_CHECKING:
    from ferdesk.gui.app import AppOptions


_BLANK: dict[State, tuple[str, str]] = {
    "lost": (tr("No picture"), tr("The menu Source has cameras, files and the demo.")),
    "unread": (tr("No bundle to read faces with"), tr("The menu Bundle has others.")),
}
"""What stands in the place of a picture that never came, and what to do, by the state of the source."""


class MainWindow(QMainWindow):
    """Everything a person sees. `start` opens the source; closing ends it and keeps the settings."""

    def __init__(self, options: AppOptions) -> None:
        super().__init__()
        self._options = options
        self._system_is_dark = system_is_dark()
        self.preferences = Preferences(options.settings, self)
        self._bundle = options.bundle or self._settings.bundle
        self.stage, self.status = Stage(), StatusLine()
        self.session = Session(self.stage.show_result, self)
        self.sources, self.bundles, self.todo = SourceMenu(self), BundleMenu(self), Actions(self)
        self.hints = Hints(self.status.show_hint, self)
        self.choice = SourceControl(self.sources, self.session, self.preferences, self.hints, options.source, self)
        self.recordings = RecordingMenu(self.todo, self.session, lambda: self._settings, self)
        self.pausing = PauseControl(self, self.todo, self.session, self.recordings.control, self.preferences)
        self.film = FilmControl(self.stage, self.session, self.todo, self)
        self.people = PeopleControl(self.stage, self.session, self.recordings.control, self)
        self.timeline = TimelineControl(
            self.stage, self.session, self.people, self.recordings.control, self.preferences, self.todo, self
        )
        self.neutral = NeutralControl(self.stage, self.people, self.session, self)
        self.occlusion = OcclusionControl(self.stage, self.people.menu, self._engine, self)
        self.tools = ToolsMenu(self._engine, lambda: self._settings, self)
        self.help, self.toolbar = HelpMenu(self), ToolBar(self.sources, self.todo, self)
        self.settings = SettingsControl(self.preferences, self.stage, self.session, self.todo, self)
        self._lay_out()
        self._fill_menus()
        self._restore()
        self._wire()
        self.stage.show_message(tr("Starting …"))

    def start(self) -> None:
        """Open the source of the options, or else the last one; show the notice if nobody has read it yet."""
        if not self._settings.notice_seen:
            self.help.show_notice()
        self._open()

    def show_crash(self, text: str) -> None:
        """Tell of an exception that nobody caught."""
        self.hints.tell(Origin.CRASH, text)

    def closeEvent(self, event: QCloseEvent | None) -> None:
        self.recordings.stop()
        self.tools.close_tools()
        self.help.leave_about()
        for part in (self.choice, self.settings, self.occlusion, self.session, self.hints, self.timeline):
            part.close()
        if self.isVisible():
            self.preferences.keep_state("geometry", self.saveGeometry())
            self.preferences.keep_state("splitter", self.stage.saveState())
        self.preferences.save()
        super().closeEvent(event)

    @property
    def _settings(self) -> AppSettings:
        return self.preferences.now

    def _lay_out(self) -> None:
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.stage, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(centre)
        self.addToolBar(self.toolbar)
        self.resize(QSize(1280, 720).boundedTo(room()))
        KeepsSpace(self).watch_buttons(self.toolbar, self.stage, self.status)
        self.stage.view.setFocus()

    def _fill_menus(self) -> None:
        bar = sure(self.menuBar())
        self.todo.fill_source_menu(self.sources)
        bar.addMenu(self.sources)
        view = sure(bar.addMenu(tr("&View")))
        self.todo.fill_view_menu(view)
        view.addAction(self.settings.action)
        for menu in (self.people.menu, self.timeline.menu, self.recordings, self.tools, self.bundles, self.help):
            bar.addMenu(menu)

    def _restore(self) -> None:
        self._apply_theme()
        self.settings.restore()
        self.sources.set_folder(self._settings.folder)
        self.restoreGeometry(self.preferences.state("geometry"))
        self.stage.restoreState(self.preferences.state("splitter"))
        self.hints.tell(Origin.SETTINGS, " ".join([*self.preferences.problems_at_start, WORDS.problem]).strip())

    def _wire(self) -> None:
        change = self.preferences.change
        self.session.status_changed.connect(self._show_status)
        self.session.opened.connect(self._source_opened)
        self.settings.theme_changed.connect(self._apply_theme)
        self.settings.bundle_changed.connect(self._choose_bundle)
        self.settings.to_reopen.connect(self._open)
        self.preferences.problem.connect(lambda text: self.hints.tell(Origin.SETTINGS, text))
        self.choice.to_open.connect(self._open)
        self.bundles.bundle_chosen.connect(self._choose_bundle)
        self.stage.file_dropped.connect(self.choice.drop)
        self.help.notice_read.connect(lambda: change("notice_seen", True))
        self.stage.panel.tuning.changed.connect(change)
        self.todo.setting_changed.connect(change)
        for part in (self.people, self.neutral, self.occlusion, self.timeline, self.recordings):
            part.told.connect(lambda text: self.hints.tell(Origin.NEWS, text))
        self.recordings.folder_chosen.connect(lambda folder: change("recordings", folder))
        slots: tuple[tuple[QAction, Callable[..., Any]], ...] = (
            (self.todo.again, self._open),
            (self.todo.snapshot, self._snapshot),
            (self.todo.next_face, lambda: self.stage.step(1)),
            (self.todo.previous_face, lambda: self.stage.step(-1)),
            (self.todo.reset, self.preferences.reset_tuning),
            (self.todo.full_screen, lambda: self.showNormal() if self.isFullScreen() else self.showFullScreen()),
            (self.todo.quit, self.close),
        )
        for action, slot in slots:
            action.triggered.connect(slot)

    def _apply_theme(self) -> None:
        theme = chosen_theme(self._settings.theme, self._system_is_dark)
        apply_theme(theme)
        self.todo.set_icon_color(theme.text)
        self.toolbar.set_icon_color(theme.text)
        self.timeline.set_theme(theme)
        self.status.set_tones(theme.good, theme.warning, theme.bad)

    def _open(self) -> None:
        self.hints.tell(Origin.CRASH, "")
        self.bundles.set_current(self._bundle)
        self.help.set_bundle(self._bundle)
        self.choice.open(self._engine())

    def _engine(self) -> Engine:
        return Engine(self._bundle, self._options.provider, self._options.threads or self._settings.threads)

    def _choose_bundle(self, bundle: str) -> None:
        if bundle != self._bundle:
            self._bundle = bundle
            self.preferences.change("bundle", bundle)
            self._open()

    def _source_opened(self, name: str) -> None:
        self.toolbar.show_source(name)
        self.setWindowTitle(name)
        self.stage.show_message(tr("Opening {name} …", name=name))

    def _show_status(self, status: Status) -> None:
        self.status.show_status(status)
        self.hints.tell(Origin.SOURCE, status.message)
        if status.state in _BLANK and self.stage.result() is None:
            self.stage.show_message(*_BLANK[status.state])

    def _snapshot(self) -> None:
        taken = snapshot.take(self, self.stage.result(), self.stage.view.overlay_style(), self._settings.folder)
        self.hints.tell(Origin.NEWS, taken.words)
        if taken.path is not None:
            self.preferences.change("folder", str(taken.path.parent))
