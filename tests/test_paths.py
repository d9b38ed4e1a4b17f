"""Names that are too long stand for all that may not be looked at: root may enter every folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from ferdesk.errors import FerdeskError
from ferdesk.paths import home_path, is_file, is_folder, is_there, looking_at
from ferdesk.sources import SourceError


def test_the_home_folder_and_what_only_looks_like_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert home_path("~/a.mp4") == tmp_path / "a.mp4"
    assert home_path("~backup.mp4") == Path("~backup.mp4")
    assert home_path(Path("a/~b")) == Path("a/~b")


def test_what_lies_there(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.touch()
    assert (is_there(file), is_file(file), is_folder(file)) == (True, True, False)
    assert (is_there(tmp_path), is_file(tmp_path), is_folder(tmp_path)) == (True, False, True)
    for nowhere in (tmp_path / "absent", tmp_path / ("x" * 300)):
        assert not (is_there(nowhere) or is_file(nowhere) or is_folder(nowhere))


def test_a_question_that_fails_is_told(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300)
    with (
        pytest.raises(SourceError, match=r"xxx: cannot be looked at \(.*too long\); check the path"),
        looking_at(path, SourceError),
    ):
        path.exists()
    with pytest.raises(FerdeskError, match="this stays"), looking_at(path):
        raise FerdeskError("this stays")
