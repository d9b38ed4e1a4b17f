"""Showing: one opened recording joined to the viewer's widgets: player, timeline, figures, notes."""

from __future__ import annotations

from PyQt5.QtCore import QObject, QTimer, pyqtSignal

from ferdesk.gui.theme import Theme
from ferdesk.gui.viewer.opened import Opened, changing_note
from ferdesk.gui.viewer.player import Player
from ferdesk.gui.viewer.scrub import Scrub
from ferdesk.gui.viewer.viewer_actions import ViewerActions
from ferdesk.gui.viewer.viewer_side import ViewerSide
from ferdesk.gui.viewer.viewer_stage import ViewerStage
from ferdesk.gui.words import tr
from ferdesk.playback import Shown, tracks_of
from ferdesk.recording import Recording
from ferdesk.time_axis import clock

_TIMELINE_MS = 20
"""So much after figures and picture the timeline comes: all at once would hold the window up."""


class Showing(QObject):
    """Made once a recording is read; `close` leaves no thread, no timer and no open file."""

    noted = pyqtSignal(str)
    """What to know of the frame on show; empty where there is nothing."""

    def __init__(
        self, opened: Opened, actions: ViewerActions, stage: ViewerStage, side: ViewerSide, theme: Theme,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.opened = opened
        self.player = Player(opened.playback, self)
        self.scrub = Scrub(opened, theme, self)
        self._actions, self._stage, self._side = actions, stage, side
        self._connect()
        stage.view.set_people(opened.playback.signs())
        stage.transport.set_length(opened.playback.end, opened.playback.frames)
        if not opened.playback.frames:
            stage.show_message(tr("Nothing was recorded"))
        side.show_recording(opened)
        self.player.go(0.0)
        self._timeline = QTimer(self)
        self._timeline.setSingleShot(True)
        self._timeline.timeout.connect(lambda: stage.set_timeline(self.scrub.plot))
        self._timeline.start(_TIMELINE_MS)

    def recording(self) -> Recording:
        """The recording, with the faces of those people alone who are checked."""
        people, recording = self._side.people, self.opened.recording
        return recording if people.all_checked() else recording.only(people.checked())

    def words(self) -> str:
        """What the frame on show is of, for a picture of it."""
        meta = self.opened.recording.meta
        when = tr("recorded {started}, at {seconds}", started=meta.started[:10], seconds=clock(self.player.seconds))
        return tr(
            "{source}, {when}. Scores of expressions, not of feelings. Made by ferdesk.", source=meta.source, when=when
        )

    def close(self) -> None:
        """Stop. May be called again."""
        self._timeline.stop()
        self.player.close()

    def _connect(self) -> None:
        player, scrub, actions = self.player, self.scrub, self._actions
        player.moved.connect(self._stage.transport.show_moment)
        player.moved.connect(lambda seconds, _: scrub.show_moment(seconds))
        player.shown.connect(self._show_frame)
        player.playing_changed.connect(actions.show_playing)
        scrub.seconds_chosen.connect(player.go)
        self._stage.transport.speed_chosen.connect(player.set_speed)
        self._stage.view.face_clicked.connect(self._side.people.select_track)
        self._stage.view.stepped.connect(self._side.people.step)
        self._side.people.filter_changed.connect(self._filter)
        self._side.person_selected.connect(self._select)
        self._side.events.seconds_chosen.connect(player.go)
        for action, slot in (
            (actions.play, player.toggle), (actions.start, lambda: player.go(0.0)), (actions.end, player.go_to_end),
            (actions.previous_frame, lambda: player.step(-1)), (actions.next_frame, lambda: player.step(1)),
            (actions.previous_marker, lambda: player.go_to_marker(-1)),
            (actions.next_marker, lambda: player.go_to_marker(1)),
            (actions.closer, lambda: scrub.zoom(1)), (actions.farther, lambda: scrub.zoom(-1)),
            (actions.whole, scrub.show_all),
        ):  # fmt: skip
            action.triggered.connect(slot)

    def _show_frame(self, shown: Shown) -> None:
        self._stage.show_frame(shown)
        filtered = not self._side.people.all_checked()
        self.noted.emit(
            changing_note(self.opened.recording, pictured=shown.pictured, drawn=shown.drawn, filtered=filtered)
        )

    def _filter(self) -> None:
        people = self._side.people
        self.player.set_tracks(None if people.all_checked() else tracks_of(people.checked()))

    def _select(self, place: int) -> None:
        self.scrub.show_person(place)
        self._stage.select(self.opened.summary.people[place].person.tracks)
