"""Pictures as people have them: the demo's average faces under changing light, sorted into folders or not at all."""

from __future__ import annotations

import functools
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from ferdesk.demo import Sheet
from ferdesk.emotions import EMOTIONS, Emotion


@functools.cache
def _faces() -> np.ndarray:
    return Sheet.load().faces


def picture(emotion: int, number: int, side: int = 256) -> np.ndarray:
    """uint8 grey [1.5 side, 1.5 side]: an average face before a wall, under spots of light of the number's own."""
    face = cv2.resize(_faces()[emotion], (side, side), interpolation=cv2.INTER_AREA)
    image = cv2.copyMakeBorder(face, *[side // 4] * 4, cv2.BORDER_CONSTANT, value=132)
    light = np.random.default_rng([emotion, number]).uniform(0.5, 1.0, (6, 6)).astype(np.float32)
    return (image * cv2.resize(light, image.shape[::-1], interpolation=cv2.INTER_LINEAR)).astype(np.uint8)


def save(path: Path, image: np.ndarray) -> Path:
    """The file's kind follows its suffix."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(image).save(path)
    return path


def labelled_folder(folder: Path, each: int = 4) -> Path:
    """`each` pictures of every emotion in a folder of its name."""
    for emotion in Emotion:
        for number in range(each):
            save(folder / EMOTIONS[emotion] / f"{number}.png", picture(emotion, number))
    return folder


def unlabelled_folder(folder: Path, each: int = 2) -> Path:
    """Others, some in folders below; their names say nothing."""
    for emotion in Emotion:
        for number in range(each):
            save(folder / ("2024" if number else ".") / f"{9 - emotion}{number}.jpg", picture(emotion, 50 + number))
    return folder
