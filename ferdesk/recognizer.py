"""Faces and expressions of single pictures in two lines of Python, for notebooks and scripts."""

from __future__ import annotations

from pathlib import Path

from ferdesk.bundle import Bundle
from ferdesk.classify import Classifier
from ferdesk.images import read_image
from ferdesk.occlusion import Occlusion, occlusion_of
from ferdesk.pipeline import DEFAULT_SETTINGS, Pipeline, PipelineSettings
from ferdesk.types import Face, Image


class Recognizer:
    """Reads pictures one by one; none knows of another.

        from ferdesk import Recognizer

        for face in Recognizer().predict("friends.jpg"):
            print(face.box, face.emotion, face.scores)

    `bundle` is a path, the name of a bundle that came with ferdesk, or None for the default one; `provider` one of
    `ferdesk.providers.PROVIDERS`; `threads` the cores to use, OpenCV's in this process included. Not to be shared
    between threads. Raises BundleError, ProviderError or DetectorError.
    """

    def __init__(
        self,
        bundle: str | Path | None = None,
        *,
        provider: str = "cpu",
        threads: int = 1,
        settings: PipelineSettings = DEFAULT_SETTINGS,
    ) -> None:
        self._pipeline = Pipeline(Classifier(bundle, provider=provider, threads=threads), settings)

    @property
    def bundle(self) -> Bundle:
        """What is running: path, hash and all that the bundle says of itself."""
        return self._pipeline.classifier.bundle

    def predict(self, picture: Image | str | Path) -> tuple[Face, ...]:
        """The faces of a picture, the largest first.

        `picture` is a file, or uint8 [height, width, 3] of any size, blue first as of cv2.imread. A file is read as
        `ferdesk.images.read_image` does: upright, whatever its kind and name. Each face has its box and landmarks in
        the picture's pixels, the crop that the network saw, scores and emotion (None: unsure). `smoothed` equals
        `scores`, `track` counts from 1. Raises ImageError for a file that cannot be read, FrameError for what is not
        such an image.
        """
        return self._pipeline.predict(read_image(picture) if isinstance(picture, str | Path) else picture)

    def explain(self, face: Face) -> Occlusion:
        """On which parts of a face of `predict` its answer hangs; some 150 crops through the network.

            occlusion = recognizer.explain(face)
            print(occlusion.words(), occlusion.parts, occlusion.falls)

        `ferdesk.occlusion_picture.heat_map` paints it. ValueError for a face that was not read.
        """
        return occlusion_of(self._pipeline.classifier, face)
