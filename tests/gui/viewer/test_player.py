"""The player: the newest wish wins, markers while it plays, the clock's speed."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from ferdesk.gui.viewer.player import Player
from ferdesk.playback import Playback, Shown
from ferdesk.recording import open_recording
from tests.gui.viewer.conftest import WAIT_MS, MakeRecording
from tests.recorded import record


def test_however_fast_one_scrubs_the_last_place_is_shown(qtbot: QtBot, make_recording: MakeRecording) -> None:
    player = Player(Playback(open_recording(make_recording(video="plain"))))
    seen: list[Shown] = []
    player.shown.connect(seen.append)
    for hundredths in range(380):
        player.go(hundredths / 100)
    qtbot.waitUntil(lambda: bool(seen) and seen[-1].result.frame.index == 37, timeout=WAIT_MS)
    player.close()
    assert len(seen) < 38
    player.close()


def test_back_while_it_plays_goes_to_the_marker_before(make_recording: MakeRecording) -> None:
    player = Player(Playback(open_recording(make_recording())))
    player.go(2.55)
    player.go_to_marker(-1)
    assert player.seconds == 2.5
    player.toggle()
    player.go_to_marker(-1)
    assert 1.0 <= player.seconds < 2.0
    player.go_to_marker(1)
    player.toggle()
    player.go_to_marker(1)
    assert 2.5 <= player.seconds < 3.5, "there is none after it"
    player.close()


def test_steps_stay_inside(make_recording: MakeRecording) -> None:
    player = Player(Playback(open_recording(make_recording())))
    places: list[int] = []
    player.moved.connect(lambda seconds, index: places.append(index))
    player.step(-1)
    player.step(5)
    player.step(999)
    assert places == [0, 5, 39]
    player.close()


def test_an_empty_recording_plays_nothing(tmp_path: Path) -> None:
    player = Player(Playback(record(tmp_path / "r", [])))
    for act in (player.toggle, player.go_to_end, lambda: player.step(1), lambda: player.go_to_marker(1)):
        act()
    assert not player.playing
    player.close()
