"""Every fault and every recovery in the status line's words, on real threads with a real pipeline."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ferdesk.gui.engine import Engine
from ferdesk.gui.session import Session
from ferdesk.gui.status_line import Status, StatusLine
from ferdesk.pipeline import PipelineSettings
from ferdesk.sources import Source
from tests.faults import FaultSource, Segment, absent, black, broken, cut, frozen, ok, slow

WAIT_MS = 20_000
LONG = 100_000


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes seconds takes tenths."""
    for name in ("capture.STILL_SECONDS", "remarks.BLACK_SECONDS", "remarks.CHANGE_SECONDS"):
        monkeypatch.setattr(f"ferdesk.{name}", 0.15)
    monkeypatch.setattr("ferdesk.remarks._WINDOW_SECONDS", 0.3)
    monkeypatch.setattr("ferdesk.pacing.Backoff.next", lambda self: 0.02)


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    made = Session(lambda result: None)
    yield made
    made.close()


FAULTS: list[tuple[str, Sequence[Segment], str, str]] = [
    ("absent", [absent(20)], "not answering", "Fake is not there; plug it in; trying again."),
    ("busy", [absent(20, "fake is in use by zoom")], "not answering", "Fake is in use by zoom; trying again."),
    ("unplugged", [ok(5), cut("fake is gone"), absent(20, "it is gone")], "not answering", "It is gone; trying again."),
    ("frozen", [ok(5), frozen(30)], "no new pictures", "stands still"),
    ("black", [ok(5), black(30)], "running", "is black; is the lens covered"),
    ("resolution", [ok(5), ok(30, (128, 96))], "running", "changed from 64×48 to 128×96 pixels."),
    ("slow", [slow(5, fps=4.0)], "running, 64×48 at", "Slow source: fake sends"),
    ("stream cut", [ok(5), cut("it breaks off"), absent(20, "nobody answers")], "not answering", "Nobody answers"),
]  # fmt: skip


@pytest.mark.parametrize(("script", "state", "words"), [fault[1:] for fault in FAULTS], ids=[f[0] for f in FAULTS])
def test_it_is_said_and_it_passes(
    qtbot: QtBot, session: Session, sources: dict[str, Source], tiny_bundle: Path,
    script: Sequence[Segment], state: str, words: str,
) -> None:  # fmt: skip
    line, hints = StatusLine(), list[str]()
    qtbot.addWidget(line)
    told: list[tuple[str, str]] = []

    def show(status: Status) -> None:
        line.show_status(status)
        hints.append(status.message)
        told.append((line.text(), status.message))

    session.status_changed.connect(show)
    session._timer.setInterval(10)
    sources["fake"] = FaultSource([*script, ok(LONG, (128, 96))], clock=time)  # type: ignore[arg-type]
    session.open("fake", Engine(str(tiny_bundle)), PipelineSettings())
    qtbot.waitUntil(lambda: any(state in text and words in hint for text, hint in told), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "running, 128×96" in told[-1][0] and hints[-1] == "", timeout=WAIT_MS)


def test_a_file_with_a_broken_middle(
    qtbot: QtBot, session: Session, sources: dict[str, Source], tiny_bundle: Path
) -> None:
    words = "7 pictures of fake are damaged or missing and were left out"
    told: list[Status] = []
    session.status_changed.connect(told.append)
    session._timer.setInterval(10)
    sources["fake"] = FaultSource([ok(3), broken(10, words)], live=False, kind="file")
    session.open("fake", Engine(str(tiny_bundle)), PipelineSettings())
    qtbot.waitUntil(lambda: bool(told) and told[-1].state == "ended", timeout=WAIT_MS)
    assert told[-1].message == f"{words}."
    assert any(status.state == "running" and status.message == f"{words}." for status in told)
