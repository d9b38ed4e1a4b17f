from __future__ import annotations

import threading

from ferdesk.switch import Switch
from tests.fakes import WAIT, until


def run(work: object) -> threading.Thread:
    thread = threading.Thread(target=work)  # type: ignore[arg-type]
    thread.start()
    return thread


def test_a_switch_begins_running() -> None:
    switch = Switch()
    assert not switch.stopped
    assert not switch.paused
    assert switch.resumed_at == 0.0
    assert not switch.wait_while_paused(), "there was nothing to wait for"


def test_a_pause_holds_until_it_ends() -> None:
    switch = Switch()
    switch.pause(True)
    waited: list[bool] = []
    thread = run(lambda: waited.append(switch.wait_while_paused()))
    assert not waited
    switch.pause(False)
    thread.join(WAIT)
    assert waited == [True]
    assert switch.resumed_at > 0.0


def test_stop_ends_every_wait() -> None:
    switch = Switch()
    switch.pause(True)
    threads = [run(switch.wait_while_paused), run(lambda: switch.sleep(1000.0))]
    switch.stop()
    until(lambda: not any(thread.is_alive() for thread in threads))
    assert switch.stopped
    switch.sleep(1000.0)


def test_a_pause_does_not_end_a_sleep() -> None:
    switch = Switch()
    thread = run(lambda: switch.sleep(1000.0))
    switch.pause(True)
    thread.join(0.05)
    assert thread.is_alive()
    switch.stop()
    thread.join(WAIT)
    assert not thread.is_alive()


def test_a_nudge_ends_the_waits_of_those_who_want_no_longer() -> None:
    switch = Switch()
    wanted: list[int] = []
    switch.pause(True)
    waits = [
        run(lambda: switch.wait_while_paused(lambda: wanted)), run(lambda: switch.sleep(3600.0, lambda: wanted)),
    ]  # fmt: skip
    switch.nudge()
    assert all(thread.is_alive() for thread in waits)
    wanted.append(1)
    switch.nudge()
    for thread in waits:
        thread.join(WAIT)
        assert not thread.is_alive()
