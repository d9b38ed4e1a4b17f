from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from ferdesk.classify import Classifier
from ferdesk.detect import YuNet
from ferdesk.emotions import Emotion
from ferdesk.images import read_image
from ferdesk.neutral import NeutralWish, Phase
from ferdesk.pipeline import FrameError, Pipeline, PipelineSettings
from ferdesk.quality import Flaw
from ferdesk.types import Frame
from tests.tiny import ScriptedDetector, tiny_face, tiny_frame

LEFT, RIGHT = tiny_face(30, 60, 96), tiny_face(180, 70, 72)


class CountingClassifier(Classifier):
    """Notes how many crops came with each call."""

    def __init__(self, bundle: Path) -> None:
        self.calls: list[int] = []
        super().__init__(bundle)

    def classify(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        self.calls.append(len(crops))
        return super().classify(crops)


def test_faces_are_followed_and_read(tiny_bundle: Path) -> None:
    pipeline = Pipeline(Classifier(tiny_bundle), detector=ScriptedDetector([(LEFT, RIGHT), (RIGHT, LEFT)]))
    frame = tiny_frame([(LEFT, Emotion.HAPPY), (RIGHT, Emotion.FEAR)])
    first = pipeline.process(frame)
    second = pipeline.process(tiny_frame([(LEFT, Emotion.HAPPY), (RIGHT, Emotion.FEAR)], index=1, seconds=0.04))
    assert first.frame is frame
    assert [(face.track, face.emotion) for face in first.faces] == [(1, Emotion.HAPPY), (2, Emotion.FEAR)]
    assert [(face.track, face.emotion) for face in second.faces] == [(2, Emotion.FEAR), (1, Emotion.HAPPY)]
    for face in first.faces:
        assert face.crop is not None
        assert face.crop.shape == (48, 48)
        assert face.scores is not None
        assert face.scores.shape == (7,)
        assert face.confidence > 0.8


def test_all_faces_of_a_frame_go_through_the_network_in_one_call(tiny_bundle: Path) -> None:
    classifier = CountingClassifier(tiny_bundle)
    pipeline = Pipeline(classifier, detector=ScriptedDetector([(LEFT, RIGHT), (), (LEFT,)]))
    classifier.calls.clear()
    for index in range(3):
        pipeline.process(tiny_frame(index=index, seconds=index / 25))
    assert classifier.calls == [2, 1]


def test_scores_are_of_the_frame_and_smoothed_of_the_track(tiny_bundle: Path) -> None:
    pipeline = Pipeline(
        Classifier(tiny_bundle), PipelineSettings(smoothing_seconds=10), detector=ScriptedDetector([(LEFT,)])
    )
    pipeline.process(tiny_frame([(LEFT, Emotion.SAD)]))
    (face,) = pipeline.process(tiny_frame([(LEFT, Emotion.HAPPY)], seconds=0.1)).faces
    assert face.scores is not None
    assert face.scores.argmax() == Emotion.HAPPY
    assert face.emotion is Emotion.SAD


def test_a_plain_face_is_unsure_by_the_bundles_threshold_or_the_settings(tiny_bundle: Path) -> None:
    pipeline = Pipeline(Classifier(tiny_bundle), detector=ScriptedDetector([(LEFT,)]))
    pipeline.settings = PipelineSettings(smoothing_seconds=0)
    assert pipeline.process(tiny_frame([(LEFT, None)])).faces[0].emotion is None
    assert pipeline.process(tiny_frame([(LEFT, Emotion.SAD)])).faces[0].emotion is Emotion.SAD
    pipeline.settings = replace(pipeline.settings, unsure_threshold=0.999)
    assert pipeline.process(tiny_frame([(LEFT, Emotion.SAD)])).faces[0].emotion is None
    pipeline.settings = replace(pipeline.settings, unsure_threshold=0.0)
    assert pipeline.process(tiny_frame([(LEFT, None)])).faces[0].emotion is not None


def test_the_real_detector_follows_the_settings(tiny_bundle: Path) -> None:
    detector = YuNet()
    pipeline = Pipeline(Classifier(tiny_bundle), PipelineSettings(detector_threshold=0.7), detector)
    pipeline.process(tiny_frame())
    assert (detector.threshold, detector.longest_side) == (0.7, PipelineSettings().detector_size)
    pipeline.settings = PipelineSettings(detector_threshold=0.9, detector_size=96)
    pipeline.process(tiny_frame())
    assert (detector.threshold, detector.longest_side) == (0.9, 96)


def test_frames_of_any_and_changing_size(tiny_bundle: Path) -> None:
    pipeline = Pipeline(Classifier(tiny_bundle))
    for index, shape in enumerate([(480, 640), (1, 1), (1, 300), (1080, 1920), (480, 640)]):
        result = pipeline.process(Frame(np.zeros((*shape, 3), np.uint8), index, index / 25))
        assert result.faces == ()


def test_a_face_beyond_the_edge_is_read(tiny_bundle: Path) -> None:
    outside = tiny_face(-40, 190, 96)
    result = Pipeline(Classifier(tiny_bundle), detector=ScriptedDetector([(outside,)])).process(tiny_frame())
    assert result.faces[0].scores is not None


@pytest.mark.parametrize(
    ("image", "hint"),
    [
        (None, "imread"),
        ([[1, 2], [3, 4]], "numpy array"),
        (np.zeros((9, 9, 3), np.float32), "uint8"),
        (np.zeros((9, 9), np.uint8), "cvtColor"),
        (np.zeros((9, 9, 4), np.uint8), "cvtColor"),
        (np.zeros((0, 9, 3), np.uint8), r"\[0, 9, 3\]"),
    ],
    ids=["None", "list", "float", "grey", "alpha", "empty"],
)
def test_what_is_no_bgr_image_is_refused_in_words(tiny_bundle: Path, image: Any, hint: str) -> None:
    pipeline = Pipeline(Classifier(tiny_bundle), detector=ScriptedDetector([()]))
    with pytest.raises(FrameError, match=hint):
        pipeline.process(Frame(image, 0, 0.0))
    with pytest.raises(FrameError, match=hint):
        pipeline.predict(image)


def test_stages_add_up_to_the_frame(tiny_bundle: Path) -> None:
    stats = Pipeline(Classifier(tiny_bundle)).process(tiny_frame()).stats
    stages = (stats.detect_ms, stats.track_ms, stats.crop_ms, stats.classify_ms, stats.smooth_ms)
    assert min(stages) >= 0
    assert stats.frame_ms == pytest.approx(sum(stages))
    assert stats.detect_ms > 0


def test_reset_forgets_everybody(tiny_bundle: Path) -> None:
    pipeline = Pipeline(
        Classifier(tiny_bundle), PipelineSettings(smoothing_seconds=100), ScriptedDetector([(LEFT,), (RIGHT,)])
    )
    pipeline.process(tiny_frame([(LEFT, Emotion.SAD)]))
    assert pipeline.process(tiny_frame([(RIGHT, Emotion.SAD)], seconds=0.1)).faces[0].track == 2
    pipeline.reset()
    (face,) = pipeline.process(tiny_frame([(RIGHT, Emotion.HAPPY)], seconds=0.2)).faces
    assert (face.track, face.emotion) == (1, Emotion.HAPPY)


def test_a_single_picture_is_remembered_by_nobody(tiny_bundle: Path) -> None:
    pipeline = Pipeline(
        Classifier(tiny_bundle), PipelineSettings(smoothing_seconds=100), detector=ScriptedDetector([(LEFT,)])
    )
    pipeline.process(tiny_frame([(LEFT, Emotion.SAD)]))
    (face,) = pipeline.predict(tiny_frame([(LEFT, Emotion.HAPPY)]).image)
    assert (face.track, face.emotion) == (1, Emotion.HAPPY)
    np.testing.assert_array_equal(face.smoothed, face.scores)
    (after,) = pipeline.process(tiny_frame([(LEFT, Emotion.SAD)], seconds=0.1)).faces
    np.testing.assert_allclose(after.smoothed, after.scores, atol=1e-6)


def test_a_still_is_searched_as_a_picture_that_stands_alone(tiny_bundle: Path, clips: Path) -> None:
    group = read_image(clips / "group_of_six.jpg")
    image = np.full((3000, 4000, 3), 128, np.uint8)
    small = np.asarray(cv2.resize(group, (600, 315), interpolation=cv2.INTER_AREA), np.uint8)
    image[1000:1315, 2000:2600] = small
    pipeline = Pipeline(Classifier(tiny_bundle))
    assert not pipeline.process(Frame(image, 0, 0.0)).faces, "too small for a frame of a film"
    faces = pipeline.process(Frame(image, 1, 10.0, still=True)).faces
    assert [face.box for face in faces] == [face.box for face in pipeline.predict(image)]
    assert len(faces) == 6


def test_the_faces_of_a_picture_are_numbered_from_the_largest_on(tiny_bundle: Path) -> None:
    faces = tuple(tiny_face(x, 60, size) for x, size in ((10, 40), (60, 120), (220, 80)))
    pipeline = Pipeline(Classifier(tiny_bundle), detector=ScriptedDetector([faces]))
    image = tiny_frame().image
    found = pipeline.predict(image)
    assert [(face.track, face.box.width) for face in found] == [(1, 120), (2, 80), (3, 40)]
    still = pipeline.process(Frame(image, 0, 0.0, still=True)).faces
    assert [(face.track, face.box) for face in still] == [(face.track, face.box) for face in found]
    assert [face.box.width for face in pipeline.process(Frame(image, 1, 0.1)).faces] == [40, 120, 80]


def test_views_of_images_are_taken_as_they_look(tiny_bundle: Path) -> None:
    rgb = tiny_frame([(LEFT, Emotion.DISGUST)]).image[:, ::-1].copy()
    bgr = rgb[:, ::-1, ::-1]
    (face,) = Pipeline(Classifier(tiny_bundle), detector=ScriptedDetector([(LEFT,)])).predict(bgr)
    assert face.emotion is Emotion.DISGUST
    assert Pipeline(Classifier(tiny_bundle)).predict(bgr) == ()


@pytest.mark.parametrize(("width", "height", "track"), [(960, 720, 1), (640, 240, 2)])
def test_people_stay_in_another_resolution_of_the_same_shape(
    tiny_bundle: Path, width: int, height: int, track: int
) -> None:
    scaled = tiny_face(LEFT.box.x * width / 320, LEFT.box.y * height / 240, LEFT.box.width * width / 320)
    pipeline = Pipeline(Classifier(tiny_bundle), detector=ScriptedDetector([(LEFT,), (scaled,)]))
    pipeline.process(tiny_frame())
    (face,) = pipeline.process(tiny_frame(seconds=0.04, width=width, height=height)).faces
    assert face.track == track


def test_frames_that_change_their_size_each_time_are_read(tiny_bundle: Path) -> None:
    pipeline = Pipeline(Classifier(tiny_bundle))
    for index, (width, height) in enumerate([(640, 480), (64, 48), (1, 1), (3000, 20), (640, 480)]):
        pipeline.process(tiny_frame(index=index, seconds=index / 25, width=width, height=height))


def test_every_face_is_told_how_well_it_can_be_read(tiny_bundle: Path) -> None:
    pipeline = Pipeline(Classifier(tiny_bundle), detector=ScriptedDetector([(tiny_face(30, 60, 30), RIGHT)]))
    small, large = pipeline.process(tiny_frame([(RIGHT, Emotion.FEAR)])).faces
    assert small.quality is not None and large.quality is not None
    assert Flaw.SMALL in small.quality.flaws and Flaw.SMALL not in large.quality.flaws
    assert pipeline.predict(tiny_frame().image)[0].quality is not None


def test_a_calibrated_face_keeps_its_own_scores_beside_the_corrected(tiny_bundle: Path) -> None:
    pipeline = Pipeline(
        Classifier(tiny_bundle), PipelineSettings(smoothing_seconds=0), detector=ScriptedDetector([(LEFT,)])
    )
    pipeline.neutral_wishes = {1: NeutralWish(1)}
    for index in range(54):
        (face,) = pipeline.process(tiny_frame([(LEFT, Emotion.SAD)], index=index, seconds=index / 10)).faces
    assert face.neutral is not None and face.neutral.phase is Phase.ON
    assert face.scores is not None and face.scores.argmax() == Emotion.SAD
    assert face.smoothed is not None and face.emotion is Emotion.NEUTRAL
    pipeline.reset()
    (face,) = pipeline.process(tiny_frame([(LEFT, Emotion.SAD)])).faces
    assert face.emotion is Emotion.SAD and face.neutral is None
