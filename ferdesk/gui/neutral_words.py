"""What is said of a calibration: for what it waits, why it ends, how it stands."""

from __future__ import annotations

from math import ceil

from ferdesk.gui.status_line import State
from ferdesk.gui.words import tr
from ferdesk.neutral import NeutralState, Phase

HALTS: dict[State, str] = {"paused": tr("Waiting: paused"), "stale": tr("Waiting for new pictures …")}
"""States of the source in which a measurement waits."""
AWAY = tr("Waiting for the face …")
ENDS: dict[State, str] = {
    "ended": tr("The source has ended; calibrating needs {seconds:.0f} seconds of a camera or a film."),
    "lost": tr("The source does not answer; calibrating needs {seconds:.0f} seconds of new pictures."),
    "unread": tr("There is no bundle to read faces with; calibrating needs one."),
}
"""States after which no measurement goes on, and what is said to those who ask for one then."""
STOPPED = tr("The source stopped before {seconds:.0f} seconds were over; nothing was calibrated.")
LEFT = tr("{person} left before {seconds:.0f} seconds were over; nothing was calibrated.")
"""Nobody comes back under their number."""
UNSTEADY = tr("But the face changed while it was measured: look relaxed, and measure again.")


def resting_in_words(state: NeutralState) -> str:
    """Such as "Without the correction their relaxed face is read as sad"; empty while it is measured."""
    label = None if state.resting is None else tr(state.resting.label)
    return "" if label is None else tr("Without the correction their relaxed face is read as {label}", label=label)


def note_of(state: NeutralState | None, *, halted: bool = False) -> str:
    """A few words for the person's card; `halted`: the source sends nothing just now."""
    if state is None:
        return ""
    match state.phase:
        case Phase.MEASURING if halted:
            return tr("waiting")
        case Phase.MEASURING:
            return tr("look relaxed: {seconds_left} s", seconds_left=ceil(state.seconds_left))
        case Phase.ON:
            return tr("calibrated")
        case Phase.OFF:
            return tr("not corrected")
