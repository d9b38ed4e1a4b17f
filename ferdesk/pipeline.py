"""A frame's whole way, in one readable function: detect, track, crop, classify, smooth. No threads, no input or output.

A Pipeline belongs to one thread.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from ferdesk.classify import Classifier
from ferdesk.crop import crop_face
from ferdesk.detect import DEFAULT_LONGEST_SIDE, DEFAULT_THRESHOLD, Detector, YuNet
from ferdesk.errors import FerdeskError
from ferdesk.neutral import NeutralCalibrator, NeutralWishes
from ferdesk.quality import quality_of
from ferdesk.smooth import DEFAULT_SECONDS, Smoother, alone
from ferdesk.track import Tracker
from ferdesk.types import Face, Frame, Image, Result, Stats


class FrameError(FerdeskError):
    """Something that is not a BGR image."""


@dataclass(frozen=True)
class PipelineSettings:
    """What may be changed while frames flow; read once a frame."""

    detector_threshold: float = DEFAULT_THRESHOLD
    """Faces the detector is less sure of are left out; 0..1."""
    detector_size: int = DEFAULT_LONGEST_SIDE
    """Frames whose longer side is larger are shrunk to this many pixels for the detector alone."""
    smoothing_seconds: float = DEFAULT_SECONDS
    """Time constant of the filter on the scores; 0 switches all memory off."""
    unsure_threshold: float | None = None
    """Labels that score less are shown as "unsure"; 0..1, None takes the bundle's own."""


_SAME_SHAPE = 0.02
"""By how much width and height may have changed differently: 640x360 and 854x480 are one shape."""

DEFAULT_SETTINGS = PipelineSettings()


class Pipeline:
    """Everything between a frame and its Result.

    `settings` may be assigned at any time and hold from the next frame on. A `detector` of your own is used as it is;
    a YuNet follows the settings, and by default runs on as many threads as the classifier.
    """

    def __init__(
        self,
        classifier: Classifier,
        settings: PipelineSettings = DEFAULT_SETTINGS,
        detector: Detector | None = None,
    ) -> None:
        self.classifier = classifier
        self.settings = settings
        self._detector = YuNet(threads=classifier.threads) if detector is None else detector
        self._tracker = Tracker()
        self._neutral = NeutralCalibrator()
        self._smoother = Smoother(settings.smoothing_seconds, 0.0)
        self._size = (0, 0)

    def process(self, frame: Frame) -> Result:
        """Find and read the faces of the next frame of a source; `Frame.still` as thoroughly as `predict` does.

        Raises FrameError if its image is not uint8 BGR.
        """
        image = _checked(frame.image)
        self._apply_settings()
        self._follow_size(image)
        marks = [time.perf_counter()]
        faces = self._find(image, still=frame.still)
        marks.append(time.perf_counter())
        faces = self._tracker.update(faces, frame.seconds)
        marks.append(time.perf_counter())
        faces = self._cropped(image, faces)
        marks.append(time.perf_counter())
        faces = self._scored(faces)
        marks.append(time.perf_counter())
        faces = self._smoothed(faces, frame.seconds)
        marks.append(time.perf_counter())
        return Result(frame, faces, _stats(marks))

    @property
    def neutral_wishes(self) -> NeutralWishes:
        """Whose neutral face is to be measured and corrected for, by track; assign at any time, as `settings`."""
        return self._neutral.wishes

    @neutral_wishes.setter
    def neutral_wishes(self, wishes: NeutralWishes) -> None:
        self._neutral.wishes = wishes

    def predict(self, image: Image) -> tuple[Face, ...]:
        """The faces of a picture that stands alone, the largest first: nothing remembered, `smoothed` is `scores`.

        `track` numbers them in this order, from 1. YuNet searches for small and for large faces, see `YuNet.search`.
        Raises FrameError as `process` does.
        """
        image = _checked(image)
        threshold = self._apply_settings()
        faces = [replace(face, track=number) for number, face in enumerate(self._find(image, still=True), 1)]
        return alone(self._scored(self._cropped(image, faces)), threshold)

    def reset(self) -> None:
        """Forget everybody seen so far, as between two files."""
        self._tracker.reset()
        self._neutral.reset()
        self._smoother.reset()
        self._size = (0, 0)

    def _find(self, image: Image, *, still: bool) -> tuple[Face, ...]:
        """A picture that stands alone is searched at two sizes, for which there is no time in a film.

        Its faces come the largest first: whoever numbers them gives the same numbers.
        """
        if not still:
            return self._detector.detect(image)
        faces = self._detector.search(image) if isinstance(self._detector, YuNet) else self._detector.detect(image)
        return tuple(sorted(faces, key=lambda face: -face.box.width * face.box.height))

    def _follow_size(self, image: Image) -> None:
        """Sources change their resolution as they run: people stay where the shape stays, else it is another view."""
        (width, height), self._size = self._size, (image.shape[1], image.shape[0])
        if (width, height) in ((0, 0), self._size):
            return
        x, y = self._size[0] / width, self._size[1] / height
        if abs(x - y) <= _SAME_SHAPE * y:
            self._tracker.rescale(x, y)
        else:
            self._tracker.forget()

    def _apply_settings(self) -> float:
        """Hand the settings to the stages; returns the threshold for "unsure"."""
        settings = self.settings
        if isinstance(self._detector, YuNet):
            self._detector.threshold = settings.detector_threshold
            self._detector.longest_side = settings.detector_size
        self._smoother.time_constant = settings.smoothing_seconds
        own = settings.unsure_threshold
        self._smoother.unsure_threshold = self.classifier.bundle.info.unsure_threshold if own is None else own
        return self._smoother.unsure_threshold

    def _cropped(self, image: Image, faces: Sequence[Face]) -> tuple[Face, ...]:
        spec = self.classifier.bundle.info.crop
        crops = [crop_face(image, face.landmarks, spec) for face in faces]
        return tuple(
            replace(face, crop=crop, quality=quality_of(face.box, face.landmarks, crop))
            for face, crop in zip(faces, crops, strict=True)
        )

    def _scored(self, faces: Sequence[Face]) -> tuple[Face, ...]:
        """All faces through the network in one call."""
        crops = [face.crop for face in faces if face.crop is not None]
        if not crops:
            return tuple(faces)
        scores = self.classifier.classify(np.stack(crops))
        return tuple(replace(face, scores=row) for face, row in zip(faces, scores, strict=True))

    def _smoothed(self, faces: Sequence[Face], seconds: float) -> tuple[Face, ...]:
        """Corrected for whose neutral face is known, then filtered; `scores` stay what the network said."""
        smoothed = self._smoother.update(self._neutral.update(faces, seconds), seconds)
        return tuple(replace(after, scores=before.scores) for before, after in zip(faces, smoothed, strict=True))


def _checked(image: Any) -> Image:
    """`image` if it is what a frame must be; FrameError otherwise."""
    if not isinstance(image, np.ndarray):
        hint = " (cv2.imread gives None for a file that it cannot read)" if image is None else ""
        raise FrameError(f"an image must be a numpy array, not {type(image).__name__}{hint}")
    if image.dtype != np.uint8:
        raise FrameError(f"an image must hold uint8 values from 0 to 255, not {image.dtype}; convert it first")
    if image.ndim != 3 or image.shape[2] != 3 or image.size == 0:
        raise FrameError(
            f"an image must have the shape [height, width, 3], blue first, not {list(image.shape)}; "
            "cv2.cvtColor makes BGR of grey or four-channel images"
        )
    return image


def _stats(marks: Sequence[float]) -> Stats:
    detect, track, crop, classify, smooth = ((after - before) * 1000 for before, after in pairwise(marks))
    return Stats(detect, track, crop, classify, smooth, frame_ms=(marks[-1] - marks[0]) * 1000)
