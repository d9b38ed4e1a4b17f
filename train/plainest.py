"""Which of many faces of one emotion make the plainest average: the one that the network reads best as that emotion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ferdesk.classify import Classifier
from ferdesk.crop import crop_face
from ferdesk.demo_paint import Locket
from ferdesk.emotions import Emotion
from ferdesk.geometry import mirrored_landmarks
from ferdesk.types import Landmarks

from .average_face import Average, Portrait, finished

PLAIN = 3.0
"""An average is plain while its emotion's score is e**PLAIN times any other's: 20 times."""
_STEPS = 40
"""One in so many of the faces that are left goes at each step."""


def plainest(
    pixels: NDArray[np.uint8], pool: dict[int, Landmarks], emotion: Emotion, classifier: Classifier, count: int
) -> dict[int, Landmarks]:
    """`count` faces of the pool (rows and their landmarks), left over when the others have been taken away.

    People show disgust or fear in several ways, and the mean of a shout and of pressed lips is neither. So faces go a
    few at a time: while the average of those left is not plain, the ones without which it is plainest; while it is,
    the ones least like it, which makes it sharper.
    """
    views = _Views(pixels, pool, classifier)
    left = list(range(len(pool)))
    while len(left) > count:
        total = views.faces[left].sum(axis=0)
        if views.margins([total / len(left)], emotion)[0] < PLAIN:
            keys = views.margins([(total - views.faces[one]) / (len(left) - 1) for one in left], emotion)
        else:
            keys = -(views.units[left] @ views.units[left].mean(axis=0))
        going = min(max(1, len(left) // _STEPS), len(left) - count)
        gone = set(np.argsort(-keys, kind="stable")[:going].tolist())
        left = [one for place, one in enumerate(left) if place not in gone]
    rows = list(pool)
    return {rows[one]: pool[rows[one]] for one in left}


class _Views:
    """The faces of a pool on a portrait of a quarter of the size, where a thousand averages a second can be tried."""

    def __init__(self, pixels: NDArray[np.uint8], pool: dict[int, Landmarks], classifier: Classifier) -> None:
        self._classifier = classifier
        self._spec = classifier.bundle.info.crop
        full = Portrait(self._spec)
        self._portrait = Portrait(self._spec, round(full.size / full.scale), 1.0)
        self._locket = Locket.of(self._portrait.size)
        self._known = np.ones((self._portrait.size, self._portrait.size))
        self.faces = np.array([self._symmetric(pixels[row], pool[row]) for row in pool])
        """float32 [n, 64, 64], standardised, each the mean of itself and its mirror image."""
        inside = self.faces[:, self._portrait.face]
        inside = inside - inside.mean(axis=1, keepdims=True)
        self.units = inside / np.linalg.norm(inside, axis=1, keepdims=True)
        """float32 [n, pixels]: the face alone as a vector of mean 0 and length 1."""

    def _symmetric(self, crop: NDArray[np.uint8], points: Landmarks) -> NDArray[np.float32]:
        flipped = self._portrait.warp(crop[:, ::-1].copy(), mirrored_landmarks(points, crop.shape[1]))[0]
        return np.asarray((self._portrait.warp(crop, points)[0] + flipped) / 2, np.float32)

    def margins(self, means: Sequence[NDArray[np.floating]], emotion: Emotion) -> NDArray[np.float64]:
        """By how much each average, as the demo shows it, is read as `emotion` rather than as anything else.

        Natural logarithm of the emotion's score over the highest other one: float64 [n].
        """
        crops = []
        for mean in means:
            face = finished(self._portrait, Average(np.asarray(mean, np.float64), self._known))
            crops.append(crop_face(self._locket.shade(face), self._portrait.landmarks, self._spec))
        logs = np.log(self._classifier.classify(np.stack(crops)).astype(np.float64) + 1e-6)
        return np.asarray(logs[:, emotion] - np.delete(logs, int(emotion), axis=1).max(axis=1), np.float64)
