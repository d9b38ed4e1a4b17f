from __future__ import annotations

from pathlib import Path

import pytest

from ferdesk.mp4_index import plays_all
from tests.films import damage, trim, write_video


def test_a_whole_film_plays_all_and_a_trimmed_one_does_not(tmp_path: Path) -> None:
    film = write_video(tmp_path / "a.mp4", 30)
    assert plays_all(film)
    assert not plays_all(trim(film, 0.5))


def test_without_an_edit_list_all_is_played(tmp_path: Path) -> None:
    film = write_video(tmp_path / "a.mp4", 30)
    film.write_bytes(film.read_bytes().replace(b"edts", b"free"))
    assert plays_all(film)


def test_the_pictures_may_stand_behind_their_index(tmp_path: Path) -> None:
    film = write_video(tmp_path / "a.mp4", 30)
    content = film.read_bytes()
    begin = content.index(b"moov") - 4
    film.write_bytes(content[:28] + content[begin:] + content[28:begin])
    assert plays_all(film)


@pytest.mark.parametrize(
    "content", [b"", b"\0\0\0\0", b"\0\0\0\1moov", b"\0\0\0\x10moov\0\0\0\x08mvhd", b"text\n" * 40]
)
def test_what_is_no_mp4_tells_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    assert not plays_all(path)
    assert not plays_all(tmp_path / "absent.mp4")


def test_a_film_in_fragments_and_a_damaged_index_tell_nothing(tmp_path: Path) -> None:
    film = write_video(tmp_path / "a.mp4", 30)
    whole = film.read_bytes()
    film.write_bytes(whole.replace(b"udta", b"mvex"))
    assert not plays_all(film)
    film.write_bytes(whole)
    for begin in range(90, 100):
        damage(film, begin / 100, 1.0)
        plays_all(film)
