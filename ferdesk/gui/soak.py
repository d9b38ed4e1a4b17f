"""Uses the real window for minutes, round after round as a person would, and watches what it holds on to."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PyQt5.QtGui import QGuiApplication

from ferdesk import heap
from ferdesk.gauges import Gauges, read_gauges, resident_bytes
from ferdesk.gui.main_window import MainWindow
from ferdesk.gui.scripted import Playing, Wait, play
from ferdesk.gui.watchdog import Tick, Watchdog
from ferdesk.machine import load, processor_name
from ferdesk.soak_figures import SoakFigures, StepFigures

_A_WHILE = 1.0
"""Seconds between one thing that is done and the next."""
_OTHER_SOURCE = "demo"


def soak(playing: Playing, seconds: float, tell: Callable[[float, Gauges], object]) -> SoakFigures:
    """Use the window for so long, the round that is begun then included. FerdeskErrors as `play`.

    After every round `tell` is called with the seconds since the first one began, and the readings of the moment. Their
    memory is what is in use: what Python and the C library keep of what was freed goes back to the system before.
    """
    soaking = _Soaking(playing.source, seconds, tell)
    play(soaking.script, playing)
    return soaking.figures()


@dataclass
class _Soaking:
    """The script, and what it gathers."""

    source: str
    seconds: float
    tell: Callable[[float, Gauges], object]
    samples: list[Gauges] = field(default_factory=list)
    resident: list[int | None] = field(default_factory=list)
    """Bytes in RAM after each round, with what is kept of what was freed."""
    blocks: dict[str, list[Tick]] = field(default_factory=dict)
    """By what was done: the longest lateness and the longest work after it, a tick each time."""

    def script(self, window: MainWindow, folder: Path) -> Iterator[Wait]:
        window.preferences.change("recordings", str(folder / "recordings"))
        yield lambda: window.stage.result() is not None and window.session.model is not None
        yield _A_WHILE
        began = time.monotonic()
        while not self.samples or time.monotonic() < began + self.seconds:
            yield from self._round(window, folder / "recordings")
            yield from self._read(window)
            self.tell(self.samples[-1].moment - began, self.samples[-1])
        model = window.session.model
        assert model is not None  # results come from one
        self.bundle, self.platform = model.name, QGuiApplication.platformName()

    def _read(self, window: MainWindow) -> Iterator[Wait]:
        """The gauges, while nothing is under way: frames at work are in use too, now more of them and now fewer."""
        self.resident.append(resident_bytes())
        window.todo.pause.trigger()
        yield _A_WHILE
        heap.give_back()
        self.samples.append(read_gauges())
        window.todo.pause.trigger()

    def figures(self) -> SoakFigures:
        steps = tuple(
            StepFigures(
                name, len(ticks), max(tick.late_ms for tick in ticks), max(tick.work_ms for tick in ticks),
                sorted(tick.late_ms for tick in ticks)[len(ticks) // 2],
            )
            for name, ticks in self.blocks.items()
        )  # fmt: skip
        return SoakFigures(
            tuple(self.samples), tuple(self.resident), steps, self.platform, self.bundle, processor_name(),
            os.cpu_count() or 1, load(),
        )  # fmt: skip

    def _round(self, window: MainWindow, recordings: Path) -> Iterator[Wait]:
        todo, menu, control = window.todo, window.timeline.menu, window.recordings.control
        video = len(self.samples) % 2 == 0
        window.preferences.change("record_video", video)
        kind = "a recording with video" if video else "a recording"
        timeline = todo.switches["show_timeline"]
        steps: tuple[tuple[str, Callable[[], object]], ...] = (
            ("choose a face", todo.next_face.trigger),
            (f"begin {kind}", todo.record.trigger),
            ("set a mark", menu.mark[0].trigger),
            ("take it back", menu.undo.trigger),
            ("set a mark", menu.mark[1].trigger),
            (f"end {kind}", todo.record.trigger),
            ("hide the timeline", timeline.trigger),
            ("show the timeline", timeline.trigger),
            ("timeline of all", menu.whom["everyone"].trigger),
            ("timeline of one", menu.whom["selected"].trigger),
            ("less time", lambda: window.timeline.zoom(+1)),
            ("more time", lambda: window.timeline.zoom(-1)),
            ("open the settings", window.settings.action.trigger),
            ("close the settings", lambda: window.settings.dialog.close()),
            ("pause", todo.pause.trigger),
            ("go on", todo.pause.trigger),
            ("minimise", window.showMinimized),
            ("restore", window.showNormal),
            ("another source", lambda: window.sources.source_chosen.emit(_OTHER_SOURCE)),
            ("the first source again", lambda: window.sources.source_chosen.emit(self.source)),
        )
        watchdog = Watchdog(window)
        for name, do in steps:
            watchdog.start()
            do()
            yield _A_WHILE
            yield lambda: window.stage.result() is not None and set(control.unfinished) <= {control.running}
            ticks = watchdog.stop()
            late, work = max(tick.late_ms for tick in ticks), max(tick.work_ms for tick in ticks)
            self.blocks.setdefault(name, []).append(Tick(late, work))
        watchdog.deleteLater()
        shutil.rmtree(recordings)
