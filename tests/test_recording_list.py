"""Recordings told at a glance: newest first, damaged ones too, sizes as they are on disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ferdesk.emotions import Emotion
from ferdesk.recording_folder import FRAMES_FILE, META_FILE
from ferdesk.recording_list import list_recordings, recording_size, size_words
from tests.recorded import record


def _started(folder: Path, when: str | None, ended: str | None = "2026-01-01T00:00:09.000Z") -> None:
    path = folder / META_FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | {"started": when, "ended": ended}))


def test_the_newest_comes_first_and_other_folders_do_not_count(tmp_path: Path) -> None:
    for name, when in (("a", "2026-01-01T10:00:00.000Z"), ("b", "2026-03-01T10:00:00.000Z")):
        record(tmp_path / name, [[(1, Emotion.HAPPY)]] * 13)
        _started(tmp_path / name, when)
    (tmp_path / "other").mkdir()
    (tmp_path / "file.txt").write_text("x")
    newest, older = list_recordings(tmp_path)
    assert (newest.folder.name, older.folder.name) == ("b", "a")
    assert (newest.source, newest.seconds, newest.complete, newest.problem) == ("clip.mp4", 1.2, True, "")
    assert newest.size == sum(path.stat().st_size for path in (tmp_path / "b").iterdir())
    assert list_recordings(tmp_path / "none") == ()


def test_killed_and_damaged_ones_are_listed(tmp_path: Path) -> None:
    record(tmp_path / "killed", [[]] * 3)
    _started(tmp_path / "killed", "2026-01-01T10:00:00.000Z", None)
    with (tmp_path / "killed" / FRAMES_FILE).open("a") as file:
        file.write("3,0.3")
    record(tmp_path / "damaged", [[]])
    (tmp_path / "damaged" / META_FILE).write_text("{")
    killed, damaged = list_recordings(tmp_path)
    assert (killed.complete, killed.seconds) == (False, 0.2)
    assert "damaged" in damaged.problem
    assert damaged.size > 0


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0.0 kB"), (1_234, "1.2 kB"), (85_000, "85 kB"), (999_600, "1.0 MB"), (3_200_000_000, "3.20 GB")],
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert size_words(size) == words


def test_what_deleting_leaves_does_not_count(tmp_path: Path) -> None:
    record(tmp_path / "r", [[]])
    before = recording_size(tmp_path / "r")
    (tmp_path / "r/notes.txt").write_text("mine")
    assert recording_size(tmp_path / "r") == before


def test_a_folder_that_may_not_be_entered_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path / "r", [[]])
    (tmp_path / "lost+found").mkdir()
    is_file = Path.is_file

    def barred(self: Path) -> bool:
        if self.parent.name == "lost+found":
            raise PermissionError(13, "Permission denied", str(self))
        return is_file(self)

    monkeypatch.setattr(Path, "is_file", barred)
    assert [listed.folder.name for listed in list_recordings(tmp_path)] == ["r"]
