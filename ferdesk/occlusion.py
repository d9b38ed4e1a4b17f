"""The occlusion map: on which parts of a face the answer hangs. A part of the crop is covered, and the score falls.

M. D. Zeiler and R. Fergus, "Visualizing and understanding convolutional networks", ECCV 2014 (arXiv 1311.2901),
section 4.2: a grey square slides over the picture, and at each place the score of the class is noted. Where it falls
far, there is what the answer hangs on. A small square leaves the other eye or half of the mouth to be read, and a
network that is sure makes do with those; so each part of the face is covered as a whole, too.

Any thread, with a Classifier that nobody else uses meanwhile. Crops go through it 32 at most at a time.

The square is a quarter as wide as the crop. Measured on faces of FER2013's PublicTest that were read rightly and
surely, twelve of each emotion: at the worst place it takes 0.26 away (median; squares of a twelfth take 0.10, of a
third 0.38), and if the brightest 15 % of the map are covered together, 0.47 (0.64 and 0.40; 0.10 where chance draws the
map). Larger squares tell plainly that something matters, smaller ones more exactly where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ferdesk.classify import Classifier
from ferdesk.emotions import Emotion
from ferdesk.face_parts import PARTS, Part, parts_of
from ferdesk.percent import per_cent
from ferdesk.types import Face, Image

BATCH = 32
"""Crops in one call: some 10 ms of one core, and between two calls whoever else needs it."""

NOTHING = 0.05
"""A part that takes less away is not named. Of 264 such faces 7 % hang on no part, of the 40 happy ones a third."""

_TOLD, _PERHAPS = "{emotion}, {score}", "perhaps {emotion}, {score}"
_NO_PART = "{what}, hangs on no part alone: whichever is covered, {left} or more are left."
_ONE_PART = "{what}, hangs most on the {part}: without the {part}, {left} are left."
_TWO_PARTS = "{what}, hangs most on the {part}: without the {part}, {left} are left; without the {other}, {other_left}."
_BRIGHT = "Bright: where a grey square, a quarter as wide, takes most away, up to {points} points."
_DARK = "Nearly all dark: a grey square, a quarter as wide, takes less than 5 points away wherever it lies."
TEXTS: tuple[str, ...] = (_TOLD, _PERHAPS, _NO_PART, _ONE_PART, _TWO_PARTS, _BRIGHT, _DARK, *PARTS)
"""All that `Occlusion.words` and `legend` say, for translators."""

Say = Callable[..., str]
"""`say(text, **values)`: a text, perhaps in another language, with its {fields} filled."""


def plain(text: str, **values: object) -> str:
    """`text` as it is, with its {fields} filled."""
    return text.format(**values) if values else text


@dataclass(frozen=True, slots=True)
class PartFall:
    """One part of the face, covered as a whole."""

    part: Part
    fall: float
    """By how much the score falls then, -1..1; negative where it rises."""


@dataclass(frozen=True, slots=True, eq=False)
class Occlusion:
    """On what the score of one emotion hangs in one crop, as it was at one moment."""

    crop: Image
    """uint8 [size, size], what the classifier saw."""
    emotion: Emotion
    """The told one; where that is "unsure", the likeliest."""
    unsure: bool
    """True where "unsure" was told."""
    score: float
    """The emotion's, of the crop as it is: without smoothing and calibration of the neutral face; 0..1."""
    falls: NDArray[np.float32]
    """float32 [n, n], -1..1: by how much the score falls with the square at that place; n is 12 for a crop of 48.
    The middle of place (row, column) is at ((row + 0.5) / n, (column + 0.5) / n) of the crop's side."""
    parts: tuple[PartFall, ...]
    """Those that are to be seen in the crop, the strongest first."""

    @property
    def strongest(self) -> PartFall | None:
        """The part on which most hangs; None where each of them takes less than NOTHING away."""
        return self.parts[0] if self.parts[0].fall >= NOTHING else None

    @property
    def brightest(self) -> float:
        """The fall that is drawn brightest: the largest, but NOTHING at least, so that what is nothing stays dark."""
        return max(NOTHING, float(self.falls.max()))

    def words(self, say: Say = plain) -> str:
        """The parts for people, such as "Angry, 90 %, hangs most on the eyes: without the eyes, 41 % are left."."""
        first, *others = self.parts
        told = _PERHAPS if self.unsure else _TOLD
        what = say(told, emotion=say(self.emotion.label), score=per_cent(self.score))
        what, left = what[:1].upper() + what[1:], per_cent(self.left(first))
        if self.strongest is None:
            return say(_NO_PART, what=what, left=left)
        part = say(first.part)
        if others and others[0].fall >= max(NOTHING, first.fall / 2):
            other, other_left = say(others[0].part), per_cent(self.left(others[0]))
            return say(_TWO_PARTS, what=what, part=part, left=left, other=other, other_left=other_left)
        return say(_ONE_PART, what=what, part=part, left=left)

    def legend(self, say: Say = plain) -> str:
        """What bright means in the map's picture, in a sentence."""
        most = float(self.falls.max())
        return say(_DARK) if most < NOTHING else say(_BRIGHT, points=f"{100 * most:.0f}")

    def left(self, part: PartFall) -> float:
        """What is left of the score with a part covered, 0..1."""
        return self.score - part.fall


def occlusion_of(classifier: Classifier, face: Face) -> Occlusion:
    """The occlusion map of a face that a pipeline has read with the same bundle; ValueError if none has."""
    if face.crop is None or face.scores is None:
        raise ValueError("the face has no crop or no scores: no pipeline has read it")
    emotion = Emotion(int(face.scores.argmax())) if face.emotion is None else face.emotion
    parts = parts_of(face.landmarks, classifier.bundle.info.crop)
    seen = [number for number in range(len(PARTS)) if (parts == number).any()]
    places = list(_places(face.crop.shape[0]))
    scores = _scores(classifier, face.crop, [*places, *(parts == number for number in seen)])[:, emotion]
    falls, side = scores[0] - scores[1:], round(len(places) ** 0.5)
    by_part = zip(seen, falls[len(places) :].tolist(), strict=True)
    ranked = sorted((PartFall(PARTS[number], fall) for number, fall in by_part), key=lambda part: -part.fall)
    return Occlusion(
        crop=face.crop, emotion=emotion, unsure=face.emotion is None, score=float(scores[0]),
        falls=falls[: len(places)].reshape(side, side), parts=tuple(ranked),
    )  # fmt: skip


def _places(size: int) -> Iterator[NDArray[np.bool_]]:
    """What the square covers at each place of a crop of `size` pixels, row by row: bool [size, size].

    It goes on by a third of its side, so that its middle comes over each twelfth of the crop; beyond the edge it covers
    nothing.
    """
    step = max(1, round(size / 12))
    for top in range(-step, size - step, step):
        for left in range(-step, size - step, step):
            covered = np.zeros((size, size), np.bool_)
            covered[max(top, 0) : top + 3 * step, max(left, 0) : left + 3 * step] = True
            yield covered


def _scores(classifier: Classifier, crop: Image, covers: list[NDArray[np.bool_]]) -> NDArray[np.float32]:
    """Scores of the crop as it is and with each cover in its mean grey: float32 [1 + covers, 7]."""
    grey = np.uint8(round(float(crop.mean())))
    crops = np.stack([crop, *(np.where(cover, grey, crop) for cover in covers)])
    return np.concatenate([classifier.classify(crops[at : at + BATCH]) for at in range(0, len(crops), BATCH)])
