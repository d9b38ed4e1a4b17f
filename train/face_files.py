"""People's own pictures: which files there are, under which emotion, and the face's crop out of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ferdesk.canvas import Canvas, find_face
from ferdesk.crop import CropSpec, crop_face
from ferdesk.dataset import DatasetError
from ferdesk.dataset_folder import label_of
from ferdesk.dataset_type import UNLABELLED
from ferdesk.detect import YuNet
from ferdesk.emotions import EMOTIONS
from ferdesk.images import ImageError, read_image
from ferdesk.label_inputs import InputError, find_items
from ferdesk.types import Face, Image

NO_FACE = "no face found"

_CANVAS = Canvas()
_TIGHT = 96
"""Pictures no longer than this hold a face and nothing around it, such as data sets have; they go on a canvas."""


@dataclass(frozen=True)
class Picture:
    """A file that may show a face."""

    path: Path
    label: int
    """0..6, or UNLABELLED."""


@dataclass(frozen=True, eq=False)
class Found:
    """What came of one picture: a crop, or in words why there is none."""

    crop: NDArray[np.uint8] | None
    """uint8 [48, 48]"""
    faces: int = 0
    """How many the picture shows; the largest is taken."""
    trouble: str = ""


def labelled_pictures(folder: Path) -> tuple[Picture, ...]:
    """The pictures below `folder/angry`, `folder/happy` …; DatasetError where a name or a place is not right."""
    _must_be_folder("--labelled", folder)
    visible = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    class_folders = [path for path in visible if path.is_dir()]
    if not class_folders:
        raise DatasetError(f"--labelled {folder}: no folders in it; sort the pictures into {', '.join(EMOTIONS)}")
    found = [Picture(path, label_of(below)) for below in class_folders for path in _pictures(below)]
    if not found:
        raise DatasetError(f"--labelled {folder}: its folders hold no pictures")
    return tuple(found)


def unlabelled_pictures(folder: Path) -> tuple[Picture, ...]:
    """The pictures anywhere below `folder`; DatasetError where there are none."""
    _must_be_folder("--unlabelled", folder)
    found = [Picture(path, UNLABELLED) for path in _pictures(folder)]
    if not found:
        raise DatasetError(f"--unlabelled {folder}: no pictures in it, nor in the folders below")
    return tuple(found)


class FaceCropper:
    """Makes of each picture what the app would show to the network: YuNet's largest face, aligned onto the template."""

    def __init__(self, spec: CropSpec) -> None:
        self._spec = spec
        self._detector = YuNet()

    def look(self, path: Path) -> Found:
        """The crop of the picture in a file. Nothing that is wrong with the file is raised; it is said."""
        try:
            image = read_image(path)
            if max(image.shape[:2]) <= _TIGHT:
                return self._tight(image)
            faces = self._detector.search(image)
        except ImageError as error:
            return Found(None, trouble=str(error).removeprefix(f"{path}: "))
        except Exception as error:  # noqa: BLE001 - whatever one file does to the detector, the others go on
            return Found(None, trouble=f"cannot be processed ({type(error).__name__}: {error})")
        largest = max(faces, key=_area, default=None)
        return Found(None, 0, NO_FACE) if largest is None else self._cropped(image, largest, len(faces))

    def _tight(self, image: Image) -> Found:
        canvas = _CANVAS.paint(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8))
        face = find_face(canvas, self._detector)
        return Found(None, 0, NO_FACE) if face is None else self._cropped(canvas, face, 1)

    def _cropped(self, image: Image, face: Face, faces: int) -> Found:
        return Found(crop_face(image, face.landmarks, self._spec), faces)


def _pictures(folder: Path) -> Iterator[Path]:
    try:
        items = find_items([folder])
    except InputError:
        return
    for item in items:
        if item.kind == "trouble":
            raise DatasetError(str(item.trouble))
        if item.kind == "picture":
            yield item.path


def _must_be_folder(option: str, folder: Path) -> None:
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "does not exist"
        raise DatasetError(f"{option} {folder} {what}; give a folder of pictures")


def _area(face: Face) -> float:
    return face.box.width * face.box.height
