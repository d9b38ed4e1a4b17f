"""People's own folders: what becomes of every picture, which faces are held out, and what is refused."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest

from ferdesk.crop import crop_face
from ferdesk.dataset import DatasetError
from ferdesk.dataset_type import UNLABELLED
from ferdesk.detect import YuNet
from ferdesk.errors import FerdeskError
from ferdesk.images import read_image
from ferdesk.train import own_faces
from ferdesk.train.face_files import NO_FACE, FaceCropper
from ferdesk.train.own_faces import OwnFace, OwnFaces, gather, held_out
from ferdesk.train.own_files import load_own, save_own, table_of
from ferdesk.train.template import load_template
from tests.train.own import labelled_folder, picture, save, unlabelled_folder


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    return labelled_folder(tmp_path / "labelled")


def line(own: OwnFaces, path: Path) -> OwnFace:
    (found,) = (face for face in own.faces if face.file == path)
    return found


def test_crops_are_those_that_the_app_makes(labelled: Path) -> None:
    own = gather(labelled, None, "20%", 0)
    path = labelled / "happy" / "2.png"
    image = read_image(path)
    (face,) = YuNet().search(image)
    row = line(own, path).row
    assert row is not None
    np.testing.assert_array_equal(own.dataset.pixels[row], crop_face(image, face.landmarks, load_template()))
    assert own.dataset.labels[row] == 3


def test_a_share_of_each_emotion_is_held_out_and_nameless_faces_belong_to_no_split(
    labelled: Path, tmp_path: Path
) -> None:
    dataset = gather(labelled, unlabelled_folder(tmp_path / "u"), "20%", 0).dataset
    for split, each in (("Training", 2), ("PublicTest", 1), ("PrivateTest", 1)):
        assert Counter(dataset.labels[dataset.rows(split)].tolist()) == dict.fromkeys(range(7), each)
    nameless = dataset.splits == UNLABELLED
    assert nameless.sum() == 14
    assert set(dataset.labels[nameless].tolist()) == {UNLABELLED}


def test_how_many_are_held_out() -> None:
    labels = np.repeat(np.arange(4, dtype=np.int64), [3, 4, 20, 101])
    splits = held_out(labels, 0.2, 5)
    counts = [Counter(splits[labels == label].tolist()) for label in range(4)]
    assert counts == [{0: 3}, {0: 2, 1: 1, 2: 1}, {0: 16, 1: 2, 2: 2}, {0: 81, 1: 10, 2: 10}]
    assert not np.array_equal(splits, held_out(labels, 0.2, 6))
    np.testing.assert_array_equal(splits, held_out(labels, 0.2, 5))


def test_what_cannot_be_learnt_from_is_named_and_left_out(labelled: Path, tmp_path: Path) -> None:
    others = tmp_path / "others"
    wall = save(others / "wall.png", np.full((300, 300), 120, np.uint8))
    broken = others / "broken.jpg"
    broken.write_bytes(b"not a picture")
    copied = Path(shutil.copy(labelled / "sad" / "0.png", others / "again.png"))
    saved_anew = save(others / "anew.jpg", picture(5, 1))
    twice = save(others / "a.png", picture(1, 70)), save(others / "b.png", picture(1, 70))
    own = gather(labelled, others, "20%", 0)
    assert line(own, wall).left_out == NO_FACE
    assert "not a picture" in line(own, broken).left_out
    assert line(own, copied).left_out == f"a copy of {labelled / 'sad' / '0.png'}"
    assert line(own, saved_anew).left_out == f"a copy of {labelled / 'surprise' / '1.png'}"
    assert [line(own, path).left_out for path in twice] == ["", f"a copy of {twice[0]}"]
    assert len(own.left_out) == 5
    assert any("5 pictures were left out" in note for note in own.dataset.notes)
    assert f"{wall},{NO_FACE}" in table_of(own)


def test_one_picture_under_two_names_teaches_neither(labelled: Path) -> None:
    first, second = labelled / "angry" / "0.png", labelled / "fear" / "x.png"
    shutil.copy(first, second)
    own = gather(labelled, None, "20%", 0)
    assert "is called fear" in line(own, first).left_out
    assert "is called angry" in line(own, second).left_out


def test_a_labelled_folder_inside_the_other_is_not_read_twice(tmp_path: Path) -> None:
    everything = unlabelled_folder(tmp_path / "photos")
    own = gather(labelled_folder(everything / "sorted"), everything, "20%", 0)
    assert len(own.faces) == 28 + 14
    assert not own.left_out


def test_of_several_faces_the_largest_is_taken(labelled: Path) -> None:
    small, large = picture(3, 90, 100), picture(4, 90)
    ground = np.full((400, 620), 132, np.uint8)
    ground[:384, 200:584] = large[:384]
    ground[100:250, 20:170] = small
    path = save(labelled / "sad" / "two.png", ground)
    own = gather(labelled, None, "20%", 0)
    assert line(own, path).faces == 2
    row = line(own, path).row
    assert row is not None
    alone = FaceCropper(load_template()).look(save(labelled.parent / "alone.png", large)).crop
    assert alone is not None
    assert np.corrcoef(own.dataset.pixels[row].ravel(), alone.ravel())[0, 1] > 0.8
    assert any("more than one face" in note for note in own.dataset.notes)


def test_a_tight_crop_is_found_as_well(labelled: Path) -> None:
    tight = cv2.resize(picture(3, 91)[70:-70, 70:-70], (48, 48), interpolation=cv2.INTER_AREA)
    path = save(labelled / "happy" / "tight.png", tight)
    assert line(gather(labelled, None, "20%", 0), path).left_out == ""


def test_a_picture_is_looked_at_once(labelled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = gather(labelled, None, "20%", 0)
    looked: list[Path] = []

    class Watched(FaceCropper):
        def look(self, path: Path):  # type: ignore[no-untyped-def]  # noqa: ANN202
            looked.append(path)
            return super().look(path)

    monkeypatch.setattr(own_faces, "FaceCropper", Watched)
    changed = save(labelled / "fear" / "1.png", picture(2, 99))
    (labelled / "fear" / "2.png").unlink()
    heard: list[tuple[int, int]] = []
    second = gather(labelled, None, "20%", 0, lambda done, total: heard.append((done, total)))
    assert looked == [changed]
    assert heard[-1] == (27, 27)
    row, again = line(first, labelled / "sad" / "1.png").row, line(second, labelled / "sad" / "1.png").row
    np.testing.assert_array_equal(first.dataset.pixels[row], second.dataset.pixels[again])


def test_what_was_looked_at_before_an_interruption_is_not_looked_at_again(
    labelled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    gather(labelled, None, "20%", 0)
    with pytest.raises(KeyboardInterrupt):
        gather(labelled, None, "20%", 0, interrupt)
    monkeypatch.setattr(FaceCropper, "look", lambda *_: pytest.fail("all were known"))
    gather(labelled, None, "20%", 0)


def test_a_run_keeps_its_faces(labelled: Path, tmp_path: Path) -> None:
    own = gather(labelled, unlabelled_folder(tmp_path / "u"), "20%", 0)
    save_own(tmp_path / "run", own)
    again = load_own(tmp_path / "run")
    assert again.fingerprint == own.dataset.fingerprint
    assert again.notes == own.dataset.notes
    np.testing.assert_array_equal(again.pixels, own.dataset.pixels)
    (tmp_path / "run" / "faces.npz").write_bytes(b"x")
    with pytest.raises(DatasetError, match="damaged"):
        load_own(tmp_path / "run")
    with pytest.raises(DatasetError, match=r"faces\.npz is missing"):
        load_own(tmp_path)


def test_folders_that_cannot_be_learnt_from(tmp_path: Path) -> None:
    empty, flat, wrong, few = (tmp_path / name for name in ("empty", "flat", "wrong", "few"))
    (empty / "happy").mkdir(parents=True)
    save(flat / "a.png", picture(0, 0))
    save(wrong / "bored" / "a.png", picture(0, 0))
    labelled_folder(few, each=3)
    for folder, sentence in (
        (empty, "its folders hold no pictures"),
        (flat, "sort the pictures into angry, disgust"),
        (wrong, "bored: unknown label"),
        (few, "21 usable faces, and no emotion has 4"),
        (tmp_path / "absent", "absent does not exist"),
    ):
        with pytest.raises(DatasetError, match=sentence):
            gather(folder, None, "20%", 0)
    with pytest.raises(DatasetError, match="no pictures in it"):
        gather(few, empty, "20%", 0)


@pytest.mark.parametrize("share", ["0%", "90%", "20", "x"])
def test_shares_that_cannot_be_held_out(share: str, tmp_path: Path) -> None:
    with pytest.raises(FerdeskError, match="--hold-out"):
        gather(tmp_path, None, share, 0)
