"""The map is bright where a real network's answer really hangs, and says so in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ferdesk.classify import Classifier
from ferdesk.emotions import Emotion
from ferdesk.face_parts import PARTS, Part
from ferdesk.occlusion import BATCH, TEXTS, Occlusion, PartFall, occlusion_of, plain
from ferdesk.types import Box, Face
from tests.tiny import TEMPLATE, tiny_crop

MEANS_LITTLE = Occlusion(
    np.zeros((48, 48), np.uint8), Emotion.HAPPY, False, 0.93, np.full((12, 12), 0.012, np.float32),
    (PartFall(Part.MOUTH, 0.03), PartFall(Part.EYES, -0.01)),
)  # fmt: skip


@pytest.fixture(scope="module")
def classifier(tiny_bundle: Path) -> Classifier:
    return Classifier(tiny_bundle)


def face_of(classifier: Classifier, emotion: Emotion, told: Emotion | None) -> Face:
    crop = tiny_crop(emotion)
    scores = classifier.classify(crop[None])[0]
    return Face(Box(0, 0, 48, 48), TEMPLATE, 0.9, crop=crop, scores=scores, smoothed=scores, emotion=told)


def test_bright_is_where_the_network_looks(classifier: Classifier) -> None:
    face = face_of(classifier, Emotion.HAPPY, Emotion.HAPPY)  # columns 21 to 27 are bright
    occlusion = occlusion_of(classifier, face)
    assert occlusion.falls.shape == (12, 12) and occlusion.falls.dtype == np.float32
    assert face.scores is not None and occlusion.score == pytest.approx(float(face.scores[Emotion.HAPPY]))
    by_column = occlusion.falls.mean(axis=0)
    assert set(np.argsort(by_column)[-3:].tolist()) <= {4, 5, 6, 7}, "squares over these hide all of the band"
    assert by_column[[0, 1, 2, 10, 11]].max() < by_column.max() / 3
    covered = tiny_crop(Emotion.HAPPY)
    covered[4:16, 20:32] = round(float(covered.mean()))  # the square whose middle is at row 10, column 26
    left = float(classifier.classify(covered[None])[0, Emotion.HAPPY])
    assert float(occlusion.falls[2, 6]) == pytest.approx(occlusion.score - left, abs=1e-6)


def test_the_strongest_part_is_the_one_that_holds_most_of_it(classifier: Classifier) -> None:
    middle = occlusion_of(classifier, face_of(classifier, Emotion.HAPPY, Emotion.HAPPY))
    edge = occlusion_of(classifier, face_of(classifier, Emotion.ANGRY, Emotion.ANGRY))  # columns 0 to 6
    assert middle.strongest is not None and middle.strongest.part is Part.NOSE
    assert edge.strongest is not None and edge.strongest.part is Part.AROUND
    assert {fall.part for fall in middle.parts} == set(PARTS)
    assert [fall.fall for fall in middle.parts] == sorted((fall.fall for fall in middle.parts), reverse=True)
    assert f"hangs most on the nose: without the nose, {100 * middle.left(middle.parts[0]):.0f} %" in middle.words()
    assert "hangs most on the surroundings" in edge.words()


def test_it_follows_the_told_emotion_or_else_the_likeliest(classifier: Classifier) -> None:
    told = occlusion_of(classifier, face_of(classifier, Emotion.HAPPY, Emotion.SAD))
    assert told.emotion is Emotion.SAD and told.score < 0.1 and not told.unsure
    unsure = occlusion_of(classifier, face_of(classifier, Emotion.HAPPY, None))
    assert unsure.emotion is Emotion.HAPPY and unsure.unsure and unsure.words().startswith("Perhaps happy, ")


def test_crops_go_in_small_batches(classifier: Classifier, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    classify = classifier.classify
    monkeypatch.setattr(classifier, "classify", lambda crops: sizes.append(len(crops)) or classify(crops))
    face = face_of(Classifier(classifier.bundle.path), Emotion.HAPPY, Emotion.HAPPY)
    occlusion_of(classifier, face)
    assert max(sizes) == BATCH == 32 and sum(sizes) == 1 + 144 + len(PARTS)


def test_words_where_nothing_matters_and_where_two_parts_do() -> None:
    assert MEANS_LITTLE.strongest is None
    assert MEANS_LITTLE.words() == ("Happy, 93 %, hangs on no part alone: whichever is covered, 90 % or more are left.")
    assert "Nearly all dark" in MEANS_LITTLE.legend()
    two = replace(
        MEANS_LITTLE, falls=np.array([[0.4, -0.2]], np.float32),
        parts=(PartFall(Part.MOUTH, 0.5), PartFall(Part.EYES, 0.3), PartFall(Part.NOSE, 0.3)),
    )  # fmt: skip
    assert two.words().endswith("without the mouth, 43 % are left; without the eyes, 63 %.")
    assert two.legend().startswith("Bright: ") and "40 points" in two.legend()


def test_a_face_that_was_not_read_is_refused(classifier: Classifier) -> None:
    with pytest.raises(ValueError, match="no crop or no scores"):
        occlusion_of(classifier, Face(Box(0, 0, 48, 48), TEMPLATE, 0.9))


def test_words_can_be_said_in_another_language() -> None:
    said: list[str] = []

    def say(text: str, **values: object) -> str:
        said.append(text)
        return plain(text, **values).upper()

    assert MEANS_LITTLE.words(say).startswith("HAPPY, 93 %, HANGS ON NO PART ALONE")
    MEANS_LITTLE.legend(say)
    assert set(said) - {"happy"} <= set(TEXTS)
