"""Calibrate neutral in the window: who asked for it, how it stands, and telling the pipeline. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QAction

from ferdesk.gui.neutral_box import NeutralView
from ferdesk.gui.neutral_words import AWAY, ENDS, HALTS, LEFT, STOPPED, UNSTEADY, note_of, resting_in_words
from ferdesk.gui.people_control import PeopleControl
from ferdesk.gui.people_model import title
from ferdesk.gui.session import Session
from ferdesk.gui.stage import Stage
from ferdesk.gui.status_line import State, Status
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.neutral import SECONDS, NeutralState, NeutralWish, Phase
from ferdesk.person import Person
from ferdesk.types import Result

_BEFORE_THE_FIRST_FRAME = NeutralState(Phase.MEASURING, SECONDS)


class NeutralControl(QObject):
    """Joins the face's panel, the menu of people, the cards and the session."""

    told = pyqtSignal(str)
    """A sentence: that somebody is calibrated, or why not."""

    def __init__(self, stage: Stage, people: PeopleControl, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people, self._session, self._panel = people, session, stage.panel.face
        self._asked: dict[int, NeutralWish] = {}  # by a track of whom it was asked for
        self._wishes: dict[int, NeutralWish] = {}  # by every track of theirs
        self._states: dict[int, NeutralState] = {}  # by the number of the wish
        self._last = 0
        self._source: State = "running"
        menu = people.menu
        menu.addSeparator()
        self.measure = self._action(
            tr("Calibrate neutra&l"), "Ctrl+L", tr("Look relaxed for {seconds:.0f} seconds.", seconds=SECONDS)
        )
        self.switch = self._action(
            tr("&Correct for the neutral face"), "Ctrl+Shift+L", tr("On and off; nothing is forgotten.")
        )
        self.switch.setCheckable(True)
        self.forget = self._action(
            tr("&Forget the neutral face"), "", tr("Scores are again as the network gives them.")
        )
        self.measure.triggered.connect(self._measure)
        self.switch.triggered.connect(self._turn)
        self.forget.triggered.connect(self._forget)
        self._panel.calibrate.clicked.connect(self._measure)
        self._panel.neutral.switched.connect(self._turn)
        self._panel.neutral.forget_asked.connect(self._forget)
        session.status_changed.connect(self._follow_source)
        stage.result_came.connect(self._take)
        people.selected.connect(self._show)
        people.changed.connect(self._people_changed)
        self._show()

    def _action(self, text: str, shortcut: str, tip: str) -> QAction:
        action = sure(self._people.menu.addAction(text))
        action.setShortcut(shortcut)
        action.setToolTip(tip)
        return action

    def _measure(self) -> None:
        person = self._people.person
        if person is None or not person.here:
            self.told.emit(tr("There is nobody to calibrate; choose somebody who is in view."))
            return
        if self._source in ENDS:
            self.told.emit(ENDS[self._source].format(seconds=SECONDS))
            return
        self._last += 1
        self._drop(person)
        self._asked[person.track] = NeutralWish(self._last)
        self._states[self._last] = _BEFORE_THE_FIRST_FRAME
        self._send()

    def _turn(self, on: bool) -> None:
        wish = self._wish(self._people.person)
        state = None if wish is None else self._states[wish.number]
        if wish is not None and state is not None and state.phase is not Phase.MEASURING:
            self._asked = {
                track: replace(own, on=on) if own.number == wish.number else own for track, own in self._asked.items()
            }
            self._states[wish.number] = replace(state, phase=Phase.ON if on else Phase.OFF)
            self._send()

    def _forget(self) -> None:
        person = self._people.person
        if person is not None:
            self._drop(person)
            self._send()

    def _drop(self, person: Person) -> None:
        for track in person.tracks:
            self._asked.pop(track, None)

    def _wish(self, person: Person | None) -> NeutralWish | None:
        return None if person is None else self._wishes.get(person.track)

    def _people_changed(self) -> None:
        """People became one, or two, or nobody is known any more."""
        if self._asked:
            self._send()
        self._show()

    def _send(self) -> None:
        """Tell the pipeline and the cards what is wanted of whom now."""
        people = self._people.people
        self._asked = {track: wish for track, wish in self._asked.items() if people.of(track) is not None}
        self._wishes = {}
        for track, wish in sorted(self._asked.items(), key=lambda item: item[1].number):
            owner = people.of(track)
            self._wishes |= dict.fromkeys(owner.tracks if owner is not None else (), wish)
        numbers = {wish.number for wish in self._wishes.values()}
        # Of two who became one the newer measurement counts; the older must not come back should they be parted.
        self._asked = {track: wish for track, wish in self._asked.items() if wish.number in numbers}
        self._states = {number: state for number, state in self._states.items() if number in numbers}
        self._session.set_neutral_wishes(dict(self._wishes))
        for person in people:
            self._note(person)
        self._show()

    def _take(self, result: Result) -> None:
        """A result: how far the measurements are."""
        if not self._wishes:
            return
        for face in result.faces:
            wish = self._wishes.get(face.track) if face.track is not None else None
            if wish is not None and face.neutral is not None:
                self._follow(wish, face.neutral, self._people.people.of(face.track))
        self._give_up(LEFT, lambda person: not person.here)
        self._show(seen=frozenset(face.track for face in result.faces if face.track is not None))

    def _follow(self, wish: NeutralWish, state: NeutralState, person: Person | None) -> None:
        before = self._states.get(wish.number)
        if before is None or person is None or before == state:
            return
        if before.phase is not Phase.MEASURING and (state.phase is Phase.ON) != wish.on:
            return  # of a frame from before the switch was turned
        self._states[wish.number] = state
        self._note(person)
        if before.phase is Phase.MEASURING and state.phase is not Phase.MEASURING:
            words = tr("{person}: neutral is calibrated. {state}.", person=title(person), state=resting_in_words(state))
            self.told.emit(words if state.steady else f"{words} {UNSTEADY}")

    def _follow_source(self, status: Status) -> None:
        """In a pause a measurement waits; a source that has ended or is lost ends it."""
        before, self._source = self._source, status.state
        if before == status.state or not self._wishes:
            return
        if status.state in ENDS:
            self._give_up(STOPPED, lambda person: True)
        for person in self._people.people:
            self._note(person)
        self._show()

    def _give_up(self, words: str, hopeless: Callable[[Person], bool]) -> None:
        """Measure no longer who is hopeless; `words` have fields for the {person} and the {seconds}."""
        for track, wish in list(self._asked.items()):
            person = self._people.people.of(track)
            if person is not None and hopeless(person) and self._states[wish.number].phase is Phase.MEASURING:
                del self._asked[track]
                self.told.emit(words.format(person=title(person), seconds=SECONDS))
                self._send()

    def _note(self, person: Person) -> None:
        wish = self._wish(person)
        state = None if wish is None else self._states[wish.number]
        self._people.note(person.number, note_of(state, halted=self._source in HALTS))

    def _show(self, _: object = None, *, seen: frozenset[int] | None = None) -> None:
        """Bring panel and menu up to date about who is looked at."""
        person = self._people.person
        wish = self._wish(person)
        state = None if wish is None else self._states[wish.number]
        away = person is not None and seen is not None and not seen.intersection(person.tracks)
        measuring = state is not None and state.phase is Phase.MEASURING
        waits = HALTS.get(self._source, AWAY if away else "")
        view = NeutralView(state, waits if measuring else "")
        self._panel.show_neutral(view, possible=person is not None and person.here)
        self.measure.setEnabled(person is not None)
        self.switch.setEnabled(state is not None and not measuring)
        self.switch.setChecked(state is not None and state.phase is Phase.ON)
        self.forget.setEnabled(state is not None)
