"""The timeline at work: keeps the history, follows what happens or shows the past, sets markers. GUI thread only."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from ferdesk.gui.actions import Actions
from ferdesk.gui.late_import import LateImport
from ferdesk.gui.marker_control import MarkerControl
from ferdesk.gui.people_control import PeopleControl
from ferdesk.gui.people_model import title
from ferdesk.gui.preferences import Preferences
from ferdesk.gui.recording_control import RecordingControl
from ferdesk.gui.session import Session
from ferdesk.gui.stage import Stage
from ferdesk.gui.theme import DARK, Theme
from ferdesk.gui.throttle import Throttle
from ferdesk.gui.timeline_menu import TimelineMenu
from ferdesk.gui.timeline_panel import TimelinePanel, nearest_span, next_span
from ferdesk.gui.words import tr
from ferdesk.history import EVERYONE, History
from ferdesk.person import Person
from ferdesk.types import Result

if TYPE_CHECKING:
    from ferdesk.gui.timeline_plot import TimelinePlot

_PUSH_MS = 100
_MARGIN = 0.2
"""Fetched beyond either edge, as a share of the time shown."""
_AT_THE_END = 0.02
"""Dragged as near as this to the newest moment, as a share of the time shown, the timeline follows again."""
_STEP = 0.25


class TimelineControl(QObject):
    """Feeds `panel` from the results of the stage. `menu` belongs into the menu bar."""

    told = pyqtSignal(str)
    """A sentence: what became of a mark."""

    def __init__(
        self, stage: Stage, session: Session, people: PeopleControl, recordings: RecordingControl,
        preferences: Preferences, actions: Actions, parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.history, self.panel = History(), TimelinePanel()
        self.menu = TimelineMenu(actions.switches["show_timeline"], parent)
        self.markers = MarkerControl(self.menu, recordings, preferences, lambda: self.history.end, parent)
        self._stage, self._people, self._preferences = stage, people, preferences
        self._theme = DARK
        self._number = 0  # of the person who was looked at last; they count from 1
        self._late = LateImport("ferdesk.gui.timeline_plot", self)
        self._late.loaded.connect(self._put_in_plot)
        self._pushing = Throttle(_PUSH_MS, self._push, self)
        self._past: tuple[float, float] | None = None  # what somebody looks at; None: what happens now
        self._splitter = stage.put_below(self.panel)
        self._splitter.setSizes([400, 220])
        self._splitter.restoreState(preferences.state("timeline_splitter"))
        self._wire(stage, session)
        self._apply()

    def set_theme(self, theme: Theme) -> None:
        """Paint in its colours."""
        self._theme = theme
        if self.panel.plot is not None:
            self.panel.plot.set_theme(theme)

    def close(self) -> None:
        """Leave no thread and no timer; keep the share of the timeline."""
        if self.panel.isVisible():
            self._preferences.keep_state("timeline_splitter", self._splitter.saveState())
        self._late.close()
        self._pushing.stop()

    def go_live(self) -> None:
        """Follow what happens again."""
        self._look_at(None)

    def zoom(self, steps: int, around: float | None = None) -> None:
        """Show less time (+) or more (-); in the past, `around` stays where it is, or else the middle."""
        self._set_span(next_span(self._preferences.now.timeline_seconds, steps), around)

    def _set_span(self, span: float, around: float | None = None) -> None:
        if self._past is not None:
            start, end = self._past
            around = (start + end) / 2 if around is None else around
            start = around - (around - start) * span / (end - start)
            self._look_at((start, start + span))
        self._preferences.change("timeline_seconds", span)

    def _dragged(self, start: float, end: float) -> None:
        near = end >= self.history.end - _AT_THE_END * (end - start)
        self._look_at(None if near else (start, end))

    def _step(self, steps: int) -> None:
        if self.panel.plot is not None:
            start, end = self.panel.plot.visible_range()
            self.panel.plot.go(steps * _STEP * (end - start))

    def _look_at(self, past: tuple[float, float] | None) -> None:
        self._past = past
        self.panel.show_live(past is None)
        self.menu.show_live(past is None)
        self._ask()

    def _take(self, result: Result) -> None:
        if self.history.add(result):
            self._forget_rest()
        if self.panel.isVisible():
            self._late.start()
        self._ask()

    def _ask(self) -> None:
        """Have the plot brought up to date, soon."""
        if self.panel.plot is not None and self.panel.isVisible():
            self._pushing.ask()

    def _forget(self) -> None:
        self.history.forget()
        self._forget_rest()

    def _forget_rest(self) -> None:
        self._number = 0
        self.markers.forget()
        self._look_at(None)

    def _push(self) -> None:
        """Bring the plot up to date."""
        plot, history = self.panel.plot, self.history
        if plot is None:
            return
        span = nearest_span(self._preferences.now.timeline_seconds)
        end = 0.0 if math.isnan(history.end) else history.end
        start, end = self._past or (end - span, end)
        plot.set_limits(min(history.start, history.end - span), history.end)
        plot.set_range(start, end)
        more = _MARGIN * (end - start)
        plot.show_series(history.series(self._tracks(), start - more, end + more))

    def _tracks(self) -> tuple[int, ...]:
        if self._preferences.now.timeline_of == "everyone":
            return (EVERYONE,)
        person = self._person()
        return () if person is None else person.tracks

    def _person(self) -> Person | None:
        """Who is looked at, or while nobody is in view, who was looked at last: the curve does not leave with them."""
        person, people = self._people.person, self._people.people
        if person is not None:
            self._number = person.number
        elif self._number in people:
            person = people.get(self._number)
        return person

    def _show_marks(self) -> None:
        if self.panel.plot is not None:
            self.panel.plot.show_markers(self.markers.markers)

    def _show_whom(self) -> None:
        person, whom = self._person(), self._preferences.now.timeline_of
        self.menu.show_whom(whom)
        self.panel.show_whom(whom, "" if person is None else title(person))
        self._ask()

    def _apply(self, setting: str = "") -> None:
        """A setting changed."""
        now = self._preferences.now
        if setting not in ("", "show_timeline", "timeline_seconds", "timeline_of"):
            return
        self.panel.setVisible(now.show_timeline and not self._stage.low)
        if setting == "show_timeline" and now.show_timeline and self._stage.low:
            self.told.emit(tr("The window is too low for the timeline; it is shown when there is room."))
        self.panel.show_span(now.timeline_seconds)
        self._show_whom()

    def _put_in_plot(self) -> None:
        plot: TimelinePlot = self._late.module().TimelinePlot()
        plot.set_theme(self._theme)
        plot.range_dragged.connect(self._dragged)
        plot.wheel_turned.connect(self.zoom)
        self.panel.put_in(plot)
        self._show_marks()
        self._ask()

    def _wire(self, stage: Stage, session: Session) -> None:
        change, menu, panel = self._preferences.change, self.menu, self.panel
        stage.result_came.connect(self._take)
        stage.low_changed.connect(self._apply)
        session.opened.connect(self._forget)
        self._people.selected.connect(self._show_whom)
        self._people.changed.connect(self._show_whom)
        self._preferences.changed.connect(self._apply)
        self.markers.changed.connect(self._show_marks)
        self.markers.told.connect(self.told)
        for part in (menu, panel):
            part.whom_chosen.connect(lambda whom: change("timeline_of", whom))
            part.live_asked.connect(self.go_live)
        menu.zoom_asked.connect(self.zoom)
        menu.step_asked.connect(self._step)
        panel.names_asked.connect(self.markers.ask_names)
        panel.span_chosen.connect(self._set_span)
        panel.shown.connect(self._ask)
