"""Every fault a source can have: what is said of it, what becomes of it, how it comes back. On a clock of its own."""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path

import pytest

from ferdesk.capture import Capture
from ferdesk.source_video import VideoSource
from ferdesk.switch import Switch
from ferdesk.types import Frame
from tests.fakes import WAIT, picture, until
from tests.faults import Clock, ClockSwitch, FaultSource, absent, black, broken, bug, cut, frozen, ok, play, slow
from tests.films import write_video


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("ferdesk.capture.time", clock)
    return clock


def test_a_good_source_is_just_running(clock: Clock) -> None:
    played = play(clock, [ok(200)])
    assert played.story == ["running"]
    assert len(played.frames) == 200
    delivered = played.capture.delivered()
    assert (delivered.width, delivered.height) == (64, 48)
    assert delivered.fps == pytest.approx(30, abs=0.5)


def test_absent_then_plugged_in(clock: Clock) -> None:
    played = play(clock, [absent(5), ok(10)])
    assert played.story == ["lost: fake is not there; plug it in; trying again", "running"]
    assert len(played.frames) == 10


def test_busy_then_let_go(clock: Clock) -> None:
    played = play(clock, [absent(2, "fake is in use by zoom; close that program"), ok(10)])
    assert played.story == ["lost: fake is in use by zoom; close that program; trying again", "running"]


def test_attempts_become_rarer_but_never_end(clock: Clock) -> None:
    began = clock.monotonic()
    play(clock, [absent(20)])
    waited = clock.monotonic() - began
    assert 5.0 * 15 < waited <= 5.0 * 21, "half a second at first, five seconds at most"


def test_unplugged_absent_and_plugged_in_again(clock: Clock) -> None:
    played = play(clock, [ok(30), cut("fake sends no pictures any more"), absent(3), ok(30)])
    assert played.story == [
        "running",
        "lost: fake sends no pictures any more; trying again",
        "lost: fake is not there; plug it in; trying again",
        "running",
    ]
    assert len(played.frames) == 60
    assert played.rounds[29] < played.rounds[30], "frames before and after do not continue each other"
    openings = [frame.opening for frame in played.frames]
    assert 0 < openings[0] == openings[29] < openings[30] == openings[59]
    assert play(clock, [ok(1)]).frames[0].opening > openings[59], "nor do those of two sources"
    assert played.source.closed >= 2


def test_a_stream_cut_is_connected_anew(clock: Clock) -> None:
    played = play(clock, [ok(30), cut("it broke off"), ok(30)], kind="stream")
    assert played.story == ["running", "lost: it broke off; trying again", "running"]
    assert played.source.opened >= 2


def test_frozen_is_stale_until_the_picture_moves(clock: Clock) -> None:
    played = play(clock, [ok(30), frozen(400), ok(60)])
    assert played.story == [
        "running",
        "stale: the picture of fake stands still; the camera may be frozen; trying again",
        "running",
    ]
    assert played.source.opened > 2, "it is opened anew, which wakes many"


def test_a_screen_may_stand_still(clock: Clock) -> None:
    assert play(clock, [ok(5), frozen(900)], kind="screen").story == ["running"]


def test_a_dark_window_on_a_screen_is_not_black_but_a_locked_screen_is(clock: Clock) -> None:
    assert play(clock, [ok(5), frozen(900, shade=12)], kind="screen").story == ["running"]
    locked = play(clock, [ok(5), frozen(90, shade=0)], kind="screen").story
    assert locked[1] == "running: the picture of fake is black; a locked screen and protected films look so"


def test_black_is_said_and_goes_on(clock: Clock) -> None:
    played = play(clock, [ok(30), black(120), ok(30)])
    assert played.story == [
        "running",
        "running: the picture of fake is black; is the lens covered or its shutter closed?",
        "running",
    ]
    assert len(played.frames) == 180, "it keeps running"
    assert played.source.opened == 1


def test_a_black_that_stands_still_is_black_and_not_frozen(clock: Clock) -> None:
    played = play(clock, [ok(30), black(300, noise=0), ok(30)])
    assert [word.partition(" ")[0] for word in played.story] == ["running", "running:", "running"]
    assert "black" in played.story[1]
    assert played.source.opened == 1


def test_a_short_black_is_no_matter(clock: Clock) -> None:
    assert play(clock, [ok(30), black(45), ok(30)]).story == ["running"]


def test_a_dark_picture_in_which_something_is_seen_is_not_black(clock: Clock) -> None:
    assert play(clock, [black(150, noise=40)]).story == ["running"]


def test_a_films_black_is_nobodys_fault(clock: Clock) -> None:
    played = play(clock, [ok(30), black(120), ok(5)], live=False, kind="file")
    assert [status.state for status in played.statuses] == ["running", "ended"]
    assert not any(status.remark for status in played.statuses)


def test_one_picture_a_second_is_called_slow(clock: Clock) -> None:
    played = play(clock, [slow(10), ok(120)])
    assert played.story[:2] == [
        "running",
        "running: slow source: fake sends 1 fps; what happens in between is not seen",
    ]
    assert played.story[-1] == "running"
    assert len(played.frames) == 130
    ages = [frame.captured for frame in played.frames[:10]]
    assert all(later - before == pytest.approx(1.0) for before, later in pairwise(ages))


def test_another_resolution_is_told_for_a_while(clock: Clock) -> None:
    played = play(clock, [ok(30), ok(400, (128, 72))])
    assert played.story == ["running", "running: the picture of fake changed from 64×48 to 128×72 pixels", "running"]
    assert {frame.image.shape for frame in played.frames} == {(48, 64, 3), (72, 128, 3)}
    assert (played.capture.delivered().width, played.capture.delivered().height) == (128, 72)


def test_a_file_with_a_broken_middle_says_so_to_its_end(clock: Clock) -> None:
    words = "12 pictures of fake are damaged or missing and were left out"
    played = play(clock, [ok(10), broken(10, words)], live=False, kind="file")
    assert [(status.state, status.remark) for status in played.statuses] == [
        ("running", ""), ("running", words), ("ended", words),
    ]  # fmt: skip


def test_slides_stay_as_long_as_they_are_to(clock: Clock) -> None:
    began = clock.monotonic()
    played = play(clock, [slow(4, fps=0.1)], live=False, kind="slides")
    assert [frame.captured - began for frame in played.frames] == pytest.approx([0.0, 10.0, 20.0, 30.0])
    assert clock.monotonic() - began == pytest.approx(40.0), "the last one stays too"
    assert played.story == ["running", "ended: fake is at its end"]


def test_a_leap_in_a_films_times_is_not_waited_for(clock: Clock) -> None:
    began = clock.monotonic()
    play(clock, [slow(4, fps=0.1)], live=False, kind="file")
    assert clock.monotonic() - began < 15.0


class Album(FaultSource):
    """Pages that can be turned; page n is n seconds into the show."""

    def open(self) -> None:
        self.opened += 1
        self.page = 0

    def read(self) -> Frame | None:
        number, self.page = self.page, self.page + 1
        return None if number >= 5 else Frame(picture(number), number, 10.0 * number)

    def seek(self, index: int, *, forward: bool = False) -> None:
        self.page = index


def leafed(clock: Clock, turns: dict[int, int], paused: bool = False) -> list[tuple[int, float]]:
    """Page and time of all that is shown if, after the nth picture, somebody turns by `turns[n]`."""
    switch, began, shown = ClockSwitch(clock), clock.monotonic(), []
    capture = Capture(Album([], live=False, kind="slides", clock=clock), switch, lambda *_: None, loop=False)

    def deliver(frame: Frame, round_: int) -> None:
        shown.append((frame.index, clock.monotonic() - began))
        if by := turns.get(len(shown)):
            capture.turn(by)

    capture._deliver = deliver
    capture.run()
    return shown


def test_pages_are_turned_at_once_and_stay_as_long_as_others(clock: Clock) -> None:
    assert leafed(clock, {}) == [(0, 0.0), (1, 10.0), (2, 20.0), (3, 30.0), (4, 40.0)]
    assert leafed(clock, {1: 1}) == [(0, 0.0), (1, 0.0), (2, 10.0), (3, 20.0), (4, 30.0)]
    assert leafed(clock, {3: -1}) == [(0, 0.0), (1, 10.0), (2, 20.0), (1, 20.0), (2, 30.0), (3, 40.0), (4, 50.0)]
    assert leafed(clock, {1: -1}) == [(0, 0.0), (0, 0.0), (1, 10.0), (2, 20.0), (3, 30.0), (4, 40.0)]
    assert leafed(clock, {1: 3}) == [(0, 0.0), (3, 0.0), (4, 10.0)]


def test_from_the_last_page_there_is_a_way_back_and_on(clock: Clock) -> None:
    assert leafed(clock, {5: -1})[4:] == [(4, 40.0), (3, 40.0), (4, 50.0)]
    began = clock.monotonic()
    assert leafed(clock, {5: 1})[4:] == [(4, 40.0)]
    assert clock.monotonic() - began == 40.0, "the show is over at once"


def test_a_show_that_has_ended_can_be_turned_back() -> None:
    shown: list[int] = []
    switch = Switch()
    capture = Capture(
        Album([], live=False, kind="slides"), switch, lambda frame, _: shown.append(frame.index), loop=False
    )
    thread = threading.Thread(target=capture.run)
    capture.turn(5)
    thread.start()
    until(lambda: shown == [4] and capture.status().state == "ended")
    capture.turn(-1)
    until(lambda: shown == [4, 3] and capture.status().state == "running")
    switch.stop()
    thread.join(WAIT)
    assert not thread.is_alive()


def test_pages_are_turned_in_a_pause_too() -> None:
    shown: list[int] = []
    switch = Switch()
    capture = Capture(
        Album([], live=False, kind="slides"), switch, lambda frame, _: shown.append(frame.index), loop=False
    )
    switch.pause(True)
    capture.turn(2)
    thread = threading.Thread(target=capture.run)
    thread.start()
    until(lambda: shown == [1])
    capture.turn(3)
    until(lambda: shown == [1, 4])
    capture.turn(-1)
    until(lambda: shown == [1, 4, 3])
    switch.stop()
    thread.join(WAIT)
    assert not thread.is_alive()


def test_a_camera_has_no_pages(clock: Clock) -> None:
    source = FaultSource([ok(5)], clock=clock)
    capture = Capture(source, ClockSwitch(clock), lambda *_: None, loop=False)
    source.after = capture._switch.stop
    capture.turn(1)
    capture.run()
    assert not capture._turns


def test_a_pause_is_neither_slow_nor_black(clock: Clock) -> None:
    switch = Switch()
    source = FaultSource([black(30), ok(300)], clock=clock, after=switch.stop)
    capture = Capture(source, switch, lambda frame, round_: None, loop=False)

    class Paused:
        """A pause of a minute after each picture of the first second."""

        def __call__(self, until: object) -> bool:
            if source._reads < 30:
                clock.sleep(60.0)
                return True
            return False

    switch.wait_while_paused = Paused()  # type: ignore[method-assign]
    capture._deliver = lambda frame, round_: seen.append(capture._status.remark)
    seen: list[str] = []
    capture.run()
    assert set(seen) == {""}


def test_a_bug_is_not_swallowed(clock: Clock) -> None:
    with pytest.raises(ZeroDivisionError):
        play(clock, [ok(3), bug()])


def test_all_faults_in_a_row_and_then_a_good_source(clock: Clock) -> None:
    script = [absent(2), black(90), frozen(120), slow(6), cut(), ok(30, (128, 96)), cut(), absent(3), ok(300)]
    played = play(clock, script)
    assert played.story[-1] == "running"
    assert played.capture.delivered().fps == pytest.approx(30, abs=0.5)


def test_one_may_go_anywhere_in_a_film_in_a_pause_and_at_its_end(tmp_path: Path) -> None:
    film, switch, shown = write_video(tmp_path / "a.mp4", 60), Switch(), list[int]()
    capture = Capture(VideoSource(film), switch, lambda frame, _: shown.append(frame.index), loop=False)
    assert capture.length() == 0.0
    thread = threading.Thread(target=capture.run)
    thread.start()
    until(lambda: len(shown) > 2)
    assert capture.length() == pytest.approx(2.4)
    switch.pause(True)
    capture.go_to(2.2)
    until(lambda: shown[-1] == 55)
    assert shown[-2] < 50, "nothing between was shown"
    capture.go_to(0.4)
    capture.go_to(2.0)
    until(lambda: shown[-1] == 50)
    switch.pause(False)
    until(lambda: capture.status().state == "ended")
    assert shown[-1] == 59
    capture.go_to(1.6)
    until(lambda: 40 in shown[-15:] and capture.status().state == "running")
    switch.stop()
    thread.join(WAIT)
    assert not thread.is_alive()
