"""Measures the real window on a generated source: what it shows, how old that is, what holds it up, what it costs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PyQt5.QtGui import QGuiApplication

from ferdesk.errors import FerdeskError
from ferdesk.gauges import core_share, read_gauges
from ferdesk.gui.main_window import MainWindow
from ferdesk.gui.scripted import Playing, Wait, play
from ferdesk.gui.shown import Showing, ShownResults
from ferdesk.gui.status_line import Status
from ferdesk.gui.watchdog import Tick, Watchdog
from ferdesk.machine import load, package_versions, processor_name
from ferdesk.window_figures import LONGEST_BLOCK_MS, Recorded, WindowFigures

_WARM_UP = 4.0
_SETTLE = 1.5
_REST = 6.0
"""Seconds over which the paused and the minimised window are measured."""


def bench_window(playing: Playing, seconds: float, recorded: Recorded = "nothing") -> WindowFigures:
    """Watch the window for so long while it shows its source, then paused, then minimised. FerdeskErrors as `play`.

    What is `recorded` while it is watched is deleted at the end; blocks are counted until it is complete.
    """
    measuring = _Measuring(seconds, recorded)
    play(measuring.script, playing)
    return measuring.figures()


@dataclass
class _Measuring:
    """The script, and what it gathers."""

    seconds: float
    recorded: Recorded

    def script(self, window: MainWindow, folder: Path) -> Iterator[Wait]:
        window.preferences.change("recordings", str(folder))
        window.preferences.change("record_video", self.recorded == "video")
        self._status: Status | None = None
        window.session.status_changed.connect(self._keep)
        yield lambda: window.stage.result() is not None and window.session.model is not None  # without it none records
        yield _WARM_UP
        if self.recorded != "nothing":
            window.todo.record.trigger()
            yield _SETTLE
        yield from self._watch_live(window)
        window.todo.pause.trigger()
        yield _SETTLE
        self.paused = read_gauges()
        yield _REST
        self.paused_end = read_gauges()
        window.todo.pause.trigger()
        held = window.stage.result()
        yield lambda: window.stage.result() is not held
        window.showMinimized()
        yield _SETTLE
        self.minimised = read_gauges()
        yield _REST
        self.minimised_end = read_gauges()
        window.showNormal()

    def _watch_live(self, window: MainWindow) -> Iterator[Wait]:
        dropped = self._dropped()
        watchdog, shown = Watchdog(window), ShownResults(window.stage.view)
        watchdog.start()
        self.live = read_gauges()
        yield self.seconds
        self.live_end = read_gauges()
        self.showings: tuple[Showing, ...] = shown.stop()
        if self.recorded != "nothing":
            window.todo.record.trigger()
            yield lambda: not window.recordings.control.unfinished
            yield _SETTLE  # a block is told by the tick after it
        self.ticks: tuple[Tick, ...] = watchdog.stop()
        self.dropped = self._dropped() - dropped
        model = window.session.model
        assert model is not None  # results come from one
        self.model = model
        self.platform = QGuiApplication.platformName()
        self.size = window.size()
        self.ratio = window.devicePixelRatioF()

    def figures(self) -> WindowFigures:
        if not self.showings:
            raise FerdeskError("the window showed no picture while it was watched")
        ages = np.percentile([showing.age_ms for showing in self.showings], [50, 95]).tolist()
        watched = self.live_end.moment - self.live.moment
        late, work = (np.array(all_) for all_ in zip(*((t.late_ms, t.work_ms) for t in self.ticks), strict=True))
        return WindowFigures(
            seconds=watched,
            shown_fps=len(self.showings) / watched,
            faces_per_frame=float(np.mean([showing.faces for showing in self.showings])),
            age_p50_ms=ages[0],
            age_p95_ms=ages[1],
            dropped=self.dropped,
            block_p99_ms=float(np.percentile(late, 99)),
            block_longest_ms=float(late.max()),
            blocks=int((late > LONGEST_BLOCK_MS).sum()),
            work_p99_ms=float(np.percentile(work, 99)),
            work_longest_ms=float(work.max()),
            recorded=self.recorded,
            live_share=core_share(self.live, self.live_end),
            paused_share=core_share(self.paused, self.paused_end),
            minimised_share=core_share(self.minimised, self.minimised_end),
            resident_start=self.live.resident_bytes,
            resident_end=self.live_end.resident_bytes,
            threads=self.live_end.threads,
            platform=self.platform,
            width=self.size.width(),
            height=self.size.height(),
            pixel_ratio=self.ratio,
            bundle=self.model.name,
            provider=self.model.provider,
            processor=processor_name(),
            cores=os.cpu_count() or 1,
            load=load(),
            versions=package_versions(),
        )

    def _keep(self, status: Status) -> None:
        self._status = status

    def _dropped(self) -> int:
        return self._status.dropped if self._status is not None else 0
