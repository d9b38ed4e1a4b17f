"""What the batch dialog says."""

from __future__ import annotations

from pathlib import Path

import pytest

from ferdesk.gui.batch.job import Headway
from ferdesk.gui.batch.words import headway_words, left_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1.0, "a few seconds left"), (41.0, "about 40 seconds left"), (59.0, "about a minute left"),
        (190.0, "about 3 minutes left"), (3600.0, "about 1 h 0 min left"), (7900.0, "about 2 h 10 min left"),
    ],
)  # fmt: skip
def test_the_rest_is_told_as_coarsely_as_it_is_known(seconds: float, words: str) -> None:
    assert left_words(seconds) == words


def test_how_far_it_is() -> None:
    assert headway_words(Headway(1204, 312.4, Path("x/holiday.mp4"), None, ())) == "312 of 1,204 files, holiday.mp4"
