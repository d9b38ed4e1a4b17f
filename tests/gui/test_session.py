"""A source at work: results arrive, faults are told in words, the demo stands in where it should."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image as Pillow
from pytestqt.qtbot import QtBot

from ferdesk.gui.engine import Engine
from ferdesk.gui.session import Session
from ferdesk.gui.status_line import Status, StatusLine
from ferdesk.pipeline import PipelineSettings
from ferdesk.source_images import FolderSource
from ferdesk.sources import Source, SourceError
from ferdesk.types import Result
from tests.fakes import WAIT, FakeSource, picture

WAIT_MS = 20_000


class Listener:
    """Keeps what a session tells."""

    def __init__(self) -> None:
        self.results: list[Result] = []
        self.threads: set[threading.Thread] = set()
        self.states: list[Status] = []
        self.opened: list[str] = []

    @property
    def hint(self) -> str:
        """The last sentence about the source."""
        return self.states[-1].message if self.states else ""

    def on_result(self, result: Result) -> None:
        self.results.append(result)
        self.threads.add(threading.current_thread())


@pytest.fixture
def heard() -> Listener:
    return Listener()


@pytest.fixture
def session(qtbot: QtBot, heard: Listener) -> Iterator[Session]:
    made = Session(heard.on_result)
    made.status_changed.connect(heard.states.append)
    made.opened.connect(heard.opened.append)
    yield made
    made.close()


@pytest.fixture
def engine(tiny_bundle: Path) -> Engine:
    return Engine(str(tiny_bundle))


def test_results_are_taken_in_the_gui_thread(
    session: Session, engine: Engine, heard: Listener, sources: dict[str, Source], qtbot: QtBot
) -> None:
    session.open("fake", engine, PipelineSettings())
    qtbot.waitUntil(lambda: len(heard.results) > 3, timeout=WAIT_MS)
    assert heard.threads == {threading.main_thread()}
    indices = [result.frame.index for result in heard.results]
    assert indices == sorted(indices)
    qtbot.waitUntil(lambda: any(status.bundle == "tiny fp32" for status in heard.states), timeout=WAIT_MS)
    assert session.bundle_threshold == pytest.approx(0.4)


def test_a_slow_window_gets_the_newest_and_no_queue(
    session: Session, engine: Engine, heard: Listener, sources: dict[str, Source], qtbot: QtBot
) -> None:
    session.open("fake", engine, PipelineSettings())
    qtbot.waitUntil(lambda: len(heard.results) > 0, timeout=WAIT_MS)
    source = sources["fake"]
    assert isinstance(source, FakeSource)
    ready = []
    session._ready.connect(lambda: ready.append(1))
    seen = source.reads
    while source.reads < seen + 40:  # the GUI thread does not run its loop meanwhile
        threading.Event().wait(0.01)
    before = len(heard.results)
    qtbot.waitUntil(lambda: len(heard.results) > before, timeout=WAIT_MS)
    assert heard.results[before].frame.index > heard.results[before - 1].frame.index + 10


def test_an_absent_camera_gives_way_to_the_demo_with_a_reason(
    session: Session, engine: Engine, heard: Listener, sources: dict[str, Source], qtbot: QtBot
) -> None:
    sources["0"] = FakeSource(absent=10_000)
    demo = sources["demo"] = FakeSource()
    demo.name = "Demo"
    session.open("0", engine, PipelineSettings(), fall_back=True)
    qtbot.waitUntil(lambda: bool(heard.results), timeout=WAIT_MS)
    assert session.spec == "demo" and heard.opened == ["fake", "Demo"]
    qtbot.waitUntil(lambda: heard.states[-1].state == "running", timeout=WAIT_MS)
    assert "not there" in heard.hint and "demo plays" in heard.hint and "trying again" not in heard.hint


@pytest.mark.parametrize("spec", ["x" * 300, "~nobody/a.mp4"])
def test_a_path_that_the_system_will_not_hear_of_gives_way_to_the_demo(
    session: Session, engine: Engine, heard: Listener, spec: str, qtbot: QtBot
) -> None:
    session.open(spec, engine, PipelineSettings(), fall_back=True)
    assert (session.spec, session.stands_in_for) == ("demo", spec)
    qtbot.waitUntil(lambda: bool(heard.results), timeout=WAIT_MS)
    assert "The demo plays for now" in heard.hint


def test_an_address_that_is_none_is_told(session: Session, engine: Engine, heard: Listener) -> None:
    session.open("rtsp://admin:pa[ss@host/", engine, PipelineSettings(), fall_back=True)
    assert (heard.opened, heard.states[-1].state) == ([""], "lost")
    assert "is no address" in heard.hint


def test_a_camera_that_was_asked_for_is_insisted_on(
    session: Session, engine: Engine, heard: Listener, sources: dict[str, Source], qtbot: QtBot
) -> None:
    sources["0"] = FakeSource(absent=1)
    session.open("0", engine, PipelineSettings())
    qtbot.waitUntil(lambda: "not there" in heard.hint, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(heard.results), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: heard.hint == "", timeout=WAIT_MS)
    assert session.spec == "0"


def test_an_unplugged_camera_is_told_and_comes_back(
    session: Session, engine: Engine, heard: Listener, sources: dict[str, Source], qtbot: QtBot
) -> None:
    source = sources["0"] = FakeSource()
    session.open("0", engine, PipelineSettings(), fall_back=True)
    qtbot.waitUntil(lambda: bool(heard.results), timeout=WAIT_MS)
    source.lost = True
    qtbot.waitUntil(lambda: heard.states[-1].state == "lost", timeout=WAIT_MS)
    assert heard.hint
    assert session.spec == "0", "once it has shown a picture, the demo does not take its place"
    source.lost = False
    qtbot.waitUntil(lambda: heard.states[-1].state == "running", timeout=WAIT_MS)
    assert heard.hint == ""


def test_a_source_that_cannot_be_is_told(
    session: Session, engine: Engine, heard: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(spec: str) -> Source:
        raise SourceError(f"{spec} is not there")

    monkeypatch.setattr("ferdesk.sources.open_source", refuse)
    session.open("gone.mp4", engine, PipelineSettings())
    assert heard.hint == "gone.mp4 is not there."
    assert heard.opened == [""]


def test_a_wrong_choice_does_not_wait_for_a_source_that_hangs(
    session: Session, engine: Engine, heard: Listener, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    hanging, good = FakeSource(open_hangs=threading.Event()), FakeSource()
    good_opened_while, open_good = list[bool](), good.open
    good.open = lambda: (good_opened_while.append(hanging.opened > hanging.closed), open_good())[1]  # type: ignore[method-assign]

    def choose(spec: str) -> Source:
        if spec == "gone.mp4":
            raise SourceError("gone.mp4 is not there")
        return hanging if spec == "0" else good

    monkeypatch.setattr("ferdesk.sources.open_source", choose)
    session.open("0", engine, PipelineSettings())
    qtbot.waitUntil(lambda: hanging.opened == 1, timeout=WAIT_MS)
    began = time.monotonic()
    session.open("gone.mp4", engine, PipelineSettings())
    assert time.monotonic() - began < 1.0, "the window stood still"
    assert heard.hint == "gone.mp4 is not there."
    monkeypatch.setattr("ferdesk.live._HANDOVER_SECONDS", 60.0)
    session.open("1", engine, PipelineSettings())
    assert hanging.open_hangs is not None
    hanging.open_hangs.set()
    qtbot.waitUntil(lambda: bool(heard.results), timeout=WAIT_MS)
    assert good_opened_while == [False], "the one that follows waits for the one that hung"


def test_closing_after_a_wrong_choice_leaves_no_thread(
    session: Session, engine: Engine, heard: Listener, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    go_on = threading.Event()
    slow = FakeSource([lambda: (go_on.wait(WAIT), picture(1))[1]])

    def choose(spec: str) -> Source:
        if spec == "gone.mp4":
            raise SourceError("gone.mp4 is not there")
        return slow

    monkeypatch.setattr("ferdesk.sources.open_source", choose)
    session.open("0", engine, PipelineSettings())
    qtbot.waitUntil(lambda: slow.opened == 1, timeout=WAIT_MS)
    session.open("gone.mp4", engine, PipelineSettings())
    threading.Timer(0.3, go_on.set).start()
    session.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ferdesk-")]
    assert slow.closed == 1


def test_a_remembered_file_that_is_gone_gives_way_to_the_demo(
    session: Session, engine: Engine, heard: Listener, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def only_demo(spec: str) -> Source:
        if spec != "demo":
            raise SourceError(f"{spec} is not there")
        return FakeSource()

    monkeypatch.setattr("ferdesk.sources.open_source", only_demo)
    session.open("gone.mp4", engine, PipelineSettings(), fall_back=True)
    qtbot.waitUntil(lambda: bool(heard.results), timeout=WAIT_MS)
    assert session.spec == "demo"


def test_a_missing_bundle_is_told_and_blamed_on_nobody_else(
    session: Session, heard: Listener, sources: dict[str, Source], qtbot: QtBot
) -> None:
    session.open("0", Engine("absent.onnx"), PipelineSettings(), fall_back=True)
    qtbot.waitUntil(lambda: "absent.onnx" in heard.hint, timeout=WAIT_MS)
    qtbot.wait(400)
    assert session.spec == "0", "the demo would need the bundle too"
    assert heard.states[-1].state == "unread", "the source answers"


def test_a_file_ends_without_a_complaint(
    session: Session, engine: Engine, heard: Listener, sources: dict[str, Source], qtbot: QtBot
) -> None:
    sources["clip.mp4"] = FakeSource([picture(1), picture(2)], live=False)
    session.open("clip.mp4", engine, PipelineSettings())
    qtbot.waitUntil(lambda: bool(heard.states) and heard.states[-1].state == "ended", timeout=WAIT_MS)
    assert heard.hint == ""


def test_the_picture_of_a_folder_is_named(
    session: Session, engine: Engine, heard: Listener, sources: dict[str, Source], qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("a.png", "b.png"):
        Pillow.fromarray(picture(1)).save(tmp_path / name)
    sources["photos"] = FolderSource(tmp_path, 0.1)
    session.open("photos", engine, PipelineSettings())
    qtbot.waitUntil(lambda: bool(heard.states) and heard.states[-1].state == "ended", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: heard.states[-1].picture == "b.png", timeout=WAIT_MS)
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_status(heard.states[-1])
    assert f"{tmp_path.name} ▸ b.png – done" in line.text()


def test_closing_twice_is_harmless_and_stops_everything(
    session: Session, engine: Engine, sources: dict[str, Source]
) -> None:
    session.open("fake", engine, PipelineSettings())
    session.close()
    session.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ferdesk-")]
    source = sources["fake"]
    assert isinstance(source, FakeSource) and source.closed == source.opened
