"""Pictures of a film by their time: exact, from any place, whole film or cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from ferdesk.matroska import CLUSTER, MatroskaFilm
from ferdesk.matroska_reader import FilmReader
from tests.films import number_in, numbered

TIMES = [0.0, *(0.04 * i + 0.001 * (i % 3) for i in range(1, 40)), 9.5, 9.501, 20.0, 30.0]


def _film(path: Path, *, close: bool = True) -> Path:
    film = MatroskaFilm(path)
    for number, seconds in enumerate(TIMES):
        film.add(numbered(number), seconds)
    if close:
        film.close()
    return path


def _numbers(reader: FilmReader, order: list[int]) -> list[int | None]:
    pictures = [reader.picture(TIMES[index]) for index in order]
    return [None if picture is None else number_in(picture) for picture in pictures]


@pytest.mark.parametrize("close", [True, False])
def test_every_picture_is_found_forwards_backwards_and_across(tmp_path: Path, close: bool) -> None:
    reader = FilmReader(_film(tmp_path / "film.mkv", close=close))
    count = len(TIMES)
    for order in (range(count), range(count - 1, -1, -1), [index * 17 % count for index in range(count)]):
        assert _numbers(reader, list(order)) == list(order)
    assert reader.picture(5.0) is None, "nothing was shown from then on"
    assert reader.picture(31.0) is None
    reader.close()


def test_of_a_cut_film_all_but_the_cut_picture_is_there(tmp_path: Path) -> None:
    content = _film(tmp_path / "film.mkv", close=False).read_bytes()
    last = content.rfind(CLUSTER)
    for cut in (last - 1, last, last + 20, len(content) - 1):
        (tmp_path / "cut.mkv").write_bytes(content[:cut])
        reader = FilmReader(tmp_path / "cut.mkv")
        whole = len(TIMES) - (2 if cut < last else 1)
        assert _numbers(reader, list(range(len(TIMES)))) == [*range(whole), *[None] * (len(TIMES) - whole)]
        reader.close()


def test_a_film_that_grows_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    film = MatroskaFilm(tmp_path / "film.mkv")
    film.add(numbered(0), 0.0)
    reader = FilmReader(tmp_path / "film.mkv")
    assert reader.picture(1.0) is None
    film.add(numbered(1), 1.0)
    found = reader.picture(1.0)
    assert found is not None and number_in(found) == 1
    film.close()
    reader.close()


def test_an_empty_film_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "film.mkv").touch()
    reader = FilmReader(tmp_path / "film.mkv")
    assert reader.picture(0.0) is None
    reader.close()
