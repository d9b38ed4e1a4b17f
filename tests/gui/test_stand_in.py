"""When the demo takes a source's place, and when it must not."""

from __future__ import annotations

import pytest

from ferdesk.capture import SourceState
from ferdesk.gui.stand_in import StandIn
from ferdesk.live import LiveStats


def stats_of(state: SourceState) -> LiveStats:
    return LiveStats(0.0, 0.0, 0, state, "")


def test_it_is_due_where_a_source_is_lost_or_ends_without_a_picture() -> None:
    stand_in = StandIn("0", allowed=True)
    assert stand_in.may and not stand_in.is_due(stats_of("running"), bundle_failed=False)
    assert all(stand_in.is_due(stats_of(state), bundle_failed=False) for state in ("lost", "ended"))
    assert not stand_in.is_due(stats_of("lost"), bundle_failed=True), "the demo would need the bundle too"
    stand_in.has_shown()
    assert not stand_in.may and not stand_in.is_due(stats_of("lost"), bundle_failed=False)


@pytest.mark.parametrize(("spec", "allowed"), [("0", False), ("rtsp://there/live", True), ("demo", True)])
def test_whom_it_never_replaces(spec: str, allowed: bool) -> None:
    stand_in = StandIn(spec, allowed)
    assert not stand_in.may and not stand_in.is_due(stats_of("lost"), bundle_failed=False)


def test_it_says_for_whom_it_stands_in_and_why_and_does_so_once() -> None:
    stand_in = StandIn("0", allowed=True)
    assert (stand_in.stands_for, stand_in.why) == ("", "")
    stand_in.take_place("camera 0 is not there; trying again")
    assert stand_in.stands_for == "0" and not stand_in.may
    assert stand_in.why == "Camera 0 is not there. The demo plays for now; F5 tries again."
