"""Places for results, refused before the work."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ferdesk.errors import FerdeskError
from ferdesk.writable import check_file, check_folder


def test_folders_that_are_there_or_can_be_made_are_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_folder(tmp_path)
    check_folder(tmp_path / "a" / "b")
    monkeypatch.chdir(tmp_path)
    check_folder(Path("runs/first"))
    assert not list(tmp_path.iterdir()), "asking makes nothing"


@pytest.mark.parametrize("below", ["", "run", "runs/first"])
def test_a_file_is_no_folder(below: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FerdeskError, match=r"file is a file and no folder; choose another place"):
        check_folder(tmp_path / "file" / below)


def test_a_folder_that_is_locked_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda place, mode: not mode & os.W_OK)  # root may write anywhere
    with pytest.raises(FerdeskError, match=r"nothing may be written in .*; choose another place"):
        check_folder(tmp_path / "run")


def test_a_file_that_is_there_may_lie_in_a_locked_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.json"
    file.touch()
    monkeypatch.setattr(os, "access", lambda place, mode: place != tmp_path or not mode & os.W_OK)
    check_file(file)
    with pytest.raises(FerdeskError, match="nothing may be written in"):
        check_file(tmp_path / "new.json")
    monkeypatch.setattr(os, "access", lambda place, mode: not mode & os.W_OK)
    with pytest.raises(FerdeskError, match=r"a\.json: may not be written; choose another place"):
        check_file(file)


def test_a_file_needs_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_file(tmp_path / "picture.png")
    monkeypatch.chdir(tmp_path)
    check_file(Path("picture.png"))
    with pytest.raises(FerdeskError, match="is a folder; name the file"):
        check_file(tmp_path)
    for check in (check_file, check_folder):
        with pytest.raises(FerdeskError, match="too long"):
            check(tmp_path / ("x" * 300))
    with pytest.raises(FerdeskError, match=r"there is no folder .*nowhere; make it first"):
        check_file(tmp_path / "nowhere" / "picture.png")
