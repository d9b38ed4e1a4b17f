"""Ctrl-C waits for a safe place, once."""

from __future__ import annotations

import os
import signal

import pytest

from ferdesk.train.interrupt import Interruptible


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_the_first_waits_for_the_check() -> None:
    with Interruptible() as interruptible:
        interruptible.check()
        press_ctrl_c()
        with pytest.raises(KeyboardInterrupt):
            interruptible.check()


def test_the_second_does_not_wait() -> None:
    with Interruptible():
        press_ctrl_c()
        with pytest.raises(KeyboardInterrupt):
            press_ctrl_c()


def test_afterwards_all_is_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interruptible():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
