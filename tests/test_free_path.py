"""The first name that nothing has yet."""

from __future__ import annotations

from pathlib import Path

from ferdesk.free_path import free_path


def test_the_first_name_that_is_free(tmp_path: Path) -> None:
    wanted = tmp_path / "a.bad"
    for expected in ("a.bad", "a.bad2", "a.bad3"):
        free = free_path(wanted)
        assert free == tmp_path / expected
        free.touch()
    assert free_path(wanted, "-") == tmp_path / "a.bad-2"


def test_where_nobody_may_look_the_name_stays() -> None:
    too_long = Path("/" + 300 * "x")  # asking for it is an error, as it is in a folder without permission
    assert free_path(too_long) == too_long
