from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from ferdesk.bundle import BundleError
from ferdesk.live import Live, LiveStats
from ferdesk.neutral import NeutralWish
from ferdesk.pipeline import PipelineSettings
from ferdesk.sources import SourceError
from ferdesk.types import Frame, Result
from tests.fakes import WAIT, FakePipeline, FakeSource, picture, until

Make = Callable[..., Live]
SETTINGS = PipelineSettings()


@pytest.fixture(name="make")
def _make() -> Iterator[Make]:
    """Makes a Live, and fails the test that leaves one of its threads running."""
    made: list[Live] = []

    def make(
        source: FakeSource, pipeline: Any = None, *, settings: PipelineSettings = SETTINGS,
        start: bool = True, **options: Any,
    ) -> Live:  # fmt: skip
        maker = pipeline if callable(pipeline) else lambda: pipeline or FakePipeline()
        live = Live(maker, source, settings, **options)
        made.append(live)
        if start:
            live.start()
        return live

    yield make
    for live in made:
        assert live.stop(WAIT)


def state_of(live: Live) -> str:
    return live.stats().source_state


def drained(live: Live) -> list[Result]:
    """Every result of a source that ends, taken one by one."""
    results: list[Result] = []
    while state_of(live) not in ("ended", "lost") or live.stats().fps < 0:
        result = live.results.wait(0.05)
        results += [] if result is None else [result]
    while (result := live.results.wait(0.2)) is not None:
        results.append(result)
    return results


def test_frames_become_results_on_two_threads_of_their_own(make: Make) -> None:
    source, pipeline = FakeSource(), FakePipeline()
    live = make(source, pipeline)
    for _ in range(5):
        result = live.results.wait(WAIT)
        assert result is not None
        assert result.frame.image.shape == (24, 32, 3)
    stats = live.stats()
    assert stats.source_state == "running"
    assert stats.message == ""
    assert stats.fps > 0
    assert stats.latency_ms >= 0
    assert live.stop(WAIT)
    assert source.threads == {"ferdesk-capture"}
    assert pipeline.threads == {"ferdesk-inference"}
    assert source.opened == source.closed == 1
    assert live.results.closed


def test_the_pipeline_is_made_by_the_inference_thread(make: Make) -> None:
    makers: list[str] = []

    def maker() -> Any:
        makers.append(threading.current_thread().name)
        return FakePipeline()

    live = make(FakeSource(), maker)
    assert live.results.wait(WAIT) is not None
    assert makers == ["ferdesk-inference"]


def test_a_live_source_drops_what_inference_cannot_follow(make: Make) -> None:
    gate = threading.Event()
    source, pipeline = FakeSource(), FakePipeline(slow=lambda frame: gate.wait(WAIT) and None)
    live = make(source, pipeline)
    until(lambda: source.reads >= 20)
    gate.set()
    until(lambda: len(pipeline.frames) >= 2)
    first, second = pipeline.frames[:2]
    assert second.index - first.index > 10, "the second frame must be a recent one"
    assert live.stats().dropped >= 10


def test_results_nobody_takes_are_dropped_and_ready_is_told_once_a_reading(make: Make) -> None:
    ready: list[str] = []
    pipeline = FakePipeline()
    live = make(FakeSource(), pipeline, on_ready=lambda: ready.append(threading.current_thread().name))
    until(lambda: len(pipeline.frames) >= 10)
    assert ready == ["ferdesk-inference"]
    assert live.results.dropped > 0
    assert live.results.take() is not None
    until(lambda: len(ready) == 2)


def test_a_file_gives_every_frame_then_ends(make: Make) -> None:
    source = FakeSource([picture(n) for n in range(6)], live=False, step=0.05)
    results = drained(live := make(source))
    assert [result.frame.index for result in results] == list(range(6))
    assert state_of(live) == "ended"
    assert "end" in live.stats().message
    assert source.opened == source.closed == 1


def test_a_file_plays_at_its_own_speed(make: Make) -> None:
    shown: list[float] = []
    pipeline = FakePipeline(slow=lambda frame: shown.append(time.monotonic()))
    source = FakeSource([picture(n) for n in range(4)], live=False, step=0.15)
    drained(make(source, pipeline))
    assert shown[-1] - shown[0] >= 0.4, "three steps of 0.15 s cannot take less than 0.45 s"
    assert all(frame.captured > 0 for frame in pipeline.frames), "latency counts from when a frame is due"


def test_a_slow_inference_drops_frames_of_a_file_rather_than_lag(make: Make) -> None:
    pipeline = FakePipeline(slow=lambda frame: time.sleep(0.1))
    live = make(FakeSource([picture(n) for n in range(40)], live=False, step=0.01), pipeline)
    results = drained(live)
    assert len(results) < 40
    assert len(results) + live.stats().dropped == 40
    assert results[-1].frame.index == 39, "the last frame is shown however slow all is"


def test_a_looped_file_begins_again_and_forgets_its_people(make: Make) -> None:
    source, pipeline = FakeSource([picture(0), picture(1)], live=False), FakePipeline()
    live = make(source, pipeline, loop=True)
    until(lambda: source.opened >= 2 and len(pipeline.frames) > 2)
    assert pipeline.resets >= 1
    assert state_of(live) == "running"


@pytest.mark.parametrize("live_source", [True, False])
def test_an_absent_source_is_told_and_tried_again(make: Make, live_source: bool) -> None:
    source = FakeSource([picture(0)], live=live_source, absent=2)
    live = make(source)
    until(lambda: state_of(live) == "lost")
    assert live.stats().message == "fake is not there; plug it in; trying again"
    assert live.results.wait(WAIT) is not None, "it came back after two failures"
    assert source.opened == 3
    assert live.stats().source_state in ("running", "ended")


def test_a_source_lost_midway_comes_back_with_a_fresh_pipeline(make: Make) -> None:
    source, pipeline = FakeSource(), FakePipeline()
    live = make(source, pipeline)
    assert live.results.wait(WAIT) is not None
    source.lost = True
    until(lambda: state_of(live) == "lost")
    assert "unplugged" in live.stats().message or "not there" in live.stats().message
    assert source.closed >= 1
    source.lost = False
    before = len(pipeline.frames)
    until(lambda: len(pipeline.frames) > before + 1)
    assert state_of(live) == "running"
    assert pipeline.resets == 1


def test_a_frozen_source_is_stale_until_the_picture_moves(make: Make) -> None:
    source = FakeSource(frozen=picture(77))
    live = make(source)
    assert live.results.wait(WAIT) is not None
    until(lambda: state_of(live) == "stale")
    assert "stands still" in live.stats().message
    until(lambda: source.opened >= 2)
    assert state_of(live) == "stale", "opening it again proves nothing"
    source.frozen = None
    until(lambda: state_of(live) == "running")
    assert live.stats().message == ""


def test_a_source_that_answers_nothing_is_stale(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ferdesk.capture.SILENT_SECONDS", 0.2)
    hang = threading.Event()

    def hung() -> Any:
        hang.wait(WAIT)
        return picture(2)

    live = make(FakeSource([picture(0), picture(1), hung]))
    try:
        until(lambda: state_of(live) == "stale")
        assert "no picture" in live.stats().message
        live.pause(True)
        assert state_of(live) == "running", "a paused source is asked for nothing"
        live.pause(False)
    finally:
        hang.set()
    until(lambda: state_of(live) == "running")


def test_a_change_of_resolution_is_just_the_next_frame(make: Make) -> None:
    pipeline = FakePipeline()
    make(FakeSource([picture(0), picture(1, 64, 48), picture(2)], live=False, step=0.05), pipeline)
    until(lambda: len(pipeline.frames) == 3)
    assert [frame.image.shape for frame in pipeline.frames] == [(24, 32, 3), (48, 64, 3), (24, 32, 3)]


@pytest.mark.parametrize("live_source", [True, False])
def test_pause_stops_reading_and_going_on_shows_the_present(make: Make, live_source: bool) -> None:
    pipeline = FakePipeline()
    source = FakeSource([picture(n) for n in range(1000)], live=live_source, step=0.01)
    live = make(source, pipeline)
    until(lambda: len(pipeline.frames) >= 3)
    live.pause(True)
    assert live.paused
    reads = _settled(lambda: source.reads)
    shown = len(pipeline.frames)
    time.sleep(0.1)
    assert source.reads == reads
    assert len(pipeline.frames) == shown
    assert source.closed == 0, "the source is kept"
    live.pause(False)
    until(lambda: len(pipeline.frames) > shown)
    going_on = pipeline.frames[shown].index
    assert going_on == reads if live_source else going_on == reads - 1


def test_a_pause_costs_almost_no_cpu(make: Make) -> None:
    source = FakeSource()
    live = make(source)
    assert live.results.wait(WAIT) is not None
    live.pause(True)
    _settled(lambda: source.reads)
    before = time.process_time()
    time.sleep(0.5)
    assert time.process_time() - before < 0.1


def _settled(value: Callable[[], int]) -> int:
    """The value once it has stood still for a tenth of a second."""
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        before = value()
        time.sleep(0.1)
        if value() == before:
            return before
    raise AssertionError("it never stood still")


def test_settings_hold_from_the_next_frame_on(make: Make) -> None:
    pipeline = FakePipeline()
    first, second = PipelineSettings(), PipelineSettings(smoothing_seconds=0.0)
    live = make(FakeSource(), pipeline, settings=first)
    until(lambda: len(pipeline.seen_settings) >= 2)
    live.set_settings(second)
    until(lambda: pipeline.seen_settings[-1] is second)
    assert pipeline.seen_settings[0] is first


def test_stop_ends_a_pause_a_wait_between_attempts_and_a_long_picture(make: Make) -> None:
    paused, absent = make(FakeSource()), make(FakeSource(absent=10**6))
    slow_file = make(FakeSource([picture(0), picture(1)], live=False, step=1000.0))
    paused.pause(True)
    until(lambda: state_of(absent) == "lost")
    assert slow_file.results.wait(WAIT) is not None
    for live in (paused, absent, slow_file):
        assert live.stop(WAIT)
        assert live.stop(WAIT), "stopping twice is no mistake"


def test_stop_before_start_is_no_mistake(make: Make) -> None:
    assert make(FakeSource(), start=False).stop()


def test_stop_does_not_wait_for_a_camera_that_hangs_and_the_camera_is_let_go_later(make: Make) -> None:
    source = FakeSource(open_hangs=threading.Event())
    live = make(source)
    until(lambda: source.opened == 1)
    assert not live.stop(0.05)
    assert state_of(live) == "opening"
    assert source.open_hangs is not None
    source.open_hangs.set()
    assert live.stop(WAIT)
    assert source.opened == source.closed == 1
    assert source.reads == 0


def test_one_that_follows_opens_when_the_one_before_has_let_go(make: Make) -> None:
    reading, go_on, opened_while = threading.Event(), threading.Event(), list[bool]()

    def hang() -> Any:
        reading.set()
        assert go_on.wait(WAIT)
        return np.zeros((120, 160, 3), np.uint8)

    first, second = FakeSource([hang]), FakeSource()
    before = make(first)
    assert reading.wait(WAIT)
    assert not before.stop(0.0), "whoever changes the source waits for nothing"
    open_second = second.open
    second.open = lambda: (opened_while.append(first.closed == 0), open_second())[1]  # type: ignore[method-assign]
    live = make(second, after=before)
    time.sleep(0.05)
    assert opened_while == [], "the first still holds its camera"
    go_on.set()
    assert live.results.wait(WAIT) is not None
    assert opened_while == [False] and first.closed == 1


def test_a_slow_opening_is_remarked_upon(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ferdesk.capture.SLOW_SECONDS", 0.05)
    source = FakeSource(open_hangs=threading.Event())
    live = make(source)
    until(lambda: "slow to open" in live.stats().message)
    assert source.open_hangs is not None
    source.open_hangs.set()
    until(lambda: state_of(live) == "running")


def test_a_bundle_that_is_missing_becomes_the_message(make: Make) -> None:
    def maker() -> Any:
        raise BundleError("no bundle named x")

    source = FakeSource()
    live = make(source, maker)
    until(lambda: live.stats().message == "no bundle named x")
    assert state_of(live) == "lost"
    until(lambda: source.opened == source.closed)


@pytest.mark.parametrize("where", ["source", "pipeline", "on_ready"])
def test_a_bug_in_a_worker_is_told_and_reaches_the_excepthook(
    make: Make, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    caught: list[BaseException | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: caught.append(args.exc_value))

    def bug(*_: Frame) -> None:
        raise ZeroDivisionError("oops")

    source = FakeSource([ZeroDivisionError("oops")] if where == "source" else [])
    pipeline = FakePipeline(slow=bug) if where == "pipeline" else FakePipeline()
    live = make(source, pipeline, on_ready=bug if where == "on_ready" else None)
    until(lambda: state_of(live) == "lost" and bool(caught))
    assert "ZeroDivisionError: oops" in live.stats().message
    assert [type(error) for error in caught] == [ZeroDivisionError]
    until(lambda: source.opened == source.closed)


def test_a_file_that_breaks_off_is_told(make: Make) -> None:
    live = make(FakeSource([picture(0), SourceError("fake is damaged")], live=False))
    until(lambda: state_of(live) == "lost")
    assert "fake is damaged" in live.stats().message


def test_an_empty_file_is_told(make: Make) -> None:
    live = make(FakeSource(live=False))
    until(lambda: state_of(live) == "lost")
    assert "no picture" in live.stats().message


def test_fps_sinks_when_results_stay_away(make: Make) -> None:
    gate = threading.Event()
    gate.set()
    live = make(FakeSource(), FakePipeline(slow=lambda frame: gate.wait(WAIT) and None))
    until(lambda: live.stats().fps > 5)
    gate.clear()
    until(lambda: live.stats().fps < 3)
    gate.set()


def test_stats_are_a_plain_frozen_value(make: Make) -> None:
    stats = make(FakeSource()).stats()
    assert isinstance(stats, LiveStats)
    with pytest.raises(AttributeError):
        stats.fps = 1.0  # type: ignore[misc]


def test_real_pipeline_in_real_threads(make: Make, tiny_bundle: Any) -> None:
    from ferdesk.classify import Classifier
    from ferdesk.emotions import Emotion
    from ferdesk.pipeline import Pipeline
    from tests.tiny import ScriptedDetector, tiny_face, tiny_frame

    face = tiny_face(100, 60, 96)
    frame = tiny_frame([(face, Emotion.HAPPY)])
    source = FakeSource([frame.image] * 3, live=False, step=0.05)
    live = make(source, lambda: Pipeline(Classifier(tiny_bundle), detector=ScriptedDetector([[face]])))
    result = live.results.wait(WAIT)
    assert result is not None
    assert result.faces[0].emotion is Emotion.HAPPY
    assert np.array_equal(result.frame.image, frame.image), "a result carries the frame it was computed on"


def test_wishes_reach_the_pipeline_with_the_next_frame(make: Make) -> None:
    pipeline = FakePipeline()
    live = make(FakeSource(), pipeline)
    wishes = {1: NeutralWish(1)}
    live.set_neutral_wishes(wishes)
    until(lambda: pipeline.neutral_wishes is wishes, "the wishes")
