"""Player: plays one recording: where it is, on or standing, which people are shown. GUI thread only."""

from __future__ import annotations

import time

from PyQt5.QtCore import QObject, Qt, QTimer, pyqtSignal

from ferdesk.gui.viewer.pictures import Pictures
from ferdesk.play_clock import PlayClock
from ferdesk.playback import Playback

_TICK_MS = 15
_AGAIN_SECONDS = 1.0
"""So shortly after a marker, while it plays, "back" means the one before."""


class Player(QObject):
    """Tells by signals what is on show; keys, buttons and the timeline call its methods."""

    moved = pyqtSignal(float, int)
    """Seconds, and the frame of that moment."""
    shown = pyqtSignal(object)
    """Shown: a frame was read."""
    playing_changed = pyqtSignal(bool)

    def __init__(self, playback: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        self._clock = PlayClock(playback.end)
        self._pictures = Pictures(playback, self.shown.emit, self)
        self._tracks: frozenset[int] | None = None
        self._asked = -1
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def playing(self) -> bool:
        """True while it plays."""
        return self._timer.isActive()

    @property
    def seconds(self) -> float:
        """Where it is."""
        return self._clock.position(time.monotonic())

    def toggle(self) -> None:
        """Play, or stand still; from the beginning where the end was reached."""
        if self.playing:
            self._stand()
        elif self._playback.frames:
            self._clock.play(time.monotonic())
            self._timer.start()
            self.playing_changed.emit(True)

    def go(self, seconds: float) -> None:
        """Show that moment; go on playing from there if it plays."""
        self._clock.seek(seconds, time.monotonic())
        self._tell()

    def go_to_end(self) -> None:
        """Show the last frame and stand."""
        self._stand()
        self.go(self._playback.end)

    def step(self, frames: int) -> None:
        """Stand, and go on by so many frames; negative: back."""
        self._stand()
        if self._playback.frames:
            index = min(max(self._playback.index_at(self.seconds) + frames, 0), self._playback.frames - 1)
            self.go(self._playback.seconds_of(index))

    def go_to_marker(self, way: int) -> None:
        """To the next marker (+1), or the one before (-1); where there is none, nothing happens."""
        here = self.seconds
        back = here - _AGAIN_SECONDS if self.playing else here
        marker = self._playback.next_marker(here) if way > 0 else self._playback.previous_marker(back)
        if marker is not None:
            self.go(marker.seconds)

    def set_speed(self, speed: float) -> None:
        """So many seconds of the recording in a second."""
        self._clock.set_speed(speed, time.monotonic())

    def set_tracks(self, tracks: frozenset[int] | None) -> None:
        """Show the faces of these tracks alone; of all where None."""
        self._tracks = tracks
        self._asked = -1
        self._tell()

    def close(self) -> None:
        """End the thread and the timer, and close the film. May be called again."""
        self._timer.stop()
        self._pictures.close()

    def _stand(self) -> None:
        self._clock.pause(time.monotonic())
        if self.playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def _tick(self) -> None:
        self._tell()
        if not self._clock.playing:
            self._stand()

    def _tell(self) -> None:
        seconds = self.seconds
        index = self._playback.index_at(seconds)
        if index != self._asked and self._playback.frames:
            self._asked = index
            self._pictures.ask((index, self._tracks))
        self.moved.emit(seconds, index)
