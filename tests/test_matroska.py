"""The film: cv2 plays it, with the times that it was given, whole or cut short."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from ferdesk.matroska import MatroskaFilm
from tests.films import number_in, numbered

TIMES = [0.0, 0.04, 0.1, 0.3, 1.25, 1.5, 3.0]


def write(path: Path, *, close: bool = True) -> Path:
    film = MatroskaFilm(path)
    for number, seconds in enumerate(TIMES):
        film.add(numbered(number), seconds)
    if close:
        film.close()
        film.close()
    return path


def played(path: Path) -> tuple[list[int], list[float]]:
    """The pictures' numbers, and the times at which they are shown."""
    film, numbers, times = cv2.VideoCapture(str(path)), [], []
    while True:
        there, image = film.read()
        if not there:
            film.release()
            return numbers, times
        numbers.append(number_in(image))
        times.append(film.get(cv2.CAP_PROP_POS_MSEC) / 1000)


@pytest.mark.parametrize("close", [True, False])
def test_it_plays_at_its_own_times_whether_it_was_closed_or_not(tmp_path: Path, close: bool) -> None:
    numbers, times = played(write(tmp_path / "film.mkv", close=close))
    assert numbers == list(range(len(TIMES)))
    assert times == pytest.approx(TIMES, abs=0.002)


def test_a_film_cut_anywhere_keeps_the_pictures_before_the_cut(tmp_path: Path) -> None:
    content = write(tmp_path / "film.mkv").read_bytes()
    (tmp_path / "cut.mkv").write_bytes(content[: len(content) * 3 // 5])
    numbers, _ = played(tmp_path / "cut.mkv")
    assert 2 <= len(numbers) < len(TIMES)
    assert numbers == list(range(len(numbers)))


def test_a_closed_film_can_be_searched(tmp_path: Path) -> None:
    film = MatroskaFilm(tmp_path / "film.mkv")
    for number in range(60):
        film.add(numbered(number), number / 30)
    film.close()
    video = cv2.VideoCapture(str(tmp_path / "film.mkv"))
    video.set(cv2.CAP_PROP_POS_MSEC, 1500)
    there, image = video.read()
    video.release()
    assert there
    assert abs(number_in(image) - 45) <= 1


def test_pictures_of_another_size_keep_their_shape_between_black(tmp_path: Path) -> None:
    film = MatroskaFilm(tmp_path / "film.mkv")
    white = np.full((1200, 600, 3), 255, np.uint8)
    for index, image in enumerate([numbered(1), np.repeat(np.repeat(numbered(2), 3, 0), 3, 1), white, numbered(3)]):
        film.add(image, index / 10)
    film.close()
    numbers, _ = played(tmp_path / "film.mkv")
    assert [numbers[0], numbers[1], numbers[3]] == [1, 2, 3]
    video = cv2.VideoCapture(str(tmp_path / "film.mkv"))
    third = [video.read()[1] for _ in range(3)][2]
    video.release()
    assert third.shape == numbered(0).shape
    assert third[:, 80].min() > 240 and third[:, 40].max() < 15 and third[:, 120].max() < 15
